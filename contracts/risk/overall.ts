/** The verdict: how likely each category of risk is, which rules make it so, and what would change it. Part of `osteon/risk/3`. */
import { z } from 'zod';

export const RISK_CATEGORIES = ['very-high', 'high', 'moderate', 'low'] as const;
export type RiskCategory = (typeof RISK_CATEGORIES)[number];
export const CATEGORY_WORDS: Readonly<Record<RiskCategory, string>> = {
  'very-high': 'very high',
  high: 'high',
  moderate: 'moderate',
  low: 'low',
};

const categorySchema = z.enum(RISK_CATEGORIES);
/** A probability, 0 to 1: of draws, to four digits. */
const shareSchema = z.number().min(0).max(1);

/** A rule of the overall category, and how likely it holds for this patient. */
export const ruleSchema = z
  .object({
    category: categorySchema,
    rule: z.string(),
    /** That it holds; null where it is not in force: nobody can evaluate it with this method. */
    probability: shareSchema.nullable(),
    /** That it holds and the category is its own: no higher rule holds. */
    decides: shareSchema,
    /** What it rests on, in words for the report. */
    detail: z.string(),
    source: z.string(),
    /** Its thresholds were made for another model; absent where they were made for what they are held against. */
    ofOtherModel: z.literal(true).optional(),
  })
  .readonly();
export type Rule = z.infer<typeof ruleSchema>;

/** Who could tell what is missing. */
export const MISSING_KINDS = ['order', 'reader', 'imaging', 'calibration'] as const;

/** Something that is not known, and what the verdict would be if it were. */
export const missingThingSchema = z
  .object({
    /** "glucocorticoids", "L1 fractured", in words for the report. */
    item: z.string(),
    kind: z.enum(MISSING_KINDS),
    /** The part of the verdict's uncertainty (entropy) that knowing it takes away on average, 0 to 1. */
    gain: shareSchema,
    /** Of the most probable category once it is known, on average over its answers. */
    expectedProbability: shareSchema,
    answers: z
      .array(
        z
          .object({
            answer: z.string(),
            /** Of this answer. */
            probability: shareSchema,
            /** The most probable category after it, and how probable. */
            category: categorySchema,
            categoryProbability: shareSchema,
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type MissingThing = z.infer<typeof missingThingSchema>;

export const overallSchema = z
  .object({
    /** The most probable category; null where nothing that decides was measured. */
    category: categorySchema.nullable(),
    probability: shareSchema.nullable(),
    /** Of every category: they sum to 1. */
    shares: z
      .object({
        'very-high': shareSchema,
        high: shareSchema,
        moderate: shareSchema,
        low: shareSchema,
      })
      .readonly()
      .nullable(),
    /** How many possible patients were drawn, and the greatest standard error that a share has by that. */
    draws: z.number().int(),
    shareSe: z.number(),
    /** The most probable category of the rules whose thresholds belong to this method alone. */
    withoutOtherModels: z
      .object({ category: categorySchema, probability: shareSchema })
      .readonly()
      .nullable(),
    /** In words: the verdict, on what it rests, and what was not seen. */
    statement: z.string(),
    rules: z.array(ruleSchema).readonly(),
    /** The greatest gain first; those that gain next to nothing are left out. */
    wouldChangeMost: z.array(missingThingSchema).readonly(),
    /**
     * The verdict with a T-score by DXA in the order. It has no place in `wouldChangeMost`: how T-scores go with the density of a CT is
     * not known, and its answers have no probabilities. Left out where the order has one, and in artefacts before it.
     */
    ifDxa: z
      .array(z.object({ answer: z.string(), category: categorySchema, probability: shareSchema }).readonly())
      .readonly()
      .optional(),
  })
  .readonly();
export type Overall = z.infer<typeof overallSchema>;
