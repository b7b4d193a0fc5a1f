/**
 * Absolute risk: hazard of a published table, times what clinical factors, vertebral fractures and strength make of it.
 *
 *   H = H0(age, sex) * product of factor ratios * max(fracture seen, fracture told) * exp(-beta Z - beta^2/2)
 *   P10 = 1 - exp(-H), P5 = 1 - exp(-share H)
 *
 * What is not known is averaged over for the figure and spread over for its interval: see `log-hazard.ts`. A strength
 * without a reference population drops out of the figure (its mean factor is 1) and widens the interval by beta.
 *
 * Where it is wrong: the table is of one country and of body mass index 25; ratios of factors come without intervals
 * and are multiplied as if independent; people of the table were not imaged, so that a spine that nobody looked at is
 * counted a few per cent too high.
 */

import { Z95 } from '../../../math/normal.ts';

import { baselineOf, ratioAt } from './baseline.ts';
import { TABLE_FACTORS, type Facts, type TableFactor } from '../clinical-facts.ts';
import type { FractureSeen } from '../fracture-evidence.ts';
import { combined, expectedProbability, quantile, type Unknown } from './log-hazard.ts';
import { TABLE_ANCHOR, type Sex, type TableOutcome } from '../parameters.ts';

export interface StrengthZ {
  readonly value: number;
  /** Of `value`, in standard deviations. */
  readonly se: number;
  /** The part of `se` that the density of the study shares: calibration and agent. Absent where it is not known apart. */
  readonly lineSe?: number;
  readonly referenceId: string;
  /** Against a modelled reference: alone it makes no risk very high. Absent against a population. */
  readonly modelled?: true;
}

export interface TableInput {
  readonly ageYears: number;
  readonly sex: Sex;
  readonly facts: Facts<TableFactor>;
  readonly fracture: FractureSeen;
  readonly strengthZ: StrengthZ | null;
}

