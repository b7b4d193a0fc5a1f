import { describe, expect, test } from 'vitest';

import { uniformNumbers } from '../../../phantoms/random.ts';
import {
  lowerQuantile,
  median,
  quantile,
  upperMedian,
  upperQuantile,
} from '../../../spine/math/order-statistics.ts';

const ODD = [7, -2, 100, 3, 3];
const EVEN = [10, 1, 4, -20];

test('of an odd number of values both medians are the middle one, of an even number they differ', () => {
  expect(median(ODD)).toBe(3);
  expect(upperMedian(ODD)).toBe(3);
  expect(median(EVEN)).toBe(2.5);
  expect(upperMedian(EVEN)).toBe(4);
});

test('numbers are ordered by value, not as text', () => {
  expect(median([2, 10, 1])).toBe(2);
});

test('a quantile is linear between ranks 0 and n - 1', () => {
  expect(quantile(EVEN, 0)).toBe(-20);
  expect(quantile(EVEN, 1)).toBe(10);
  expect(quantile([0, 10, 20, 30, 40], 0.1)).toBe(4);
  expect(quantile([0, 10, 20, 30, 40], 0.75)).toBe(30);
});

test('where a part falls between two values, the lower quantile is at or below it, the upper above', () => {
  const values = [50, 40, 30, 20, 10];
  expect(lowerQuantile(values, 0.88)).toBe(40);
  expect(upperQuantile(values, 0.88)).toBe(50);
  expect(lowerQuantile(values, 0.5)).toBe(30);
  expect(upperQuantile(EVEN, 0.5)).toBe(upperMedian(EVEN));
  expect(lowerQuantile(EVEN, 0.5)).toBe(1);
  // 8 of 10 values are at or below the eighth: more than 8 at or below the ninth.
  expect(upperQuantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.8)).toBe(9);
  expect(lowerQuantile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.8)).toBe(8);
});

test('nothing has no median, and NaN stands behind all numbers', () => {
  for (const value of [
    median([]),
    upperMedian([]),
    quantile([], 0.5),
    lowerQuantile([], 0.5),
    upperQuantile([], 0.5),
  ])
    expect(value).toBeNaN();
  expect(upperMedian([Number.NaN, 1, 2])).toBe(2);
  expect(quantile([Number.NaN, 1, 2], 1)).toBeNaN();
});

test('values are left in their order', () => {
  const values = [3, 1, 2];
  const typed = Float64Array.from(values);
  median(values);
  upperMedian(typed);
  expect(values).toEqual([3, 1, 2]);
  expect([...typed]).toEqual([3, 1, 2]);
});

describe('against counting', () => {
  const uniform = uniformNumbers(5);
  for (const n of [1, 2, 3, 10, 101, 1000])
    test(`of ${n} values with ties`, () => {
      const values = Array.from({ length: n }, () => Math.floor(40 * uniform()) - 20);
      const [below, above] = [median(values), upperMedian(values)];
      const count = (is: (value: number) => boolean): number => values.filter(is).length;
      expect(count((value) => value < below)).toBeLessThanOrEqual(n / 2);
      expect(count((value) => value > below)).toBeLessThanOrEqual(n / 2);
      expect(values).toContain(above);
      expect(count((value) => value <= above)).toBeGreaterThan(n / 2);
      expect(count((value) => value < above)).toBeLessThanOrEqual(n / 2);
      expect(median(Float32Array.from(values))).toBe(below);
    });
});
