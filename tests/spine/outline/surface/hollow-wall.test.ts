import { expect, test } from 'vitest';

import { hollowWall, type WallPoints } from '../../../../spine/outline/surface/hollow-wall.ts';

const grid = (half: number, step: number): readonly number[] =>
  Array.from({ length: Math.round((2 * half) / step) + 1 }, (_, n) => n * step - half);

/** Points over 14 mm in width and 20 mm in height. */
function wallOf(depth: (u: number, w: number) => number): WallPoints {
  const places = grid(10, 1).flatMap((w) => grid(7, 1).map((u) => [u, w] as const));
  return {
    u: places.map(([u]) => u),
    w: places.map(([, w]) => w),
    v: places.map(([u, w]) => depth(u, w)),
  };
}

test('a hollow wall is carried on to its edge, and keeps the depth of the edge beyond', () => {
  const wall = hollowWall(
    wallOf((u, w) => 15 + 0.1 * w + 0.02 * u * u),
    9,
  )!;
  expect(wall(0, 0)).toBeCloseTo(15, 6);
  expect(wall(9, -5)).toBeCloseTo(15 - 0.5 + 0.02 * 81, 6);
  expect(wall(-20, 5)).toBeCloseTo(wall(-9, 5), 12);
});

test('a wall that bulges backwards is taken for a plain one: its edges lie no deeper than its middle', () => {
  const wall = hollowWall(
    wallOf((u) => 15 - 0.02 * u * u),
    9,
  )!;
  expect(wall(9, 0)).toBeCloseTo(wall(0, 0), 9);
});

test('the groove of the basivertebral vein is no part of it', () => {
  const groove = (u: number, w: number): number => (Math.abs(u) < 4 && Math.abs(w) < 3 ? 6 : 0);
  const wall = hollowWall(
    wallOf((u, w) => 15 - groove(u, w)),
    9,
  )!;
  // The groove takes a tenth of the wall; what it moves the edge by is half a millimetre at most.
  expect(Math.abs(wall(9, 0) - 15)).toBeLessThan(0.5);
});

test('too few points are no wall', () => {
  expect(hollowWall({ u: [0, 1, 2], w: [0, 1, 0], v: [15, 15, 15] }, 9)).toBeNull();
});
