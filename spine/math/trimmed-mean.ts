/** A mean without outliers. */
import { mean, standardDeviation } from './moments.ts';
import { median } from './order-statistics.ts';
import { robustSd } from './robust.ts';

export interface TrimmedMean {
  readonly mean: number;
  readonly standardDeviation: number;
  /** Part of the values that was left out. */
  readonly trimmed: number;
}

/**
 * @param values in any order and unit; a mean of NaN comes of none
 * @param at values further than this many robust standard deviations from the median are left out; null keeps all. Of a
 * normal distribution 4 leave out 6 of 100,000, so that noise alone is not trimmed.
 */
export function trimmedMean(values: Float64Array, at: number | null): TrimmedMean {
  const kept = at === null ? values : within(values, at);
  return {
    mean: mean(kept),
    standardDeviation: standardDeviation(kept),
    trimmed: 1 - kept.length / values.length,
  };
}

function within(values: Float64Array, at: number): Float64Array {
  const middle = median(values);
  const spread = robustSd(values, middle);
  // A region without any spread has no scale by which a value could be an outlier.
  return spread === 0 ? values : values.filter((value) => Math.abs(value - middle) <= at * spread);
}
