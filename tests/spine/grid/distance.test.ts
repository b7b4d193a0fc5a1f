import { expect, test } from 'vitest';

import { distanceTo } from '../../../spine/grid/distance.ts';
import { fillHoles } from '../../../spine/outline/import/holes.ts';
import type { Volume } from '../../../spine/grid/volume.ts';

const DIMS = [7, 6, 5] as const;
const STEP = [0.7, 1.3, 2.5] as const;

function scattered(): Volume<Uint8Array> {
  const data = new Uint8Array(DIMS[0] * DIMS[1] * DIMS[2]);
  for (let at = 0; at < data.length; at++) data[at] = (at * 7919) % 11 === 0 ? 1 : 0;
  return { dims: DIMS, affine: [STEP[0], 0, 0, 0, 0, STEP[1], 0, 0, 0, 0, STEP[2], 0], data };
}

test.each<readonly [string, readonly (0 | 1 | 2)[]]>([
  ['everywhere', [0, 1, 2]],
  ['within slices', [0, 1]],
  ['across rows', [1, 2]],
  ['along rows', [0]],
])('the distance %s is that of an exhaustive search, on voxels of unequal sides', (_, axes) => {
  const mask = scattered();
  const place = (at: number): readonly number[] => [
    STEP[0] * (at % DIMS[0]),
    STEP[1] * (Math.floor(at / DIMS[0]) % DIMS[1]),
    STEP[2] * Math.floor(at / (DIMS[0] * DIMS[1])),
  ];
  const found = distanceTo(mask, 1, axes);
  for (let at = 0; at < mask.data.length; at++) {
    let nearest = Infinity;
    for (let other = 0; other < mask.data.length; other++) {
      const [a, b] = [place(at), place(other)];
      if (
        mask.data[other] === 1 &&
        [0, 1, 2].every((axis) => axes.includes(axis as 0) || a[axis] === b[axis])
      )
        nearest = Math.min(nearest, Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!));
    }
    // Single precision of the result; 1e10 stands for none.
    expect(found[at]).toBeCloseTo(Math.min(nearest, 1e10), 5);
  }
});

test('a mask without the target is far from it everywhere', () => {
  const mask = { ...scattered(), data: new Uint8Array(210) };
  expect(distanceTo(mask, 1).every((mm) => mm > 1e6)).toBe(true);
});

test('a hole is filled, a bay is not', () => {
  const rows = ['......', '.####.', '.#..#.', '.####.', '.#....', '......'];
  const slice = rows.flatMap((row) => Array.from(row, (c) => (c === '#' ? 1 : 0)));
  const cap = slice.map((_, at) => {
    const [i, j] = [at % 6, Math.floor(at / 6)];
    return j >= 1 && j <= 3 && i >= 1 && i <= 4 ? 1 : 0;
  });
  const none = slice.map(() => 0);
  const mask = Uint8Array.from([none, cap, slice, cap, none].flat());
  const filled = fillHoles(mask, [6, 6, 5]);
  expect(filled.reduce((sum, value, at) => sum + value - mask[at]!, 0)).toBe(2);
});
