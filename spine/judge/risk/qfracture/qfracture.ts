/**
 * QFracture-2009 from its equations: P(t) = 1 - S_t^exp(x), x a sum of terms of age, body mass index and factors.
 *
 * Here for comparison only. Its people were those of British general practice; it knows neither prior fractures nor
 * bone. Its terms of hormone replacement are left out (0). "parent" is a parent's osteoporosis.
 */
import { Q_AMOUNTS, Q_FACTORS, type QFacts } from '../clinical-facts.ts';
import { combined, expectedProbability, quantile, type Unknown } from '../table/log-hazard.ts';
import { QFRACTURE, type Sex } from '../parameters.ts';
import type { Probability } from '../table/table-anchor.ts';

export const Q_OUTCOMES = ['osteoporotic', 'hip'] as const;
export type QOutcome = (typeof Q_OUTCOMES)[number];

export interface QInput {
  readonly ageYears: number;
  readonly sex: Sex;
  /** kg/m2 */
  readonly bodyMassIndex: number;
  readonly facts: QFacts;
}

const { survival, ageAndBodyMass, factors, amounts, prevalence } = QFRACTURE.value;

/** Terms of age and body mass by the names of the file; A = age / 10, B = body mass index / 10. */
const TERMS: Readonly<Record<string, (A: number, B: number) => number>> = {
  A: (A) => A,
  'A^2': (A) => A ** 2,
  'A^3': (A) => A ** 3,
  'A^3 ln(A)': (A) => A ** 3 * Math.log(A),
  '1/A': (A) => 1 / A,
  'ln(A)/A': (A) => Math.log(A) / A,
  '1/B': (_, B) => 1 / B,
  '1/B^2': (_, B) => 1 / B ** 2,
  'ln(B)': (_, B) => Math.log(B),
  'ln(B)^2': (_, B) => Math.log(B) ** 2,
};
/** Of the normal part that a quantile is smoothed by, in ln ratio: below the grid's step (design value). */
const NO_SPREAD = 1e-3;

/** Probabilities of 5 and 10 years; the interval is that of what is missing, and nothing else was published. */
export function qfractureRisk(input: QInput, outcome: QOutcome): { five: Probability; ten: Probability } {
  const [five, ten] = survival[outcome][input.sex] as [number, number];
  const ratio = Math.exp(knownTerms(input, outcome));
  const unknown = combined(unknownTerms(input, outcome));
  const normal = { mean: 0, sd: NO_SPREAD };
  const [low, high] = [quantile(unknown, normal, 0.025), quantile(unknown, normal, 0.975)];
  const over = (baselineSurvival: number): Probability => {
    const hazard = -Math.log(baselineSurvival) * ratio;
    return {
      value: expectedProbability(unknown, hazard),
      low: -Math.expm1(-hazard * Math.exp(low)),
      high: -Math.expm1(-hazard * Math.exp(high)),
    };
  };
  return { five: over(five), ten: over(ten) };
}

function knownTerms({ ageYears, sex, bodyMassIndex, facts }: QInput, outcome: QOutcome): number {
  const [A, B] = [ageYears / 10, bodyMassIndex / 10];
  let x = 0;
  for (const { of, coefficient, centre } of ageAndBodyMass[outcome][sex])
    x += coefficient * (TERMS[of]!(A, B) - centre);
  for (const factor of Q_FACTORS) if (facts.factors[factor] === true) x += factors[factor][outcome][sex] ?? 0;
  return x;
}

function unknownTerms({ sex, facts }: QInput, outcome: QOutcome): readonly Unknown[] {
  const unknown: Unknown[] = [];
  for (const factor of Q_FACTORS) {
    const coefficient = factors[factor][outcome][sex];
    if (facts.factors[factor] !== null || coefficient === null) continue;
    const share = prevalence[factor];
    unknown.push([
      { weight: 1 - share, logRatio: 0 },
      { weight: share, logRatio: coefficient },
    ]);
  }
  for (const amount of Q_AMOUNTS) {
    const { categories, [outcome]: coefficients } = amounts[amount];
    const possible = categories.flatMap((name, n) =>
      facts.amounts[amount].includes(name)
        ? [{ weight: prevalence[amount][n]!, logRatio: coefficients[sex][n]! }]
        : [],
    );
    const sum = possible.reduce((total, { weight }) => total + weight, 0);
    unknown.push(possible.map(({ weight, logRatio }) => ({ weight: weight / sum, logRatio })));
  }
  return unknown;
}
