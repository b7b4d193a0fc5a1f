/** Strength of one body against its trabecular density, all its densities scaled by one factor. Part of `osteon/level/2`. */
import { z } from 'zod';

export const densityResponseSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('solved'),
      /** Its own, as its strength was solved with: less what a contrast agent adds. */
      trabecularMgCc: z.number().positive(),
      /** Its standard errors, mg/cm3: by the calibration and the agent, which all levels share, and by what the region holds. */
      lineSe: z.number().nonnegative(),
      samplingSe: z.number().nonnegative(),
      /** Ascending, its own among them. The strength is the one that the report tells: plastic where the parameter set has it. */
      points: z
        .array(z.object({ trabecularMgCc: z.number().positive(), strengthN: z.number() }).readonly())
        .min(3)
        .readonly(),
    })
    .readonly(),
  z.object({ status: z.literal('withheld'), reason: z.string() }).readonly(),
]);
export type DensityResponse = z.infer<typeof densityResponseSchema>;
