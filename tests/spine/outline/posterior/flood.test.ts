/** Bone parted among rivals, on grids small enough to be read. */
import { expect, test } from 'vitest';

import { filled } from '../../../../spine/outline/posterior/fill.ts';
import { flood } from '../../../../spine/outline/posterior/flood.ts';
import type { Affine, Volume } from '../../../../spine/grid/volume.ts';

const MILLIMETRES: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
/** Costs of a millimetre: `.` none may pass, `o` 1, `x` (a joint) 8, in units of 1/16. */
/** Each voxel is reached by a shorter way at most once from half of its 26 neighbours: those nearer to the seed. */
const STEPS_A_VOXEL = 13;
const COST: Readonly<Record<string, number>> = { '.': 0, o: 16, x: 128 };

function grid(rows: readonly string[], read: (letter: string) => number): Volume<Uint8Array> {
  const data = Uint8Array.from(rows.flatMap((row) => Array.from(row, read)));
  return { dims: [rows[0]!.length, rows.length, 1], affine: MILLIMETRES, data };
}

function parted(
  rows: readonly string[],
  seeds: readonly string[],
  factor: (label: number, at: number) => number = () => 1,
): string[] {
  const cost = grid(rows, (letter) => COST[letter]!);
  const labels = grid(seeds, Number).data;
  flood({ cost, labels, factor });
  return rows.map((row, j) => labels.subarray(j * row.length, (j + 1) * row.length).join(''));
}

test('bone is parted at the dark joint, not half-way', () => {
  expect(parted(['ooxoooooo'], ['100000002'])[0]).toMatch(/^11.222222$/);
});

test('bone without a way to a seed stays unlabelled', () => {
  expect(parted(['oo.oo'], ['10000'])).toEqual(['11000']);
});

test('a rival takes no bone where it is kept out', () => {
  expect(parted(['oooooo'], ['100000'], (_, at) => (at > 2 ? Infinity : 1))).toEqual(['111000']);
});

test('a rival that pays double reaches a third of the way', () => {
  expect(parted(['oooooooooo'], ['1000000002'], (label) => (label === 1 ? 2 : 1))).toEqual(['1111222222']);
});

/** Of spacings at which sums of ways are rounded in 32 bits; at the first, equally short ways came to no end. */
test.each([0.976562, 0.68359375, 0.7, 0.8])(
  'equally short ways through even bone of %f mm are not followed more than once each',
  (mm) => {
    const n = 24;
    const labels = new Uint8Array(n ** 3);
    labels[0] = 1;
    let steps = 0;
    const cost = {
      dims: [n, n, n] as const,
      affine: [mm, 0, 0, 0, 0, mm, 0, 0, 0, 0, mm, 0] as const,
      data: new Uint8Array(n ** 3).fill(17),
    };
    const factor = () => {
      // Thrown, as it would not end by itself.
      if (++steps > STEPS_A_VOXEL * n ** 3) throw new RangeError('more steps than neighbours');
      return 1;
    };
    flood({ cost, labels, factor });
    expect(labels.every((label) => label === 1)).toBe(true);
  },
);

test('marrow within a ring is filled, and what the ring does not enclose is not', () => {
  const labels = grid(['00000000', '01111000', '01001000', '01001000', '01111000', '00000000'], Number);
  const out = filled({ labels, free: () => true, allows: () => true });
  const rows = [0, 1, 2, 3, 4, 5].map((j) => out.subarray(8 * j, 8 * j + 8).join(''));
  expect(rows).toEqual(['00000000', '01111000', '01111000', '01111000', '01111000', '00000000']);
});

test('what lies between two vertebrae is filled for neither', () => {
  const labels = grid(['1110222', '1110222', '1110222', '1110222'], Number);
  const out = filled({ labels, free: () => true, allows: () => true });
  expect([0, 1, 2, 3].map((j) => out[3 + 7 * j])).toEqual([0, 0, 0, 0]);
});
