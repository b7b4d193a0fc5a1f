/** Means, lines and level profiles of the published table. */
import { explainedShare, leastSquaresLine } from '../../spine/math/line-fit.ts';
import { mean, standardDeviation } from '../../spine/math/moments.ts';

import { PROFILE_LEVELS, type ProfileLevel, type PublishedCase } from './benchmark.ts';

export interface Line {
  readonly n: number;
  readonly slope: number;
  readonly intercept: number;
  readonly r2: number;
  /** Standard error of the estimate. */
  readonly see: number;
}

export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** Of the sample; 0 of one. */
  readonly sd: number;
}

/** A force below this is a model that fell apart, not a vertebra; kN (one value of the table, 1.2e-5). */
const LEAST_FORCE = 0.01;

export function line(points: readonly (readonly [x: number, y: number])[]): Line {
  const fit = leastSquaresLine(
    points.map(([x]) => x),
    points.map(([, y]) => y),
  );
  const { slope, intercept, xy, yy } = fit;
  const n = points.length;
  return { n, slope, intercept, r2: explainedShare(fit), see: Math.sqrt((yy - slope * xy) / (n - 2)) };
}

export function spreadOf(values: readonly number[]): Spread {
  return { n: values.length, mean: mean(values), sd: standardDeviation(values) };
}

/** Force of a level over that of L1 in the same person, of those who have both. */
export function ratiosToL1(cases: readonly PublishedCase[], level: ProfileLevel): readonly number[] {
  return cases.flatMap(({ reactions }) => {
    const [own, l1] = [reactions.get(level) ?? 0, reactions.get('L1') ?? 0];
    return own > LEAST_FORCE && l1 > LEAST_FORCE ? [own / l1] : [];
  });
}

/**
 * Change against L1, %, as their table 2 must have been made: from neighbour to neighbour, mean changes (lower over
 * upper) added up from L1 downwards and taken off upwards.
 *
 * @remarks A sum of changes, not a ratio: far from L1 it leaves the paired ratios behind (T4: -45 % for -29 %).
 */
export function addedProfile(cases: readonly PublishedCase[]): ReadonlyMap<ProfileLevel, number> {
  const profile = new Map<ProfileLevel, number>([['L1', 0]]);
  const first = PROFILE_LEVELS.indexOf('L1');
  for (let n = first + 1; n < PROFILE_LEVELS.length; n++) {
    profile.set(PROFILE_LEVELS[n]!, profile.get(PROFILE_LEVELS[n - 1]!)! + change(cases, n));
  }
  for (let n = first; n > 0; n--) {
    profile.set(PROFILE_LEVELS[n - 1]!, profile.get(PROFILE_LEVELS[n]!)! - change(cases, n));
  }
  return profile;
}

/** Mean change from level n - 1 to level n, % of the upper one. */
function change(cases: readonly PublishedCase[], n: number): number {
  return spreadOf(
    cases.flatMap(({ reactions }) => {
      const [upper, lower] = [reactions.get(PROFILE_LEVELS[n - 1]!), reactions.get(PROFILE_LEVELS[n]!)];
      return upper === undefined || lower === undefined ? [] : [100 * (lower / upper - 1)];
    }),
  ).mean;
}
