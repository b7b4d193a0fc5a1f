import { expect, test } from 'vitest';

import { trimmedMean } from '../../../spine/math/robust.ts';

const VALUES = Float64Array.of(9, 10, 11, 10, 8, 12, 10, 500);

test('without a limit every value counts', () => {
  const { mean, standardDeviation, trimmed } = trimmedMean(VALUES, null);
  expect(mean).toBe(71.25);
  expect(standardDeviation).toBeCloseTo(173.2453, 3);
  expect(trimmed).toBe(0);
});

test('what lies beyond the limit is left out, and told', () => {
  const { mean, standardDeviation, trimmed } = trimmedMean(VALUES, 4);
  expect(mean).toBe(10);
  expect(standardDeviation).toBeCloseTo(Math.sqrt(10 / 6), 14);
  expect(trimmed).toBe(0.125);
});

test('a value exactly at the limit is kept', () => {
  // Median 0, median absolute deviation 1: 2 robust standard deviations are 2.9652.
  const spread = [-1, -1, 0, 1, 1];
  expect(trimmedMean(Float64Array.of(...spread, 2 * 1.4826, -2 * 1.4826), 2).trimmed).toBe(0);
  expect(trimmedMean(Float64Array.of(...spread, 2.9653, -2.9653), 2).trimmed).toBeCloseTo(2 / 7, 14);
});

test('values of which most are alike have no outliers', () => {
  expect(trimmedMean(Float64Array.of(5, 5, 5, 100), 4)).toMatchObject({ mean: 28.75, trimmed: 0 });
});

test('a mean of nothing is none', () => {
  expect(trimmedMean(new Float64Array(0), 4).mean).toBeNaN();
});
