import { erf } from 'mathjs';
import { expect, test } from 'vitest';

import { preciseNormalCdf } from '../../../spine/math/precise-normal.ts';

test('is that of another error function to the last digit but a few, over all that matters', () => {
  let most = 0;
  for (let x = -10; x <= 10; x += 0.0037)
    most = Math.max(most, Math.abs(preciseNormalCdf(x) - (1 + erf(x / Math.SQRT2)) / 2));
  expect(most).toBeLessThan(1e-15);
});

test('known points, both ends, and what is no number', () => {
  expect(preciseNormalCdf(0)).toBe(0.5);
  expect(preciseNormalCdf(1.959963984540054)).toBeCloseTo(0.975, 14);
  expect(preciseNormalCdf(Infinity)).toBe(1);
  expect(preciseNormalCdf(-Infinity)).toBe(0);
  expect(preciseNormalCdf(Number.NaN)).toBeNaN();
});

test('has no step where the series gives way to the fraction', () => {
  const seam = 3 * Math.SQRT2;
  const [below, above] = [preciseNormalCdf(seam * (1 - 1e-15)), preciseNormalCdf(seam * (1 + 1e-15))];
  expect(Math.abs(above - below)).toBeLessThan(1e-15);
});
