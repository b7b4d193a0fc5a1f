/** How people scatter about the reference: each one's z, and of a group its mean and spread against what is expected. */
import { mean, standardDeviation } from '../../../spine/math/moments.ts';
import { normalCdf } from '../../../spine/math/normal.ts';

import type { Expected } from './ages.ts';

/** One person against the reference, in standard deviations between people of one age. */
export interface Referred {
  readonly z: number;
  /** Of that z where the reference holds: people, unknown age, error of the density. */
  readonly expectedSd: number;
  /** What z moves where the whole reference is one standard error too low. */
  readonly sharedSe: number;
}

export interface Scatter {
  readonly n: number;
  readonly mean: number;
  /** Of the mean, by the spread that was seen; null of one. */
  readonly se: number | null;
  /** Null of one. */
  readonly sd: number | null;
  readonly expectedSd: number;
  /** Standard error of the mean by what the reference says of itself. */
  readonly referenceSe: number;
  /** Share beyond +-2, and what is expected of a normal distribution about 0. */
  readonly beyond: number;
  readonly expectedBeyond: number;
}

const FAR = 2;

/** @param density of one person, and its standard error; mg/cm3 */
export function referred(
  density: { readonly value: number; readonly se: number },
  { mean: middle, sd, ageSd, sharedSe }: Expected,
): Referred {
  return {
    z: (density.value - middle) / sd,
    expectedSd: Math.hypot(sd, ageSd, density.se) / sd,
    sharedSe: (sharedSe * middle) / sd,
  };
}

/** Of a person seen in several scans: the mean, whose spread is that of one. */
export function meanReferred(each: readonly Referred[]): Referred {
  return {
    z: mean(each.map(({ z }) => z)),
    expectedSd: mean(each.map(({ expectedSd }) => expectedSd)),
    sharedSe: mean(each.map(({ sharedSe }) => sharedSe)),
  };
}

/** @returns null of nobody */
export function scatterOf(people: readonly Referred[]): Scatter | null {
  const n = people.length;
  if (n === 0) return null;
  const zs = people.map(({ z }) => z);
  const sd = n === 1 ? null : standardDeviation(zs);
  return {
    n,
    mean: mean(zs),
    se: sd === null ? null : sd / Math.sqrt(n),
    sd,
    expectedSd: Math.sqrt(mean(people.map(({ expectedSd }) => expectedSd ** 2))),
    referenceSe: mean(people.map(({ sharedSe }) => sharedSe)),
    beyond: zs.filter((z) => Math.abs(z) > FAR).length / n,
    expectedBeyond: mean(people.map(({ expectedSd }) => 2 * normalCdf(-FAR / expectedSd))),
  };
}
