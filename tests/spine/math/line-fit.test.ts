import { expect, test } from 'vitest';

import { explainedShare, leastSquaresLine, theilSen } from '../../../spine/math/line-fit.ts';

/** Anscombe FJ, Am Stat 27:17, 1973, first set: y = 3.00 + 0.500 x, r2 0.667. */
const X = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
const Y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];

test('least squares of Anscombe’s first set', () => {
  const line = leastSquaresLine(X, Y);
  expect(line.slope).toBeCloseTo(0.50009, 5);
  expect(line.intercept).toBeCloseTo(3.00009, 5);
  expect(explainedShare(line)).toBeCloseTo(0.66654, 5);
  expect(line).toMatchObject({ meanX: 9, xx: 110 });
  expect(line.xy).toBeCloseTo(55.01, 10);
  expect(line.yy).toBeCloseTo(41.27269, 5);
  expect(line.meanY).toBeCloseTo(7.50091, 5);
});

test('no other line leaves less', () => {
  const { slope, intercept, xx, xy, yy } = leastSquaresLine(X, Y);
  const left = (a: number, b: number): number => X.reduce((sum, x, n) => sum + (Y[n]! - a * x - b) ** 2, 0);
  const least = left(slope, intercept);
  expect(least).toBeCloseTo(yy - (xy * xy) / xx, 10);
  for (const [da, db] of [
    [1e-3, 0],
    [-1e-3, 0],
    [0, 1e-3],
    [0, -1e-3],
  ] as const)
    // prettier-ignore
    expect(left(slope + da, intercept + db)).toBeGreaterThan(least);
});

test('x that is all alike has no line', () => {
  expect(leastSquaresLine([2, 2], [1, 3]).slope).toBeNaN();
});

test('Theil-Sen passes by 29 % of the points wherever they are', () => {
  const points = [0, 1, 2, 3, 4, 5, 6].map((x) => [x, 2 - 0.5 * x] as const);
  const spoilt = points.map(([x, y], n) => [x, n === 1 || n === 5 ? y + 1000 : y] as const);
  expect(theilSen(spoilt)).toEqual({ slope: -0.5, intercept: 2 });
  expect(
    leastSquaresLine(
      spoilt.map(([x]) => x),
      spoilt.map(([, y]) => y),
    ).intercept,
  ).toBeGreaterThan(100);
});

test('the slope is the mean of the middle two where pairs are even in number', () => {
  // Slopes 1, 2, 3, 1.5, 2, 2.5 of four points: 2; intercepts 0, -1, -1, 0.
  expect(theilSen([[0, 0], [1, 1], [2, 3], [3, 6]])).toEqual({ slope: 2, intercept: -0.5 }); // prettier-ignore
});

test('points one above the other say nothing of the slope', () => {
  expect(theilSen([[1, 0], [1, 10], [2, 5]])).toEqual({ slope: 0, intercept: 5 }); // prettier-ignore
  expect(theilSen([[3, 7]])).toEqual({ slope: 0, intercept: 7 });
  expect(theilSen([]).intercept).toBeNaN();
});
