/** How a mask lies to an edge, from columns that end on walls and on endplates, and from those that are left of them. */
import { expect, test } from 'vitest';

import { offsetsBetween } from '../../../../spine/outline/refit/mask-offsets.ts';
import { sphereOf } from '../../../../spine/outline/surface/sphere.ts';

const { directions } = sphereOf(4);
const COUNT = directions.length / 3;
const up = (i: number): number => Math.abs(directions[3 * i + 2]!);
const edge = { directions, radii: new Float64Array(COUNT).fill(15) } as unknown as Parameters<
  typeof offsetsBetween
>[1];
/** Beyond the edge by 0.5 mm at walls and 1 mm at endplates, and shifted by 0.3 mm. */
const mask = edge.radii.map(
  (mm, i) =>
    mm + 0.5 + 0.5 * Math.min(1, Math.max(0, (up(i) - 0.45) / (0.75 - 0.45))) + 0.3 * directions[3 * i]!,
);
const trusted = (when: (i: number) => boolean): Uint8Array =>
  Uint8Array.from({ length: COUNT }, (_, i) => (when(i) ? 1 : 0));

test('walls, endplates and the shift are told apart', () => {
  const { walls, endplates, shift } = offsetsBetween(
    mask,
    edge,
    trusted(() => true),
  )!;
  expect(walls).toBeCloseTo(0.5, 9);
  expect(endplates).toBeCloseTo(1, 9);
  expect(shift).toBeCloseTo(0.3, 9);
});

test('an edge that is seen at walls alone, or at endplates alone, leaves the other at 0', () => {
  const sides = offsetsBetween(
    mask,
    edge,
    trusted((i) => up(i) < 0.45),
  )!;
  expect(sides.endplates).toBe(0);
  expect(sides.walls).toBeCloseTo(0.5, 9);
  const ends = offsetsBetween(
    mask,
    edge,
    trusted((i) => up(i) > 0.75),
  )!;
  expect(ends.walls).toBe(0);
  expect(ends.endplates).toBeCloseTo(1, 9);
});

test('fewer than a hundred columns say nothing', () => {
  expect(
    offsetsBetween(
      mask,
      edge,
      trusted((i) => i < 99),
    ),
  ).toBeNull();
});
