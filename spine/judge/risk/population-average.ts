/**
 * The risk of an average person of this age and sex, by incidence alone: P = 1 - exp(-sum of yearly rates).
 *
 * Where it is wrong: nobody dies in it, so it is too high for the old; it is of non-Hispanic white people of the United
 * States in 2006, those with clinical factors among them.
 */
import type { RiskEstimate, RiskFigure } from '../../../contracts/risk/absolute-risk.ts';

import { ageOrSexMissing } from '../subject/subject.ts';
import { figureOf } from './figures.ts';
import { namedParameters, REFERENCE_FIGURES, type Sex } from './parameters.ts';

const { hipIncidence, sources } = REFERENCE_FIGURES.value;
const ID = 'us-hip-incidence-2006';
const TITLE = 'Average hip fracture risk, United States';
const SHORT_TITLE = 'United States average';
const STATEMENT =
  'hip fracture, non-Hispanic white population of the same age and sex, United States 2006, competing mortality not considered. For comparison only.';
const NO_INTERVAL = {
  kind: 'none',
  reason: 'population rates published without standard errors',
} as const;

export function populationAverage(ageYears: number | null, sex: Sex | null): RiskEstimate {
  const notEvaluated = (reason: string): RiskEstimate => ({
    status: 'not-evaluated',
    id: ID,
    title: TITLE,
    reason,
  });
  if (ageYears === null || sex === null) return notEvaluated(ageOrSexMissing({ ageYears, sex })!);
  const first = hipIncidence.fromAge[0]!;
  if (ageYears < first) return notEvaluated(`rates are available from ${first} years of age`);
  const figure = (years: RiskFigure['years']): RiskFigure =>
    figureOf('hip', years, hipWithoutDeath(ageYears, sex, years), NO_INTERVAL);
  return {
    status: 'evaluated',
    id: ID,
    title: TITLE,
    shortTitle: SHORT_TITLE,
    figures: [figure(5), figure(10)],
    statement: STATEMENT,
    source: sources.F66,
    parameters: namedParameters(REFERENCE_FIGURES),
  };
}

/** Fraction, 0 to 1. @param ageYears 50 or more */
export function hipWithoutDeath(ageYears: number, sex: Sex, years: number): number {
  let sum = 0;
  hipIncidence.fromAge.forEach((from, n) => {
    const until = hipIncidence.fromAge[n + 1] ?? Infinity;
    const spent = Math.min(ageYears + years, until) - Math.max(ageYears, from);
    sum += (Math.max(spent, 0) * hipIncidence.per1000AYear[sex][n]!) / 1000;
  });
  return -Math.expm1(-sum);
}
