import { expect, test } from 'vitest';

import { uniformNumbers } from '../../../phantoms/random.ts';
import { binnedQuantile, medianAndSpread, medianBin } from '../../../spine/math/histogram.ts';
import { SD_PER_MAD } from '../../../spine/math/robust.ts';

test('the median bin is where half of the counts are reached, not passed', () => {
  expect(medianBin(Float64Array.of(0, 2, 0, 1, 1))).toBe(1);
  expect(medianBin(Float64Array.of(0, 1, 0, 2, 1))).toBe(3);
  expect(medianBin(new Float64Array(4))).toBe(0);
});

test('the spread is the median distance from the median bin', () => {
  // Distances from bin 4: 0 once, 1 twice, 3 twice, 4 once: half of six within 1.
  expect(medianAndSpread(Float64Array.of(1, 1, 0, 1, 1, 1, 0, 1))).toEqual({
    median: 3,
    sd: SD_PER_MAD * 2,
  });
  expect(medianAndSpread(Float64Array.of(0, 9, 1))).toEqual({ median: 1, sd: 0 });
});

test('a spread of normal numbers is their standard deviation', () => {
  const uniform = uniformNumbers(3);
  const counts = new Float64Array(400);
  for (let n = 0; n < 40_000; n++) {
    const normal = Array.from({ length: 12 }, () => uniform()).reduce((sum, x) => sum + x, -6);
    counts[Math.round(200 + 30 * normal)]! += 1;
  }
  const { median, sd } = medianAndSpread(counts);
  expect(Math.abs(median - 200)).toBeLessThanOrEqual(1);
  // Bins of 1.48 standard deviations: the distance is a whole number.
  expect(Math.abs(sd - 30)).toBeLessThan(1.5);
});

test('a quantile within a bin spreads its counts evenly over its width', () => {
  const counts = Float64Array.of(0, 4, 0, 4);
  expect(binnedQuantile(counts, 2)).toBe(1);
  expect(binnedQuantile(counts, 1)).toBe(0.75);
  expect(binnedQuantile(counts, 4)).toBe(1.5);
  expect(binnedQuantile(counts, 5)).toBe(2.75);
  expect(binnedQuantile(counts, 8)).toBe(3.5);
});

test('more than was counted is the last bin, and empty bins hold no quantile', () => {
  expect(binnedQuantile(Float64Array.of(1, 1, 0), 3)).toBe(2);
  expect(binnedQuantile(Float64Array.of(0, 0, 1), 0)).toBe(1.5);
});
