/**
 * Order statistics of values that were counted in bins: millions of voxels need no sorting. Results are in bins of
 * width 1; the caller adds the value of bin 0.
 */
import { SD_PER_MAD } from './robust.ts';

/** The bin in which the running sum reaches half of all counts; 0 where nothing was counted. */
export function medianBin(counts: Float64Array): number {
  const half = counts.reduce((sum, n) => sum + n, 0) / 2;
  let seen = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    seen += counts[bin]!;
    if (seen >= half) return bin;
  }
  return 0;
}

export interface BinnedSpread {
  readonly median: number;
  /** From the median absolute deviation; 0 where half of the counts are in the median's own bin. */
  readonly sd: number;
}

/** Median bin and robust standard deviation about it, in bins. */
export function medianAndSpread(counts: Float64Array): BinnedSpread {
  const median = medianBin(counts);
  const deviations = new Float64Array(counts.length);
  counts.forEach((n, bin) => (deviations[Math.abs(bin - median)]! += n));
  return { median, sd: SD_PER_MAD * medianBin(deviations) };
}

/**
 * Where the running sum reaches `wanted`, linear within a bin of width 1 around its value: finer than `medianBin` by
 * what the counts on either side of the middle tell.
 *
 * @param wanted count, above 0 and up to the sum of all @returns the last bin where fewer were counted
 */
export function binnedQuantile(counts: Float64Array, wanted: number): number {
  let sum = 0;
  for (let bin = 0; bin < counts.length; bin++) {
    const n = counts[bin]!;
    if (sum + n >= wanted && n > 0) return bin + (wanted - sum) / n - 0.5;
    sum += n;
  }
  return counts.length - 1;
}
