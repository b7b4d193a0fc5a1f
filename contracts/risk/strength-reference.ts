/** A body's strength against the same body with the average density of an age and sex: a modelled reference. Part of `osteon/risk`. */
import { z } from 'zod';

import { levelSchema, quantity } from '../primitives.ts';

/** Standard deviations from the mean, with what it is known to. */
export const strengthZSchema = z
  .object({
    value: z.number(),
    /** Standard errors: by what all levels of a study share (calibration, reference), and the level's own. */
    sharedSe: z.number().nonnegative(),
    ownSe: z.number().nonnegative(),
    /** The part of the first by the line that densities rest on: calibration and agent. Of artefacts before it absent. */
    lineSe: z.number().nonnegative().optional(),
    /** Of the 95 % interval. */
    low: z.number(),
    high: z.number(),
  })
  .readonly();

/** Of one level: its density beside the reference's, mg/cm3, and what that makes of its strength. */
export const strengthReferenceSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('modelled'),
      referenceId: z.string(),
      /** The level whose reference was taken: the likeliest name of one that has no name. */
      level: levelSchema,
      densityMgCc: z
        .object({
          own: z.number(),
          average: z.number(),
          standardDeviation: z.number(),
          youngAdult: z.number(),
        })
        .readonly(),
      /** Strength of the same body with the average density of the patient's age and sex, and of young adults, N. */
      averageN: z.number(),
      youngAdultN: z.number(),
      shareOfAverage: quantity('%'),
      shareOfYoungAdult: quantity('%'),
      z: strengthZSchema,
    })
    .readonly(),
  z.object({ status: z.literal('none'), reason: z.string() }).readonly(),
]);
export type StrengthReference = z.infer<typeof strengthReferenceSchema>;
export type ModelledStrength = Extract<StrengthReference, { status: 'modelled' }>;

/** Of the study: means over `levels`, which are intact. */
export const studyStrengthReferenceSchema = z
  .object({
    referenceId: z.string(),
    levels: z.array(levelSchema).min(1).readonly(),
    shareOfAverage: quantity('%'),
    shareOfYoungAdult: quantity('%'),
    z: strengthZSchema,
  })
  .readonly();
export type StudyStrengthReference = z.infer<typeof studyStrengthReferenceSchema>;
