/** What a site declares before it sends a study: every file by its size and SHA-256, and what is said of the study. `osteon/upload/1` */
import { z } from 'zod';

import { calibrationFileSchema } from '../calibration/calibration-file.ts';
import { phantomCertificateSchema, TABLE_PHANTOM_TYPES } from '../calibration/phantom.ts';
import { LEVELS } from '../levels.ts';
import { reportOptionsSchema } from '../order/report-options.ts';
import { orderSchema } from '../order/order.ts';
import { PARAMETER_SET_IDS } from '../parameter-set-ids.ts';
import { LABEL_CONTENTS, LABEL_CONVENTIONS, levelOverrideSchema, seriesSelectionSchema } from '../study.ts';

/** More than any study has images; the declaration of as many fits the body of one request. */
export const MOST_FILES = 20_000;
/** What a step reads in one piece, bytes; below the 5 GB that object stores take in one PUT. */
export const MOST_FILE_BYTES = 2 ** 31 - 1;
const LONGEST_NAME = 512;

const bytesSchema = z.int().min(1).max(MOST_FILE_BYTES).describe('Size in bytes');
const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .describe('SHA-256 of the content, hex digits in lower case');

const fileNameSchema = z
  .string()
  .min(1)
  .max(LONGEST_NAME)
  .refine((name) => !name.split(/[\\/]/).some((part) => part === '' || part === '.' || part === '..'), {
    message: 'a relative path without empty, . or .. parts',
  })
  // Control characters would reach a terminal.
  .refine((name) => !/\p{Cc}/u.test(name), { message: 'no control characters' })
  .describe(
    'Name at the site; kept with the declaration alone, and repeated to the site where the file is missing',
  );

const anyOf = (words: readonly string[]): string => `(?:${words.join('|')})`;
/** As `local/study/label-name.ts` makes them: what a label file is, without the rest of its name. */
const LABEL_NAME = new RegExp(
  `^(?:labels|${anyOf(LABEL_CONTENTS)}(?:_${anyOf(LABEL_CONTENTS)})*(?:_vertebrae_${anyOf(LEVELS)})?|vertebrae_${anyOf(LEVELS)})\\.nii\\.gz$`,
);

const declaredFileSchema = z
  .strictObject({ name: fileNameSchema, bytes: bytesSchema, sha256: sha256Schema })
  .readonly();
const declaredLabelSchema = z
  .strictObject({
    name: z
      .string()
      .regex(LABEL_NAME)
      .describe('What the file holds: labels.nii.gz, vertebrae_L3.nii.gz, ...'),
    bytes: bytesSchema,
    sha256: sha256Schema,
  })
  .readonly();
export type DeclaredFile = z.infer<typeof declaredFileSchema>;

const fields = {
  schema: z.literal('osteon/upload/1'),
  files: z
    .array(declaredFileSchema)
    .min(1)
    .max(MOST_FILES)
    .readonly()
    .describe('The study: DICOM files, zip archives of them, or one NIfTI CT'),
  select: seriesSelectionSchema.optional().describe('Which of several studies or series is assessed'),
  labels: z
    .strictObject({
      files: z.array(declaredLabelSchema).min(1).max(LEVELS.length).readonly(),
      convention: z
        .enum(Object.keys(LABEL_CONVENTIONS) as [keyof typeof LABEL_CONVENTIONS])
        .nullable()
        .describe('Numbering of the label map; null: as recognised'),
    })
    .readonly()
    .optional()
    .describe('A label map of the vertebrae, or one mask a file (NIfTI)'),
  keepOutlines: z.literal(true).optional().describe('Outlines of the label map are taken as drawn'),
  levelOverride: levelOverrideSchema.optional().describe('Level of one vertebra, as an operator says'),
  phantom: z
    .union([
      z.literal('none'),
      z
        .strictObject({
          type: z.enum(TABLE_PHANTOM_TYPES),
          certificate: phantomCertificateSchema.nullable(),
        })
        .readonly(),
    ])
    .optional()
    .describe('Calibration phantom under the patient'),
  calibrationFile: calibrationFileSchema.optional().describe('Calibration of a phantom scanned by itself'),
  parameterSet: z.enum(PARAMETER_SET_IDS).optional(),
  report: reportOptionsSchema.optional().describe('Language of the report, and a page for the patient'),
};

/** What fields say together. */
interface Checked {
  readonly files: readonly DeclaredFile[];
  readonly labels?: { readonly files: readonly DeclaredFile[] } | undefined;
  readonly keepOutlines?: true | undefined;
  readonly parameterSet?: string | undefined;
  readonly order?: { readonly parameterSet?: string | undefined } | undefined;
}

function check(declaration: Checked, context: z.RefinementCtx): void {
  const { order, parameterSet } = declaration;
  if (parameterSet !== undefined && order?.parameterSet !== undefined && parameterSet !== order.parameterSet)
    context.addIssue({ code: 'custom', path: ['parameterSet'], message: 'as in the order, or left out' });
  if (declaration.keepOutlines === true && declaration.labels === undefined)
    context.addIssue({ code: 'custom', path: ['keepOutlines'], message: 'with labels only' });
  if (sizesDiffer(declaration))
    context.addIssue({ code: 'custom', path: ['files'], message: 'one size for each SHA-256' });
}

/** As it is kept: whatever the order was sent as, it is ours. */
export const uploadDeclarationSchema = z
  .strictObject({
    ...fields,
    order: orderSchema.optional().describe('Indication and clinical risk factors'),
  })
  .readonly()
  .superRefine(check);
export type UploadDeclaration = z.infer<typeof uploadDeclarationSchema>;

/** As it is sent: the order may be a request of FHIR R4, of which no more is kept than an order holds. */
export const sentDeclarationSchema = z
  .strictObject({
    ...fields,
    order: z
      .union([orderSchema, z.looseObject({ resourceType: z.enum(['ServiceRequest', 'Bundle']) }).readonly()])
      .optional()
      .describe('Indication and clinical risk factors; or a FHIR R4 ServiceRequest, or a Bundle with one'),
  })
  .readonly()
  .superRefine((declaration, context) => {
    const { order, ...others } = declaration;
    check({ ...others, ...(order === undefined || 'resourceType' in order ? {} : { order }) }, context);
  })
  .meta({ id: 'UploadDeclaration' });
export type SentDeclaration = z.infer<typeof sentDeclarationSchema>;

/** Every file that is sent, the same content once. */
export function declaredContents({
  files,
  labels,
}: Pick<Checked, 'files' | 'labels'>): readonly DeclaredFile[] {
  const bySha256 = new Map<string, DeclaredFile>();
  for (const file of [...files, ...(labels?.files ?? [])])
    if (!bySha256.has(file.sha256)) bySha256.set(file.sha256, file);
  return [...bySha256.values()].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
}

function sizesDiffer(declaration: Pick<Checked, 'files' | 'labels'>): boolean {
  const sizes = new Map(declaredContents(declaration).map(({ sha256, bytes }) => [sha256, bytes]));
  return [...declaration.files, ...(declaration.labels?.files ?? [])].some(
    ({ sha256, bytes }) => sizes.get(sha256) !== bytes,
  );
}
