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

const shares = z
  .object({
    'very-high': shareSchema,
    high: shareSchema,
    moderate: shareSchema,
    low: shareSchema,
  })
  .readonly();

/**
 * From this probability on, and with this lead over the next one, the most probable answer is told as the answer (design values): 0.6
 * against 0.3 is, 0.52 against 0.46 is not.
 */
const SETTLED = { probability: 0.5, lead: 0.2 } as const;

export function isLikely(probability: number): boolean {
  return probability >= SETTLED.probability;
}

/** Whether the most probable answer is not told as the answer, for the next one. */
export function isNear(most: number, next: number): boolean {
  return !isLikely(most) || most - next < SETTLED.lead;
}

/** The categories between which a verdict is open, the most probable first: one where it is settled, else two at least. */
export function openCategories(of: z.infer<typeof shares>): readonly RiskCategory[] {
  const sorted = RISK_CATEGORIES.toSorted((a, b) => of[b] - of[a]);
  const most = of[sorted[0]!];
  if (!isNear(most, of[sorted[1]!])) return sorted.slice(0, 1);
  return sorted.filter((one, n) => n < 2 || most - of[one] < SETTLED.lead);
}

/** "0.74"; never 0 or 1, which no probability from draws is sure of. */
export function probabilityText(probability: number): string {
  if (probability >= 0.995) return '> 0.99';
  return probability < 0.005 ? '< 0.01' : probability.toFixed(2);
}

/** What the draws take for a fact about the patient that nobody gave, or that the risk model has no table for. */
const assumedSchema = z
  .object({
    item: z.enum(['age', 'sex']),
    /** In words for the report: "age not provided, 50 to 90 years assumed". */
    assumption: z.string(),
  })
  .readonly();
export type Assumed = z.infer<typeof assumedSchema>;

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
            /** False where the next category is near then, as of `overall`. Of artefacts before it absent. */
            settled: z.boolean().optional(),
            /** The criterion that decides most draws of that category then; absent of low, and of artefacts before it. */
            decidedBy: z.string().optional(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type Answer = z.infer<typeof missingThingSchema>['answers'][number];
export type MissingThing = z.infer<typeof missingThingSchema>;

/** The most probable category by other rules or facts, and whether it is a verdict, as of `overall`; of artefacts before that was told absent. */
const verdictSchema = z
  .object({ category: categorySchema, probability: shareSchema, settled: z.boolean().optional() })
  .readonly();
export type OtherVerdict = z.infer<typeof verdictSchema>;

export const overallSchema = z
  .object({
    /** The most probable category; null where nothing that decides was measured. */
    category: categorySchema.nullable(),
    probability: shareSchema.nullable(),
    /** Of every category: they sum to 1. */
    shares: shares.nullable(),
    /** False where the next category is near: `category` is then no verdict, but the more probable of two or more. Absent without one. */
    settled: z.boolean().optional(),
    /** Absent where nothing is. */
    assumed: z.array(assumedSchema).readonly().optional(),
    /** How many possible patients were drawn, and the greatest standard error that a share has by that. */
    draws: z.number().int(),
    shareSe: z.number(),
    /** The most probable category of the rules whose thresholds belong to this method alone. */
    withoutOtherModels: verdictSchema.nullable(),
    /** Of every category the part that is in it by thresholds of other models alone, in a lower one without them; of artefacts before it absent. */
    onlyByOtherModels: shares.optional(),
    /** In words: the verdict, on what it rests, and what was not seen. */
    statement: z.string(),
    rules: z.array(ruleSchema).readonly(),
    /** First what would change the verdict as it is told, then the others; of each the greatest gain first. What gains next to nothing is left out. */
    wouldChangeMost: z.array(missingThingSchema).readonly(),
    /**
     * The verdict with a T-score by DXA in the order. It has no place in `wouldChangeMost`: how T-scores go with the density of a CT is
     * not known, and its answers have no probabilities. Left out where the order has one, and in artefacts before it.
     */
    ifDxa: z
      .array(verdictSchema.unwrap().extend({ answer: z.string() }).readonly())
      .readonly()
      .optional(),
  })
  .readonly();
export type Overall = z.infer<typeof overallSchema>;

/** Whether there is a verdict: no other category is near the most probable one. */
export function isSettled(of: NonNullable<Overall['shares']>): boolean {
  return openCategories(of).length === 1;
}

/** The verdict as it is told: a category, or null where it is open. */
export function toldCategory({
  category,
  shares: of,
}: Pick<Overall, 'category' | 'shares'>): RiskCategory | null {
  return of === null || !isSettled(of) ? null : category;
}

/** The same, once an answer is known. */
export function toldAfter({ category, categoryProbability, settled }: Answer): RiskCategory | null {
  return (settled ?? isLikely(categoryProbability)) ? category : null;
}

/** The verdict without the thresholds of other models; null where they do not change it as it is told. */
export function withoutBorrowed(
  overall: Pick<Overall, 'category' | 'shares' | 'withoutOtherModels'>,
): OtherVerdict | null {
  const { category, withoutOtherModels: other } = overall;
  const settled = toldCategory(overall) !== null;
  return other?.category === category && (other.settled ?? settled) === settled ? null : other;
}

/** Whether one of the answers makes another verdict of it than `now`. */
export function changesVerdict(
  { answers }: Pick<MissingThing, 'answers'>,
  now: RiskCategory | null,
): boolean {
  return answers.some((answer) => toldAfter(answer) !== now);
}

/**
 * The age that nobody gave, with the verdict at each: where the verdict is open and nothing would change it more. A reader who knows the
 * patient knows it, so it is told by age then and not over ages that are assumed.
 */
export function verdictByAge({
  shares: of,
  wouldChangeMost: [first],
}: Pick<Overall, 'shares' | 'wouldChangeMost'>): MissingThing | null {
  return of !== null && !isSettled(of) && first?.item === 'age' ? first : null;
}

export interface AnswersByAge {
  /** Ages at which the category is one of this patient. */
  readonly ofPatient: readonly Answer[];
  /** The oldest ages, at which the category comes from the 10-year risk: without an age neither density nor strength enters that. */
  readonly byRisk: readonly Answer[];
  /** The youngest of these, years; null where there is none. */
  readonly byRiskFrom: number | null;
}

/** The answers of `verdictByAge`, those apart that would be taken for a finding of the CT and are none; null where it is null. */
export function answersByAge(
  overall: Pick<Overall, 'shares' | 'wouldChangeMost' | 'rules'>,
): AnswersByAge | null {
  const answers = verdictByAge(overall)?.answers;
  if (answers === undefined) return null;
  const ofRisk = overall.rules.flatMap(({ rule, ofOtherModel }) => (ofOtherModel === true ? [rule] : []));
  const last = answers.findLastIndex(
    (one) => toldAfter(one) === null || !ofRisk.includes(one.decidedBy ?? ''),
  );
  const byRisk = answers.slice(last + 1);
  const [from] = byRisk;
  return {
    ofPatient: answers.slice(0, last + 1),
    byRisk,
    byRiskFrom: from === undefined ? null : Number.parseInt(from.answer, 10),
  };
}
