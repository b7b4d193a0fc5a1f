/**
 * 10-year probabilities of one possible patient, of whom everything is known, under one draw of the model's own errors: the terms
 * are those of `table-anchor.ts`, without anything to average over.
 */
import { baselineOf, ratioAt, type Baseline } from './baseline.ts';
import { TABLE_FACTORS, type TableFactor } from '../clinical-facts.ts';
import type { FractureSeen } from '../fracture-evidence.ts';
import { TABLE_ANCHOR, TABLE_OUTCOMES, type Sex, type TableOutcome } from '../parameters.ts';
import { fractureRatio } from './table-anchor.ts';

export interface DrawnPatient {
  /** True where the patient has the factor: none is left open. */
  readonly facts: (factor: TableFactor) => boolean;
  /** The highest grade of the vertebral fractures, 0 for one without a grade; null where there is none. */
  readonly fracture: 0 | 1 | 2 | 3 | null;
  /** Standard deviations from people of the same age and sex. */
  readonly strengthZ: number;
}

/** Standard normal, but for `stretch` and `exponent`: between -1 and 1, and the exponent itself. */
export interface DrawnErrors {
  /** How this population differs from the table's: of both outcomes together. */
  readonly anchor: number;
  readonly rounding: number;
  /** Where between both ways of going on beyond the table's ages. */
  readonly stretch: number;
  /** Of the hazard ratio of a vertebral fracture. */
  readonly fractureRatio: number;
  readonly strengthRatio: number;
  /** Of the hazard ratio of a fracture beside a known strength: 1 without one. */
  readonly exponent: number;
}

export interface DrawnModel {
  /** Probabilities in 10 years, fractions. */
  readonly risk: (patient: DrawnPatient, errors: DrawnErrors) => Readonly<Record<TableOutcome, number>>;
  /** Of a major fracture within one year without any factor, a fraction. */
  readonly yearly: number;
}

const { factors, strength, anchorLogSd, fiveYearShareOfHazard } = TABLE_ANCHOR.value;

/** @param ageYears within the model's range */
export function drawnModel(ageYears: number, sex: Sex): DrawnModel {
  const terms = TABLE_OUTCOMES.map((outcome) => termsOf(ageYears, sex, outcome));
  const [major] = terms as [Terms];
  const share = fiveYearShareOfHazard[sex]['major-osteoporotic'] / 5;
  return {
    risk: (patient, errors) => {
      const [ofMajor, ofHip] = terms.map((term) => tenYears(term, patient, errors)) as [number, number];
      return { 'major-osteoporotic': ofMajor, hip: ofHip };
    },
    yearly: -Math.expm1(-share * Math.exp(major.baseline.logHazard)),
  };
}

interface Terms {
  readonly outcome: TableOutcome;
  readonly baseline: Baseline;
  readonly logRatios: Readonly<Record<TableFactor, number>>;
  readonly beta: number;
}

function termsOf(ageYears: number, sex: Sex, outcome: TableOutcome): Terms {
  const logRatios = Object.fromEntries(
    TABLE_FACTORS.map((factor) => [factor, Math.log(ratioAt(ageYears, factors[factor].ratio[sex][outcome]))]),
  ) as Record<TableFactor, number>;
  const beta = Math.log(strength[outcome].ratioPerSd);
  return { outcome, baseline: baselineOf(ageYears, sex, outcome), logRatios, beta };
}

function tenYears(
  { outcome, baseline, logRatios, beta }: Terms,
  { facts, fracture, strengthZ }: DrawnPatient,
  errors: DrawnErrors,
): number {
  let log = baseline.logHazard + errors.anchor * anchorLogSd.value;
  log += errors.rounding * baseline.roundingSd + errors.stretch * baseline.stretch;
  for (const factor of TABLE_FACTORS) {
    if (factor !== 'priorFracture' && facts(factor)) log += logRatios[factor];
  }
  // The larger of a fracture that is seen and one that was told, never both.
  const told = facts('priorFracture') ? logRatios.priorFracture : 0;
  log += Math.max(told, fracture === null ? 0 : fractureLog(outcome, fracture, errors));
  const limit = strength.greatestZ.value;
  const z = Math.min(Math.max(strengthZ, -limit), limit);
  log += -(beta + errors.strengthRatio * strength[outcome].logSd) * z - beta ** 2 / 2;
  return -Math.expm1(-Math.exp(log));
}

function fractureLog(outcome: TableOutcome, grade: 0 | 1 | 2 | 3, errors: DrawnErrors): number {
  const worst: FractureSeen['worst'] = grade === 0 ? null : grade;
  const { ratio, logSd } = fractureRatio(outcome, worst);
  return errors.exponent * (Math.log(ratio) + errors.fractureRatio * logSd);
}
