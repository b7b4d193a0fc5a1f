import { expect, test } from 'vitest';

import { columnCurve, type PlanePoint } from '../../../../report/pictures/views/column-curve.ts';

/** Seven centres on an arc of this radius, 10 degrees apart: a scoliosis of 60 degrees. */
const RADIUS = 170;
const STEP = Math.PI / 18;
const arc = Array.from({ length: 7 }, (_, n): PlanePoint => {
  const angle = (n - 3) * STEP;
  return [RADIUS * (1 - Math.cos(angle)), -RADIUS * Math.sin(angle)];
});

test('lengths along the curve are those of the arc that the bodies stand on', () => {
  const curve = columnCurve(arc, [0, -1]);
  // The natural spline is flatter than the arc near its ends: by 0.1 % of the length here.
  expect(curve.lengthMm).toBeGreaterThan(0.999 * 6 * STEP * RADIUS);
  expect(curve.lengthMm).toBeLessThan(1.001 * 6 * STEP * RADIUS);
  for (let s = -40; s < curve.lengthMm + 40; s += 1) {
    const [a, b] = [curve.at(s), curve.at(s + 1)];
    // A chord of 1 mm is shorter than its arc by 1 / (24 R^2), and at the joint with a straight end no more.
    expect(Math.hypot(b[0] - a[0], b[1] - a[1])).toBeCloseTo(1, 3);
  }
});

test('a point beside the curve has its foot where it was raised', () => {
  const curve = columnCurve(arc, [0, -1]);
  for (const s of [-30, 0, 12.3, 80, curve.lengthMm, curve.lengthMm + 25]) {
    const [before, at, after] = [curve.at(s - 0.01), curve.at(s), curve.at(s + 0.01)];
    const length = Math.hypot(after[0] - before[0], after[1] - before[1]);
    const across = [-(after[1] - before[1]) / length, (after[0] - before[0]) / length] as const;
    for (const away of [-20, 0, 20]) {
      const foot = curve.foot([at[0] + away * across[0], at[1] + away * across[1]]);
      // Pieces of 0.5 mm of a curve of radius 170 mm turn by 0.003: at 20 mm their feet leave gaps of 0.06 mm.
      expect(Math.abs(foot - s)).toBeLessThan(0.06);
    }
  }
});

test('a single centre has a straight line in the direction that it is given', () => {
  const curve = columnCurve([[5, 100]], [3, -4]);
  expect(curve.lengthMm).toBe(0);
  expect(curve.at(10)).toEqual([expect.closeTo(11, 9), expect.closeTo(92, 9)]);
  expect(curve.at(-10)).toEqual([expect.closeTo(-1, 9), expect.closeTo(108, 9)]);
});

test('the same vertebra twice bends nothing', () => {
  const straight: PlanePoint[] = [
    [0, 90],
    [0, 60],
    [1, 59],
    [0, 30],
  ];
  const curve = columnCurve(straight, [0, -1]);
  for (const s of [0, 15, 30, 45, 60]) expect(curve.at(s)[0]).toBeCloseTo(0, 9);
});