/** Fractions, 0 to 1. */
export interface Probability {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const { factors, vertebralFracture, strength, fiveYearShareOfHazard, anchorLogSd } = TABLE_ANCHOR.value;
/** Three places of a normal distribution with its mean and variance (Gauss-Hermite). */
const NORMAL_CASES = [
  { weight: 1 / 6, at: -Math.sqrt(3) },
  { weight: 2 / 3, at: 0 },
  { weight: 1 / 6, at: Math.sqrt(3) },
] as const;
/** Even places of -1 to 1. */
const EVEN_CASES = [-0.8, -0.4, 0, 0.4, 0.8] as const;
const CERTAIN: Unknown = [{ weight: 1, logRatio: 0 }];

export function tableRisk(input: TableInput, outcome: TableOutcome): { five: Probability; ten: Probability } {
  const { ageYears, sex, strengthZ } = input;
  const { logHazard, stretch, roundingSd } = baselineOf(ageYears, sex, outcome);
  const unknown = unknownFactors(input, outcome);
  const point = combined([...unknown, fractureTerm(input, outcome, 'central')]);
  const spread = combined([
    ...unknown,
    fractureTerm(input, outcome, 'spread'),
    EVEN_CASES.map((at) => ({ weight: 1 / EVEN_CASES.length, logRatio: at * stretch })),
  ]);
  const beta = Math.log(strength[outcome].ratioPerSd);
  const z = clamped(strengthZ?.value ?? 0);
  const strengthSd = strengthZ === null ? beta : Math.hypot(beta * strengthZ.se, strength[outcome].logSd * z);
  const normal = {
    mean: strengthZ === null ? -(beta ** 2) / 2 : 0,
    sd: Math.hypot(anchorLogSd.value, roundingSd, strengthSd),
  };
  const strengthTerm = strengthZ === null ? 0 : -beta * z - beta ** 2 / 2;
  const hazard = Math.exp(logHazard + knownFactors(input, outcome) + strengthTerm);
  const [low, high] = [quantile(spread, normal, 0.025), quantile(spread, normal, 0.975)];
  const over = (share: number): Probability => ({
    value: expectedProbability(point, share * hazard),
    low: -Math.expm1(-share * hazard * Math.exp(low)),
    high: -Math.expm1(-share * hazard * Math.exp(high)),
  });
  return { five: over(fiveYearShareOfHazard[sex][outcome]), ten: over(1) };
}

/** Ratio of hazards that a factor stands for at this age. */
export function factorRatio(
  { ageYears, sex }: TableInput,
  factor: TableFactor,
  outcome: TableOutcome,
): number {
  return ratioAt(ageYears, factors[factor].ratio[sex][outcome]);
}

function knownFactors(input: TableInput, outcome: TableOutcome): number {
  let sum = 0;
  for (const factor of TABLE_FACTORS) {
    // A prior fracture is weighed against one that is seen, in `fractureTerm`.
    if (factor === 'priorFracture' || input.facts[factor] !== true) continue;
    sum += Math.log(factorRatio(input, factor, outcome));
  }
  return sum;
}

function unknownFactors(input: TableInput, outcome: TableOutcome): readonly Unknown[] {
  return TABLE_FACTORS.flatMap((factor) =>
    factor === 'priorFracture' || input.facts[factor] !== null
      ? []
      : [yesOrNo(factors[factor].prevalence[input.sex], Math.log(factorRatio(input, factor, outcome)))],
  );
}

function yesOrNo(probability: number, logRatio: number): Unknown {
  return [
    { weight: 1 - probability, logRatio: 0 },
    { weight: probability, logRatio },
  ];
}

/** The larger of the ratios of a fracture that is seen and of one that was told: never both. */
function fractureTerm(input: TableInput, outcome: TableOutcome, part: 'central' | 'spread'): Unknown {
  const told = input.facts.priorFracture;
  const toldProbability = told === null ? factors.priorFracture.prevalence[input.sex] : Number(told);
  const toldLog = Math.log(factorRatio(input, 'priorFracture', outcome));
  const cases: { weight: number; logRatio: number }[] = [];
  for (const { weight: toldWeight, logRatio: prior } of yesOrNo(toldProbability, toldLog)) {
    for (const { weight: seenWeight, logRatio: seen } of seenFracture(input, outcome, part))
      cases.push({ weight: toldWeight * seenWeight, logRatio: Math.max(prior, seen) });
  }
  const possible = cases.filter(({ weight }) => weight > 0);
  return possible.length === 0 ? CERTAIN : possible;
}

function seenFracture(
  { fracture: { probability, worst }, strengthZ }: TableInput,
  outcome: TableOutcome,
  part: 'central' | 'spread',
): Unknown {
  const { ratio, logSd } = fractureRatio(outcome, worst);
  if (part === 'central') return yesOrNo(probability, Math.log(ratio));
  const least = vertebralFracture.leastExponentBesideStrength.value;
  const exponents = strengthZ === null ? [1] : EVEN_CASES.map((at) => (1 + least + at * (1 - least)) / 2);
  const present = NORMAL_CASES.flatMap(({ weight, at }) =>
    exponents.map((exponent) => ({
      weight: (probability * weight) / exponents.length,
      logRatio: exponent * (Math.log(ratio) + at * logSd),
    })),
  );
  return [{ weight: 1 - probability, logRatio: 0 }, ...present];
}

/** Hazard ratio after a vertebral fracture: that of hip fracture depends on the grade, where there is one. */
export function fractureRatio(
  outcome: TableOutcome,
  worst: FractureSeen['worst'],
): { readonly ratio: number; readonly logSd: number } {
  if (outcome === 'major-osteoporotic') return vertebralFracture[outcome];
  const { byGrade, ungraded } = vertebralFracture.hip;
  return worst === null ? ungraded : { ratio: byGrade.ratio[worst - 1]!, logSd: byGrade.logSd[worst - 1]! };
}

function clamped(z: number): number {
  const { value } = strength.greatestZ;
  return Math.min(Math.max(z, -value), value);
}

/** Half-width of the 95 % interval that a table itself has, as a ratio. */
export const ANCHOR_RATIO_95 = Math.exp(Z95 * anchorLogSd.value);
