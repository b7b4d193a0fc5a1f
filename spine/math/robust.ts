/**
 * Scale and weights that do not listen to outliers: the median absolute deviation and Tukey's biweight.
 *
 * @remarks Beaton AE and Tukey JW, Technometrics 16:147, 1974; Hampel FR, J Am Stat Assoc 69:383, 1974. Our own: neither
 * mathjs nor simple-statistics 7.12 has the biweight, and the latter's median absolute deviation, as its median, differs in
 * the last digit (`order-statistics.ts`).
 */
import { mean, standardDeviation } from './moments.ts';
import { median, upperMedian } from './order-statistics.ts';

/** Standard deviation of a normal distribution over its median absolute deviation: 1 / 0.6745. */
export const SD_PER_MAD = 1.4826;
/** Where the biweight is customarily cut, in standard deviations: 95 % efficiency for normal errors. */
export const BIWEIGHT_CUT = 4.685;

/**
 * Standard deviation from the median absolute deviation, in the unit of the values; 0 where more than half of them are
 * alike, NaN of none.
 *
 * @param centre what values deviate from; their median where none is given, 0 for residuals
 */
export function robustSd(values: readonly number[] | Float64Array, centre = median(values)): number {
  return SD_PER_MAD * median(values.map((value: number) => Math.abs(value - centre)));
}

/**
 * Standard deviation of residuals from their sizes, as the fits have it: by the upper median, which errs to the wide side.
 *
 * @param sizes absolute residuals, in any unit @returns NaN of none
 */
export function scaleOfResiduals(sizes: ArrayLike<number>): number {
  return SD_PER_MAD * upperMedian(sizes);
}

/** Tukey's biweight of a residual over the cut: 1 at 0, 0 from 1 on and for NaN. */
export function biweight(off: number): number {
  return off > -1 && off < 1 ? (1 - off * off) ** 2 : 0;
}

/** Tukey's rho over the cut's square: off^2 for small residuals, 1/3 from 1 on. What `biweight` is the weight of. */
export function biweightCost(off: number): number {
  const part = 1 - Math.min(1, off * off);
  return (1 - part ** 3) / 3;
}

export interface TrimmedMean {
  readonly mean: number;
  readonly standardDeviation: number;
  /** Part of the values that was left out. */
  readonly trimmed: number;
}

/**
 * A mean without outliers.
 *
 * @param values in any order and unit; a mean of NaN comes of none
 * @param at values further than this many robust standard deviations from the median are left out; null keeps all. Of a
 * normal distribution 4 leave out 6 of 100,000, so that noise alone is not trimmed.
 */
export function trimmedMean(values: Float64Array, at: number | null): TrimmedMean {
  const kept = at === null ? values : withoutOutliers(values, at);
  return {
    mean: mean(kept),
    standardDeviation: standardDeviation(kept),
    trimmed: 1 - kept.length / values.length,
  };
}

function withoutOutliers(values: Float64Array, at: number): Float64Array {
  const middle = median(values);
  const spread = robustSd(values, middle);
  // A region without any spread has no scale by which a value could be an outlier.
  return spread === 0 ? values : values.filter((value) => Math.abs(value - middle) <= at * spread);
}
