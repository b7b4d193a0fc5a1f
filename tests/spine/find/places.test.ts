import { expect, test } from 'vitest';

import { steps, unitDisc } from '../../../spine/find/places.ts';

test('steps hold the last place where they lead there, rounding apart, and none beyond', () => {
  expect(steps([-1, 1], 0.5)).toEqual([-1, -0.5, 0, 0.5, 1]);
  expect(steps([0, 0.3], 0.1)).toHaveLength(4);
  expect(steps([0, 0.99], 0.5)).toEqual([0, 0.5]);
});

test('a ring of the disc holds six places more than the one inside it, the last one on the rim', () => {
  const points = unitDisc(3);
  expect(points).toHaveLength(1 + 6 + 12 + 18);
  const radii = points.map(([x, y]) => Math.hypot(x, y));
  expect(radii.filter((r) => Math.abs(r - 2 / 3) < 1e-12)).toHaveLength(12);
  expect(radii.filter((r) => Math.abs(r - 1) < 1e-12)).toHaveLength(18);
  // Evenly around: they balance.
  expect(points.reduce((sum, [x]) => sum + x, 0)).toBeCloseTo(0, 12);
  expect(points.reduce((sum, [, y]) => sum + y, 0)).toBeCloseTo(0, 12);
});
