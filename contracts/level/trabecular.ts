/** Trabecular density of one level, as `osteon/level/2` holds it. */
import { z } from 'zod';

import { densitySchema, quantity } from '../primitives.ts';
import { VOLUME_SCHEMA, volumeRef } from '../volumes.ts';

/** Trabecular density in the central region of interest. */
export const trabecularSchema = z
  .object({
    vbmd: densitySchema,
    /** Standard error of `vbmd` from the calibration line, mg/cm3: in the same direction at every level of a study. */
    lineSe: z.number().nonnegative(),
    /** Standard error of `vbmd` from what the region happens to hold, mg/cm3: this level's own. */
    samplingSe: z.number().nonnegative(),
    /** mg/cm3, over the voxels of the region. */
    standardDeviation: z.number(),
    meanHu: quantity('HU'),
    volume: quantity('cm3'),
    /** How the region was chosen. */
    method: z.string(),
    /** Voxels of the region that were left out as outliers (a vein, an island of bone), % of all. */
    trimmedPercent: z.number(),
    /** The voxels that were averaged, cut out of the CT's grid. */
    region: volumeRef(VOLUME_SCHEMA.region).optional(),
  })
  .readonly();
export type Trabecular = z.infer<typeof trabecularSchema>;
