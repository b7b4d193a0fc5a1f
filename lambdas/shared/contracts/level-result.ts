/** What was measured at one level. `osteon/level/1` */
import { z } from 'zod';

import {
  artifactRefSchema,
  densitySchema,
  flagSchema,
  levelSchema,
  provenanceSchema,
  quantitySchema,
  vec3Schema,
} from './primitives.ts';

/** Trabecular density in the central region of interest. */
export const trabecularSchema = z
  .object({
    vbmd: densitySchema,
    /** mg/cm3, over the voxels of the region. */
    standardDeviation: z.number(),
    meanHu: quantitySchema,
    volume: quantitySchema,
  })
  .readonly();

/** Mid-sagittal heights and the six points (patient LPS, mm) that they run between. */
export const heightsSchema = z
  .object({
    anterior: quantitySchema,
    middle: quantitySchema,
    posterior: quantitySchema,
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
    method: z.string(),
  })
  .readonly();
export type Heights = z.infer<typeof heightsSchema>;

/** Linear finite-element strength, axial compression between bonded caps. */
export const strengthSchema = z
  .object({
    /** K, N/mm. */
    stiffness: quantitySchema,
    /** F = 0.0068 K H, N (Crawford et al. 2003). */
    linearStrength: quantitySchema,
    /** H, bone height along the load axis. */
    height: quantitySchema,
    law: z.string(),
    elements: z.number().int(),
    nodes: z.number().int(),
    solver: z
      .object({
        converged: z.literal(true),
        iterations: z.number().int(),
        relativeResidual: z.number(),
        tolerance: z.number(),
      })
      .readonly(),
    /** Effective strain at the strength read-out, on the 1 mm grid of the model. */
    strain: artifactRefSchema,
  })
  .readonly();

export const levelResultSchema = z
  .object({
    schema: z.literal('osteon/level/1'),
    level: levelSchema,
    /** Null with a flag that says why, where the region is too small to trust. */
    trabecular: trabecularSchema.nullable(),
    heights: heightsSchema.nullable(),
    strength: strengthSchema,
    flags: z.array(flagSchema).readonly(),
    provenance: provenanceSchema,
  })
  .readonly();
export type LevelResult = z.infer<typeof levelResultSchema>;
