/** Padding at the ends of an image is none of it. */
import { expect, test } from 'vitest';

import { validBounds } from '../../../spine/grid/valid-data.ts';
import type { Affine } from '../../../spine/grid/volume.ts';

const AFFINE: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
const [NX, NY, NZ] = [6, 5, 8] as const;

/** Tissue with air around it in every plane, and what `fill` says of other voxels. */
function bounds(fill: (i: number, j: number, k: number) => number | null) {
  const data = Int16Array.from({ length: NX * NY * NZ }, (_, at) => {
    const [i, j, k] = [at % NX, Math.floor(at / NX) % NY, Math.floor(at / (NX * NY))];
    return fill(i, j, k) ?? ((i + j + k) % 3 === 0 ? 40 : -1000);
  });
  return validBounds({ dims: [NX, NY, NZ], affine: AFFINE, data });
}

test('an image without padding is valid to its border', () => {
  expect(bounds(() => null)).toEqual({ low: [0, 0, 0], high: [5, 4, 7] });
});

test.each([
  ['the end of the scale', () => -1024],
  ['noisy air', (at: number) => -1000 + ((at * 37) % 60)],
  ['lung-like air up to -300', () => -300],
  ['zeros', () => 0],
])('planes of %s at the ends are padding', (_, value) => {
  expect(bounds((i, j, k) => (k < 2 || k > 5 ? value(i + j) : null))).toEqual({
    low: [0, 0, 2],
    high: [5, 4, 5],
  });
  expect(bounds((i, j, k) => (i > 3 || j < 1 ? value(k) : null))).toEqual({
    low: [0, 1, 0],
    high: [3, 4, 7],
  });
});

test.each([
  ['one voxel of tissue', (at: number) => (at === 3 ? -299 : -1024)],
  ['muscle without noise', () => 50],
  ['zeros and air', (at: number) => (at % 2 === 0 ? 0 : -1000)],
])('planes of %s are data', (_, value) => {
  expect(bounds((i, j, k) => (k > 5 ? value(i + j) : null))).toEqual({ low: [0, 0, 0], high: [5, 4, 7] });
});

test('padding between two parts of an image is not cut off', () => {
  expect(bounds((_i, _j, k) => (k === 4 ? -1024 : null)).high[2]).toBe(7);
});
