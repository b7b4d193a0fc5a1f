import { expect, test } from 'vitest';

import { normalCdf } from '../../../spine/math/normal.ts';
import {
  biweight,
  biweightCost,
  BIWEIGHT_CUT,
  robustSd,
  scaleOfResiduals,
  SD_PER_MAD,
} from '../../../spine/math/robust.ts';

test('half of a normal distribution lies within one median absolute deviation', () => {
  expect(normalCdf(1 / SD_PER_MAD) - normalCdf(-1 / SD_PER_MAD)).toBeCloseTo(0.5, 5);
});

test('the biweight is cut where it is 95 % efficient for normal errors', () => {
  // Efficiency of an M-estimator: (E psi')^2 / E psi^2 (Huber PJ, Ann Math Stat 35:73, 1964), by the midpoint rule.
  const step = 1e-3;
  let [slope, square] = [0, 0];
  for (let x = -BIWEIGHT_CUT + step / 2; x < BIWEIGHT_CUT; x += step) {
    const density = (step * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
    const off = x / BIWEIGHT_CUT;
    slope += density * (1 - off * off) * (1 - 5 * off * off);
    square += density * (x * biweight(off)) ** 2;
  }
  expect(slope ** 2 / square).toBeCloseTo(0.95, 4);
});

test('a robust spread is about the median, or about a centre that is told', () => {
  const values = [1, 2, 3, 4, 1000];
  expect(robustSd(values)).toBe(SD_PER_MAD);
  expect(robustSd(values, 0)).toBe(3 * SD_PER_MAD);
  expect(robustSd([-3, 3, 3, -3, 0], 0)).toBe(3 * SD_PER_MAD);
  expect(robustSd([5, 5, 5, 9])).toBe(0);
  expect(robustSd([])).toBeNaN();
  expect(robustSd([1, 2, 4, 8])).toBeCloseTo(1.5 * SD_PER_MAD, 14);
});

test('of an even number of residuals the scale is by the upper of the middle two', () => {
  expect(scaleOfResiduals([1, 2, 4, 8])).toBe(4 * SD_PER_MAD);
  expect(scaleOfResiduals(Float64Array.of(9, 1, 3))).toBe(3 * SD_PER_MAD);
  expect(scaleOfResiduals([])).toBeNaN();
});

test('the biweight falls from 1 to 0 at the cut and stays there', () => {
  expect(biweight(0)).toBe(1);
  expect(biweight(0.5)).toBe(0.5625);
  expect(biweight(-0.5)).toBe(0.5625);
  for (const off of [1, -1, 1.5, -20, Infinity, Number.NaN]) expect(biweight(off)).toBe(0);
});

test('the cost is what the weight is the weight of: its slope is twice the weighted residual, up to the cut', () => {
  const h = 1e-6;
  for (const off of [-1.4, -0.9, -0.3, 0, 0.2, 0.7, 0.99, 1.2, 5]) {
    const slope = (biweightCost(off + h) - biweightCost(off - h)) / (2 * h);
    expect(slope).toBeCloseTo(2 * off * biweight(off), 6);
  }
  expect(biweightCost(0)).toBe(0);
  expect(biweightCost(3)).toBeCloseTo(1 / 3, 15);
});
