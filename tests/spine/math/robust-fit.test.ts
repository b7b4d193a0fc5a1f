import { expect, test } from 'vitest';

import { uniformNumbers } from '../../../phantoms/random.ts';
import { robustFit } from '../../../spine/math/robust-fit.ts';
import { SD_PER_MAD } from '../../../spine/math/robust.ts';

/** 1, x, x^2 and 2 - 3 x + 0.5 x^2, with `added` to the nth value. */
function parabola(count: number, added: (n: number) => number): { rows: Float64Array; values: Float64Array } {
  const x = Array.from({ length: count }, (_, n) => (6 * n) / (count - 1) - 3);
  return {
    rows: Float64Array.from(x.flatMap((t) => [1, t, t * t])),
    values: Float64Array.from(x, (t, n) => 2 - 3 * t + 0.5 * t * t + added(n)),
  };
}

test('one in five values far off leave the terms as they are, and count for nothing', () => {
  const fit = robustFit({ ...parabola(50, (n) => (n % 5 === 0 ? 40 : 0)), terms: 3, leastScale: 0.1 })!;
  [2, -3, 0.5].forEach((value, n) => expect(fit.coefficients[n]).toBeCloseTo(value, 8));
  expect(fit.sigma).toBeLessThan(1e-8);
  expect(fit.effective).toBeCloseTo(40, 6);
});

test('noise is told by sigma, whatever the least scale is', () => {
  const uniform = uniformNumbers(4);
  const noise = parabola(4000, () => 2 * uniform() - 1);
  const fit = robustFit({ ...noise, terms: 3, leastScale: 5 })!;
  // Half of an even distribution from -1 to 1 lies within 0.5.
  expect(fit.sigma).toBeCloseTo(0.5 * SD_PER_MAD, 1);
  expect(fit.effective).toBeGreaterThan(3900);
});

test('less than the least scale is no outlier', () => {
  const off = (mm: number): number =>
    robustFit({ ...parabola(21, (n) => (n === 10 ? mm : 0)), terms: 3, leastScale: 1 })!.effective;
  expect(off(4)).toBeGreaterThan(20.02);
  expect(off(6)).toBeCloseTo(20, 10);
});

test('rows that do not determine the terms have no fit', () => {
  const { rows, values } = parabola(2, () => 0);
  expect(robustFit({ rows, values, terms: 3, leastScale: 1 })).toBeNull();
});
