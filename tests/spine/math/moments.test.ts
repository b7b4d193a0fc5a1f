import { expect, test } from 'vitest';

import { mean, populationDeviation, standardDeviation, sum } from '../../../spine/math/moments.ts';

const VALUES = [2, 4, 4, 4, 5, 5, 7, 9];

test('sum, mean and both standard deviations of the textbook’s eight numbers', () => {
  expect(sum(VALUES)).toBe(40);
  expect(mean(VALUES)).toBe(5);
  expect(populationDeviation(VALUES)).toBe(2);
  expect(standardDeviation(VALUES)).toBeCloseTo(Math.sqrt(32 / 7), 14);
  expect(standardDeviation(Float64Array.from(VALUES))).toBe(standardDeviation(VALUES));
});

test('values are added in their order, without compensation', () => {
  expect(sum([1e16, 1, -1e16])).toBe(0);
  expect(sum([1e16, -1e16, 1])).toBe(1);
});

test('a single value has no spread, and nothing has no mean', () => {
  expect(standardDeviation([3])).toBe(0);
  expect(populationDeviation([3])).toBe(0);
  expect(sum([])).toBe(0);
  expect(mean([])).toBeNaN();
  expect(standardDeviation([])).toBe(0);
  expect(populationDeviation([])).toBeNaN();
});

test('NaN is not passed over', () => {
  expect(mean([1, Number.NaN])).toBeNaN();
  expect(standardDeviation([1, Number.NaN])).toBeNaN();
});
