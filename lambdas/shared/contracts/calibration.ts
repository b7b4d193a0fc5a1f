/** How HU become mg/cm3. `osteon/calibration/1` */
import { z } from 'zod';

import { flagSchema, provenanceSchema } from './primitives.ts';

/** density = slope * HU + intercept, mg/cm3 K2HPO4-equivalent, water = 0. */
export const calibrationSchema = z
  .object({
    schema: z.literal('osteon/calibration/1'),
    method: z.enum(['kvp-slope']),
    mineralBasis: z.literal('K2HPO4'),
    /** mg/cm3 per HU. */
    slope: z.number().positive(),
    /** mg/cm3. */
    intercept: z.number(),
    /** Half-width of the 95 % interval of a density, as a fraction of it. */
    relativeUncertainty: z.number().positive(),
    /** Printed beside every density that rests on this. */
    statement: z.string(),
    source: z.string(),
    /** Contrast and the like: what keeps a density from being put into a category. */
    flags: z.array(flagSchema).readonly(),
    provenance: provenanceSchema,
  })
  .readonly();
export type Calibration = z.infer<typeof calibrationSchema>;
