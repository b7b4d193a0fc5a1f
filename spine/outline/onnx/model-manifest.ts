/** What a site says of its model: `manifest.json` beside `model.onnx`. `osteon/onnx-model/1` */
import { z } from 'zod';

import { namedLevelSchema } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';

/** What a class stands for where it is no vertebra: background, discs, ribs. */
const IGNORE = 'ignore';
/** Voxels of models and their patches in use lie well within these, mm and voxels (design values). */
const SPACING_MM = [0.2, 10] as const;
const MOST_PATCH_VOXELS = 512;
/** Closer patches cost more than they give (design value): nnU-Net and MONAI use 0.5 and 0.25-0.8. */
const MOST_OVERLAP = 0.9;

/** With three letters, one of each pair is there only where each is there once. */
const PAIRS = [/[RL]/, /[AP]/, /[SI]/];

const text = z.string().min(1).max(200);

function triple(item: z.ZodNumber) {
  return z.tuple([item, item, item]).readonly();
}

/**
 * Every triple follows the three space axes of the model's tensors, first to last: the input is
 * `[1, 1, a, b, c]`, the output `[1, classes, a, b, c]`.
 */
export const modelManifestSchema = z
  .strictObject({
    schema: z.literal('osteon/onnx-model/1'),
    name: text,
    version: text,
    /** SPDX id or the name of the terms under which the site may use the model. */
    licence: text,
    /** Voxel size along a, b, c. */
    spacingMm: triple(z.number().min(SPACING_MM[0]).max(SPACING_MM[1])),
    /**
     * Where the index grows to along a, b, c: R or L, A or P, S or I. nnU-Net (SimpleITK arrays of axial CT) is "SPL",
     * MONAI after `Orientation("RAS")` is "RAS".
     */
    orientation: z
      .string()
      .regex(/^[RLAPSI]{3}$/, 'three letters of R L A P S I')
      .refine(
        (letters) => PAIRS.every((pair) => letters.search(pair) >= 0),
        'one letter each of R or L, A or P, S or I',
      ),
    /** HU are clipped to `clip`, then (HU - mean) / sd. */
    normalisation: z
      .strictObject({
        clip: z
          .tuple([z.number(), z.number()])
          .readonly()
          .refine(([low, high]) => low < high, 'the lower bound first'),
        mean: z.number(),
        sd: z.number().positive(),
      })
      .readonly(),
    /** Voxels along a, b, c. */
    patch: triple(z.int().min(1).max(MOST_PATCH_VOXELS)),
    /** Part of a patch that it shares with the next, at the least. */
    overlap: z.number().min(0).max(MOST_OVERLAP).default(0.5),
    /** One score a class; the largest wins. They are blended where patches overlap, logits and probabilities alike. */
    output: z.literal('class-scores'),
    /** What a label covers: vertebral bodies, or whole vertebrae, of which the bodies are then cut out. */
    content: z.enum(['bodies', 'vertebrae']),
    /** By class, from class 0 on: a level, or "ignore". */
    labels: z
      .array(z.union([namedLevelSchema, z.literal(IGNORE)], 'a level (C1 to L6, T13, sacrum) or "ignore"'))
      .min(2)
      .max(255)
      .readonly()
      .refine((labels) => labels.some((label) => label !== IGNORE), 'at least one level')
      .refine((labels) => {
        const levels = labels.filter((label) => label !== IGNORE);
        return new Set(levels).size === levels.length;
      }, 'each level once'),
  })
  .readonly();
export type ModelManifest = z.infer<typeof modelManifestSchema>;

/** @throws StudyRefused MODEL_MANIFEST_INVALID, which names the first field that is wrong */
export function readModelManifest(bytes: Uint8Array): ModelManifest {
  const parsed = modelManifestSchema.safeParse(json(bytes));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue!.path.map(String).join('.');
  throw invalid(`${path === '' ? 'manifest' : path}: ${issue!.message}`);
}

function json(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw invalid('invalid JSON', cause);
  }
}

function invalid(saw: string, cause?: unknown): StudyRefused {
  return new StudyRefused(
    {
      code: 'MODEL_MANIFEST_INVALID',
      saw,
      wanted: 'a manifest.json according to schemas/onnx-model.schema.json',
    },
    { cause },
  );
}
