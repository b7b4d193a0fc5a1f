import { expect, test } from 'vitest';

import { naturalSpline, piecewiseLinear } from '../../../spine/math/interpolation.ts';

test('a straight line stays straight, between knots and beyond them', () => {
  const line = (t: number): number => 3 - 0.7 * t;
  const spline = naturalSpline([0, 2, 3, 7], [0, 2, 3, 7].map(line));
  for (const t of [-5, 0, 0.3, 2.9, 6.5, 20]) expect(spline(t)).toBeCloseTo(line(t), 10);
});

test('it passes through every value, and its slope is the same on both sides of a knot', () => {
  const [knots, values] = [
    [0, 1, 2.5, 4],
    [0, 2, -1, 0.5],
  ];
  const spline = naturalSpline(knots, values);
  knots.forEach((t, n) => expect(spline(t)).toBeCloseTo(values[n]!, 10));
  const h = 1e-5;
  for (const t of knots) {
    const [before, after] = [(spline(t) - spline(t - h)) / h, (spline(t + h) - spline(t)) / h];
    // Second derivatives of this spline stay below 20: one-sided slopes over h differ by less than 20 h.
    expect(Math.abs(before - after)).toBeLessThan(20 * h);
  }
});

test('knots that do not grow are refused', () => {
  expect(() => naturalSpline([0, 1, 1], [0, 1, 2])).toThrow(RangeError);
  expect(() => naturalSpline([], [])).toThrow(RangeError);
});

test('a single knot makes a constant', () => {
  expect(naturalSpline([2], [7])(-100)).toBe(7);
});

test('straight lines between knots, and the ends held', () => {
  const at = (t: number): number => piecewiseLinear([0, 2, 10], [1, 5, -3], t);
  expect([0, 1, 2, 4, 10].map(at)).toEqual([1, 3, 5, 3, -3]);
  expect(at(-7)).toBe(1);
  expect(at(11)).toBe(-3);
});
