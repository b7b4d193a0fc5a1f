/** Probabilities of fracture, what they rest on, and what they are held against. Part of `osteon/risk/3`. */
import { z } from 'zod';

import { flagSchema, quantity } from '../primitives.ts';

/**
 * `major-osteoporotic`: hip, clinical spine, forearm, humerus. `osteoporotic` is QFracture's: hip, spine, distal
 * forearm; the two are not the same thing.
 */
export const FRACTURE_OUTCOMES = ['major-osteoporotic', 'osteoporotic', 'hip'] as const;

export const riskFigureSchema = z
  .object({
    outcome: z.enum(FRACTURE_OUTCOMES),
    years: z.union([z.literal(5), z.literal(10)]),
    /** %, of having such a fracture within `years` of the CT. */
    probability: quantity('%'),
  })
  .readonly();
export type RiskFigure = z.infer<typeof riskFigureSchema>;

/** What a method says, or why it says nothing. */
export const riskEstimateSchema = z.discriminatedUnion('status', [
  z
    .object({
      status: z.literal('evaluated'),
      /** The method: thresholds are bound to such ids. */
      id: z.string(),
      title: z.string(),
      /** Beside a picture: up to 28 letters. */
      shortTitle: z.string().max(28),
      figures: z.array(riskFigureSchema).min(1).readonly(),
      /** What the figures are and are not, in words for the report. */
      statement: z.string(),
      source: z.string(),
      /** Of the file that holds every coefficient: `id/version` and its digest. */
      parameters: z.object({ id: z.string(), version: z.number().int(), sha256: z.string() }).readonly(),
    })
    .readonly(),
  z
    .object({ status: z.literal('not-evaluated'), id: z.string(), title: z.string(), reason: z.string() })
    .readonly(),
]);
export type RiskEstimate = z.infer<typeof riskEstimateSchema>;

/** How one factor entered a method: a missing one is never taken for "no" in silence. */
export const factorHandlingSchema = z
  .object({
    factor: z.string(),
    /** `limited`: known in part, or used outside the range in which it was measured. */
    state: z.enum(['given', 'missing', 'limited', 'not-used']),
    /** Beside the factor's name, in words for the report. */
    statement: z.string(),
    /** 10-year probability of a major osteoporotic fracture without and with it, %; null where that was not asked. */
    whatIf: z.object({ absent: z.number(), present: z.number() }).readonly().nullable(),
  })
  .readonly();
export type FactorHandling = z.infer<typeof factorHandlingSchema>;

/** A second method beside the first: shown with it, never averaged with it. */
export const crossCheckSchema = z
  .object({
    estimate: riskEstimateSchema,
    /** How the two compare, in words; null where one of them is not there. */
    agreement: z.string().nullable(),
    handling: z.array(factorHandlingSchema).readonly(),
  })
  .readonly();
export type CrossCheck = z.infer<typeof crossCheckSchema>;

/** Where the model gives no single figure, for want of an age or sex: between which its probabilities lie over the verdict's draws. */
export const riskRangeSchema = z
  .object({
    outcome: z.enum(FRACTURE_OUTCOMES),
    years: z.literal(10),
    /** %, 2.5th and 97.5th percentile of the draws. */
    low: z.number(),
    high: z.number(),
    /** The same at each age, with the median; absent where the age is known, and in artefacts before it. */
    byAge: z
      .array(z.object({ age: z.string(), median: z.number(), low: z.number(), high: z.number() }).readonly())
      .readonly()
      .optional(),
  })
  .readonly();
export type RiskRange = z.infer<typeof riskRangeSchema>;

export const absoluteRiskSchema = z
  .object({
    model: riskEstimateSchema,
    /** Absent where `model` has figures. What was assumed stands in `overall.assumed`. */
    ranges: z.array(riskRangeSchema).readonly().optional(),
    handling: z.array(factorHandlingSchema).readonly(),
    crossChecks: z.array(crossCheckSchema).readonly(),
    /** What an average person of this age and sex has: for comparison, in no rule. */
    populationAverage: riskEstimateSchema,
    /** The clinic's own FRAX value as the order gives it; computed by nobody here, used in no rule. */
    importedFrax: z
      .object({
        majorOsteoporoticPercent: z.number(),
        hipPercent: z.number(),
        withBmd: z.boolean().nullable(),
        country: z.string().nullable(),
        statement: z.string(),
      })
      .readonly()
      .nullable(),
    flags: z.array(flagSchema).readonly(),
  })
  .readonly();
export type AbsoluteRisk = z.infer<typeof absoluteRiskSchema>;
