/** The product's reference for people whose ages are not known: only their mean and spread by sex are published. */
import { readFileSync } from 'node:fs';

import { LEVELS, type Level } from '../../../contracts/levels.ts';
import { REFERENCE_AGES } from '../../../spine/definitions/reference/trabecular-reference.ts';
import { coversAge, referenceDensity } from '../../../spine/judge/strength/reference/reference-density.ts';
import { mean, sum } from '../../../spine/math/moments.ts';
import { rowsOf } from '../benchmark.ts';

/** Years: a normal distribution, cut at the ages that the reference covers; `sd` 0 is an age that is known. */
export interface Ages {
  readonly mean: number;
  readonly sd: number;
}

export interface Expected {
  /** Of the mean of the levels over the ages, mg/cm3. */
  readonly mean: number;
  /** Between people of one age, mg/cm3: what a z is in. */
  readonly sd: number;
  /** What the ages add, mg/cm3. */
  readonly ageSd: number;
  /** Standard error of the reference itself that all people share, as a share of the mean. */
  readonly sharedSe: number;
}

const STEP_YEARS = 0.1;
const AGE_ROW = 'Age (years)';

/** By sex, as table 1 prints them. */
export function readAges(path: string): Readonly<Record<'female' | 'male', Ages>> {
  const row = rowsOf(readFileSync(path, 'utf8')).find((one) => one.get('Variable') === AGE_ROW);
  const of = (column: string): Ages => {
    const printed = /^([\d.]+) ± ([\d.]+)$/.exec(row?.get(column) ?? '');
    if (printed === null) throw new RangeError(`${path}: saw no mean ± SD of ages for ${column}`);
    return { mean: Number(printed[1]), sd: Number(printed[2]) };
  };
  return { female: of('Female'), male: of('Male') };
}

/**
 * Of two parts of a population whose mean ages lie `gapYears` apart, the older and the younger one's: together they have the mean and
 * the spread of all, and each the same spread.
 *
 * @param olderShare of the people
 */
export function splitAges(
  all: Ages,
  gapYears: number,
  olderShare: number,
): readonly [older: Ages, younger: Ages] {
  const sd = Math.sqrt(all.sd ** 2 - gapYears ** 2 * olderShare * (1 - olderShare));
  return [
    { mean: all.mean + gapYears * (1 - olderShare), sd },
    { mean: all.mean - gapYears * olderShare, sd },
  ];
}

/** @returns null where the reference has not every level, or a known age lies outside it */
export function expectedDensity(
  names: readonly string[],
  sex: 'female' | 'male',
  ages: Ages,
): Expected | null {
  const levels = names.filter((name): name is Level => (LEVELS as readonly string[]).includes(name));
  if (levels.length < names.length) return null;
  const at = (years: number) => {
    const each = levels.flatMap((level) => referenceDensity(level, sex, years) ?? []);
    return each.length < levels.length || each.length === 0 || !coversAge(years)
      ? null
      : {
          mean: mean(each.map((one) => one.mean)),
          sd: mean(each.map((one) => one.sd)),
          sharedSe: mean(each.map((one) => one.sharedSe)),
        };
  };
  const { lowest, highest } = REFERENCE_AGES;
  const steps = Math.round((highest - lowest) / STEP_YEARS);
  const years =
    ages.sd === 0 ? [ages.mean] : Array.from({ length: steps }, (_, n) => lowest + (n + 0.5) * STEP_YEARS);
  const weights = years.map((age) =>
    ages.sd === 0 ? 1 : Math.exp(-(((age - ages.mean) / ages.sd) ** 2) / 2),
  );
  const references = years.flatMap((age) => at(age) ?? []);
  if (references.length < years.length) return null;
  const over = (pick: (one: (typeof references)[number]) => number): number =>
    sum(references.map((one, n) => weights[n]! * pick(one))) / sum(weights);
  const middle = over((one) => one.mean);
  return {
    mean: middle,
    sd: over(({ sd }) => sd),
    ageSd: Math.sqrt(over((one) => (one.mean - middle) ** 2)),
    sharedSe: over(({ sharedSe }) => sharedSe),
  };
}
