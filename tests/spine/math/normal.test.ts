import { expect, test } from 'vitest';

import { normalCdf, normalDensity, studentT975, Z95 } from '../../../spine/math/normal.ts';
import { preciseNormalCdf } from '../../../spine/math/precise-normal.ts';

/** Abramowitz and Stegun 1964, table 26.1. */
const TABLE = [
  [0, 0.5],
  [0.5, 0.691462461274013],
  [1, 0.841344746068543],
  [2, 0.977249868051821],
  [3, 0.998650101968370],
] as const; // prettier-ignore

test('both distribution functions hold to the table, each to its error', () => {
  for (const [x, p] of TABLE) {
    expect(Math.abs(preciseNormalCdf(x) - p)).toBeLessThan(2e-15);
    expect(Math.abs(normalCdf(x) - p)).toBeLessThan(2e-7);
  }
});

test('the quick one is off the precise one by less than 2e-7 everywhere, and both are even about one half', () => {
  for (let x = -8; x <= 8; x += 0.01) {
    expect(Math.abs(normalCdf(x) - preciseNormalCdf(x))).toBeLessThan(2e-7);
    expect(normalCdf(x) + normalCdf(-x)).toBeCloseTo(1, 14);
    expect(preciseNormalCdf(x) + preciseNormalCdf(-x)).toBeCloseTo(1, 14);
  }
  expect(normalCdf(-40)).toBe(0);
  expect(normalCdf(40)).toBe(1);
  expect(normalCdf(Number.NaN)).toBeNaN();
  expect(preciseNormalCdf(Number.NaN)).toBeNaN();
});

test('the density is the slope of the distribution', () => {
  const h = 1e-5;
  for (const x of [-2.5, -1, 0, 0.3, 1.7])
    expect(normalDensity(x)).toBeCloseTo((preciseNormalCdf(x + h) - preciseNormalCdf(x - h)) / (2 * h), 8);
  expect(normalDensity(0)).toBeCloseTo(0.398942280401433, 14);
});

test('95 % lie within Z95', () => {
  expect(preciseNormalCdf(Z95) - preciseNormalCdf(-Z95)).toBeCloseTo(0.95, 4);
});

test('Student’s t is within 1 % of the tables from 5 degrees of freedom on, and 1.7 % low at 4', () => {
  for (const [freedom, t] of [
    [5, 2.571],
    [8, 2.306],
    [10, 2.228],
    [30, 2.042],
    [1e6, 1.96],
  ] as const)
    // prettier-ignore
    expect(Math.abs(studentT975(freedom) / t - 1)).toBeLessThan(0.01);
  expect(studentT975(4) / 2.776).toBeCloseTo(0.983, 3);
});

test('its expansion, term by term, at 8 degrees of freedom', () => {
  // 1.96 + (1.96^3 + 1.96) / 32 + (5 1.96^5 + 16 1.96^3 + 3 1.96) / 6144
  expect(studentT975(8)).toBeCloseTo(2.300653, 5);
});
