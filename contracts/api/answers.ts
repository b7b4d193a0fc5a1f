/** What the API answers: one record a kind of thing, and one for every error. */
import { z } from 'zod';

import { apiErrorCodeSchema } from '../codes/codes.ts';
import { studyIdSchema } from '../study.ts';

export const uploadIdSchema = z.string().regex(/^[0-9a-f]{32}$/);
export const assessmentIdSchema = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,79}$/);

/** Files that a study-wide answer names at most; the rest is counted. */
export const MOST_NAMED = 100;

export const shortfallSchema = z
  .object({
    name: z.string().describe('As declared'),
    sha256: z.string(),
    problem: z.enum(['missing', 'size', 'digest']),
  })
  .readonly()
  .meta({ id: 'Shortfall' });
export type Shortfall = z.infer<typeof shortfallSchema>;

export const apiErrorSchema = z
  .object({
    code: apiErrorCodeSchema,
    message: z.string(),
    requestId: z.string().describe('Names the request in the logs'),
    fields: z
      .array(z.object({ path: z.string(), required: z.string() }).readonly())
      .readonly()
      .optional()
      .describe('Of REQUEST_INVALID: what is not valid'),
    files: z
      .array(shortfallSchema)
      .readonly()
      .optional()
      .describe(`Of FILES_MISSING: the first ${MOST_NAMED} files`),
    count: z.int().optional().describe('Of FILES_MISSING: all of them'),
  })
  .readonly()
  .meta({ id: 'ApiError' });
export type ApiError = z.infer<typeof apiErrorSchema>;

/** Where one file goes: one request with these headers and the content as its body. */
export const uploadTargetSchema = z
  .object({
    sha256: z.string(),
    bytes: z.int(),
    method: z.literal('PUT'),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    expiresAt: z.iso.datetime(),
  })
  .readonly()
  .meta({ id: 'UploadTarget' });
export type UploadTarget = z.infer<typeof uploadTargetSchema>;

const assessmentNameSchema = z
  .object({ studyId: studyIdSchema, assessmentId: assessmentIdSchema })
  .readonly();

export const uploadSchema = z
  .object({
    uploadId: uploadIdSchema,
    state: z.enum(['open', 'completed', 'cancelled']),
    declared: z.int().describe('Different files that the declaration lists'),
    stored: z.int().describe('How many of them have arrived'),
    targets: z
      .array(uploadTargetSchema)
      .readonly()
      .describe('Where missing files go; empty where the upload is not open'),
    next: z
      .string()
      .nullable()
      .describe('Read the upload with after=next for further targets; null: these are all'),
    assessment: assessmentNameSchema.nullable().describe('What the completed upload is assessed as'),
    orderLeftOut: z
      .array(z.string())
      .readonly()
      .optional()
      .describe('When it is opened: what of an order in FHIR has not one meaning, and is not used'),
  })
  .readonly()
  .meta({ id: 'Upload' });
export type Upload = z.infer<typeof uploadSchema>;

export const completedSchema = z
  .object({ uploadId: uploadIdSchema, assessment: assessmentNameSchema })
  .readonly()
  .meta({ id: 'CompletedUpload' });

/** `waiting`: completed, and not yet taken up; `queued`: waits for its turn. */
export const ASSESSMENT_STATES = [
  'waiting',
  'queued',
  'running',
  'assessed',
  'refused',
  'failed',
  'cancelled',
] as const;
export type AssessmentState = (typeof ASSESSMENT_STATES)[number];
/** Nothing follows these without somebody's asking. */
export const ENDED: readonly AssessmentState[] = ['assessed', 'refused', 'failed', 'cancelled'];

/** Files of an assessment that people and their systems read, and what they are. */
export const DOCUMENTS = {
  'report.pdf': 'application/pdf',
  'result.json': 'application/json',
  'fhir.json': 'application/fhir+json',
  'claim-support.pdf': 'application/pdf',
  'oru.hl7': 'x-application/hl7-v2+er7',
  'fault.pdf': 'application/pdf',
  'fault.json': 'application/json',
  'fault.fhir.json': 'application/fhir+json',
  'fault.claim-support.pdf': 'application/pdf',
  'fault.oru.hl7': 'x-application/hl7-v2+er7',
  'spine.png': 'image/png',
  'spine.svg': 'image/svg+xml',
} as const;
export type DocumentName = keyof typeof DOCUMENTS;
export const documentNameSchema = z.enum(Object.keys(DOCUMENTS) as [DocumentName, ...DocumentName[]]);

export const assessmentSchema = z
  .object({
    studyId: studyIdSchema,
    assessmentId: assessmentIdSchema,
    state: z.enum(ASSESSMENT_STATES),
    code: z
      .string()
      .nullable()
      .describe('Why it was refused, or the technical fault (docs/codes.md); null where neither'),
    documents: z
      .array(documentNameSchema)
      .readonly()
      .describe('Of an assessment that has ended: what there is to read'),
  })
  .readonly()
  .meta({ id: 'Assessment' });
export type Assessment = z.infer<typeof assessmentSchema>;

export const studySchema = z
  .object({ studyId: studyIdSchema, assessments: z.array(assessmentSchema).readonly() })
  .readonly()
  .meta({ id: 'Study' });

export const studyPageSchema = z
  .object({
    studies: z.array(z.object({ studyId: studyIdSchema }).readonly()).readonly(),
    next: z
      .string()
      .nullable()
      .describe('Read the list with after=next for further studies; null: these are all'),
  })
  .readonly()
  .meta({ id: 'StudyPage' });
