import { expect, test } from 'vitest';

import { cropAround } from '../../../spine/grid/crop.ts';
import { affineFrom, indexToWorld, invertAffine } from '../../../spine/grid/volume.ts';

const DIMS = [7, 6, 5] as const;
/** Voxels of about 0.8 x 1.2 x 2 mm, turned a little. */
const AFFINE = affineFrom([0.8, 0.02, 0.1, -11, -0.02, 1.2, 0.05, 7, -0.08, 0, 2, 300]);
const WHOLE = { dims: DIMS, affine: AFFINE, data: Int16Array.from({ length: 210 }, (_, at) => at * 3 - 200) };

test.each([
  ['inside', [3, 2, 2], [3, 3, 2], [5, 4, 3]],
  ['cut to the volume', [0, 1, 0], [6, 5, 4], [7, 6, 5]],
] as const)('a crop has the voxels and places of the volume: %s', (_, low, high, dims) => {
  const crop = cropAround(WHOLE, { low, high }, 0.9);
  expect(crop.dims).toEqual(dims);
  const back = invertAffine(AFFINE);
  for (let at = 0; at < crop.data.length; at++) {
    const [i, j, k] = [
      at % dims[0],
      Math.floor(at / dims[0]) % dims[1],
      Math.floor(at / (dims[0] * dims[1])),
    ];
    const place = indexToWorld(back, ...indexToWorld(crop.affine, i, j, k));
    const [x, y, z] = place.map((n) => {
      expect(n).toBeCloseTo(Math.round(n), 9);
      return Math.round(n);
    }) as [number, number, number];
    expect(crop.data[at]).toBe(WHOLE.data[x + DIMS[0] * (y + DIMS[1] * z)]);
  }
});

test('a crop holds what is up to the margin away, in each direction', () => {
  const crop = cropAround(WHOLE, { low: [3, 3, 2], high: [3, 3, 2] }, 1.7);
  // 1.7 mm are more than two voxels of 0.8 mm, one of 1.2, and less than one of 2.
  expect(crop.dims).toEqual([7, 5, 3]);
});

test('a crop is a copy', () => {
  const crop = cropAround(WHOLE, { low: [3, 3, 2], high: [3, 3, 2] }, 0.1);
  crop.data.fill(0);
  expect(WHOLE.data[3 + 7 * (3 + 6 * 2)]).not.toBe(0);
});
