/** A mean without outliers. */

export interface TrimmedMean {
  readonly mean: number;
  readonly standardDeviation: number;
  /** Part of the values that was left out. */
  readonly trimmed: number;
}

/** Standard deviation of a normal distribution over its median absolute deviation. */
const SD_PER_MAD = 1.4826;

/**
 * @param values in any order; NaN comes of none
 * @param at values further than this many robust standard deviations from the median are left out; null keeps all. Of a
 * normal distribution 4 leave out 6 of 100,000, so that noise alone is not trimmed.
 */
export function trimmedMean(values: Float64Array, at: number | null): TrimmedMean {
  const kept = at === null ? values : within(values, at);
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length;
  const squares = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    standardDeviation: Math.sqrt(squares / Math.max(1, kept.length - 1)),
    trimmed: 1 - kept.length / values.length,
  };
}

function within(values: Float64Array, at: number): Float64Array {
  const middle = median(values);
  const spread = SD_PER_MAD * median(values.map((value) => Math.abs(value - middle)));
  // A region without any spread has no scale by which a value could be an outlier.
  return spread === 0 ? values : values.filter((value) => Math.abs(value - middle) <= at * spread);
}

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
