/** What a campaign changes: each study's new result against its former one. `osteon/drift/1` */
import { z } from 'zod';

/** Units of differences; `%` of the mean of both. */
export const DRIFT_UNITS = ['mg/cm3', 'mm', '%', 'points'] as const;

const interval = z.tuple([z.number(), z.number()]).readonly();

/** Bland and Altman's: differences are new less former. */
export const agreementSchema = z
  .object({
    measure: z.string(),
    label: z.string(),
    unit: z.enum(DRIFT_UNITS),
    studies: z.number().int(),
    /** Numbers that both results have. */
    pairs: z.number().int(),
    bias: z.number(),
    /** 95 %; null of a single study. */
    biasInterval: interval.nullable(),
    /** 95 % limits of agreement, and the outer bounds of their 95 % intervals; null of a single study. */
    limits: interval.nullable(),
    limitsOuter: interval.nullable(),
    /** Largest difference of a pair, whatever its sign. */
    largest: z.number(),
    /** Mean of both and difference, for the plot. */
    points: z.array(interval).readonly(),
  })
  .readonly();
export type Agreement = z.infer<typeof agreementSchema>;

/** How many moved from which class to which; null stands for "not told". */
export const reclassificationSchema = z
  .object({
    what: z.string(),
    label: z.string(),
    cells: z
      .array(
        z
          .object({ from: z.string().nullable(), to: z.string().nullable(), count: z.number().int() })
          .readonly(),
      )
      .readonly(),
    all: z.number().int(),
    moved: z.number().int(),
  })
  .readonly();
export type Reclassification = z.infer<typeof reclassificationSchema>;

/** What a campaign may change without anybody's word. */
export const driftLimitsSchema = z
  .object({
    /** Of the bias, by unit of the measure: its whole 95 % interval has to lie within plus and minus this. */
    bias: z.record(z.enum(DRIFT_UNITS), z.number().min(0)).readonly(),
    /** Share of studies, or levels, that may move to another class. */
    moved: z.number().min(0).max(1),
    /** Share of studies that may gain, or lose, a refusal. */
    refusals: z.number().min(0).max(1),
  })
  .readonly();
export type DriftLimits = z.infer<typeof driftLimitsSchema>;

export const driftSchema = z
  .object({
    schema: z.literal('osteon/drift/1'),
    studies: z.number().int(),
    agreements: z.array(agreementSchema).readonly(),
    reclassifications: z.array(reclassificationSchema).readonly(),
    /** Studies and codes. */
    refusalsGained: z.array(z.object({ studyId: z.string(), code: z.string() }).readonly()).readonly(),
    refusalsLost: z.array(z.object({ studyId: z.string(), code: z.string() }).readonly()).readonly(),
    /** Studies that had no assessment before, how many have a result, and why the others have none; null where there are none. */
    first: z
      .object({
        studies: z.number().int(),
        assessed: z.number().int(),
        codes: z.array(z.object({ code: z.string(), studies: z.number().int() }).readonly()).readonly(),
      })
      .readonly()
      .nullable(),
    limits: driftLimitsSchema,
    /** What is beyond the limits, each in a sentence; none: the campaign may go on by itself. */
    beyond: z.array(z.string()).readonly(),
  })
  .readonly();
export type Drift = z.infer<typeof driftSchema>;
