/** What was measured at one level. `osteon/level/2` */
import { z } from 'zod';

import { endplatesSchema } from './endplates.ts';
import { flagSchema, levelSchema, provenanceSchema, quantity, vec3Schema, type Flag } from '../primitives.ts';
import { STRENGTH_WITHHELD, strengthSchema } from './strength.ts';
import { trabecularSchema } from './trabecular.ts';

/** Mid-sagittal heights and the six points (patient LPS, mm) that they run between. */
export const heightsSchema = z
  .object({
    anterior: quantity('mm'),
    middle: quantity('mm'),
    posterior: quantity('mm'),
    points: z
      .object({
        anteriorSuperior: vec3Schema,
        anteriorInferior: vec3Schema,
        middleSuperior: vec3Schema,
        middleInferior: vec3Schema,
        posteriorSuperior: vec3Schema,
        posteriorInferior: vec3Schema,
      })
      .readonly(),
    /** Half-widths of the points' 95 % intervals along the body's axis, mm; of artefacts before them absent. */
    pointMarginsMm: z
      .object({
        anteriorSuperior: z.number(),
        anteriorInferior: z.number(),
        middleSuperior: z.number(),
        middleInferior: z.number(),
        posteriorSuperior: z.number(),
        posteriorInferior: z.number(),
      })
      .readonly()
      .optional(),
    method: z.string(),
  })
  .readonly();
export type Heights = z.infer<typeof heightsSchema>;

export const levelResultSchema = z
  .object({
    schema: z.literal('osteon/level/2'),
    level: levelSchema,
    /** Null with a flag that says why, where the region is too small to trust. */
    trabecular: trabecularSchema.nullable(),
    /** Null with a flag that says why. */
    heights: heightsSchema.nullable(),
    /** Null where they could not be measured; of artefacts before them absent. */
    endplates: endplatesSchema.nullable().optional(),
    /** Null with a flag of `STRENGTH_WITHHELD` that says why. */
    strength: strengthSchema.nullable(),
    flags: z.array(flagSchema).readonly(),
    provenance: provenanceSchema,
  })
  .refine(({ strength, flags }) => strength !== null || withheldBy({ flags }) !== null, {
    error: 'no strength, and no flag that says why',
  })
  .readonly();
export type LevelResult = z.infer<typeof levelResultSchema>;

/** Why a level has no strength; null where it has one. */
export function withheldBy({ flags }: { readonly flags: readonly Flag[] }): Flag | null {
  return flags.find(({ code }) => STRENGTH_WITHHELD.includes(code)) ?? null;
}
