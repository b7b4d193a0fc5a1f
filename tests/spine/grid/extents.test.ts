import { expect, test } from 'vitest';

import { extentsOf } from '../../../spine/grid/extents.ts';
import { affineFrom, type Volume } from '../../../spine/grid/volume.ts';

const AFFINE = affineFrom([0.7, 0, 0, -10, 0, 0.8, 0, 5, 0, 0, 2, 30]);

/** Voxel by voxel. */
function plain({ dims: [nx, ny], data }: Volume) {
  const found = new Map<number, { voxels: number; low: number[]; high: number[] }>();
  data.forEach((value, at) => {
    if (value === 0) return;
    const index = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    const seen = found.get(value) ?? { voxels: 0, low: [...index], high: [...index] };
    found.set(value, {
      voxels: seen.voxels + 1,
      low: seen.low.map((n, axis) => Math.min(n, index[axis]!)),
      high: seen.high.map((n, axis) => Math.max(n, index[axis]!)),
    });
  });
  return found;
}

test.each([
  [8, 0],
  [9, 0],
  [10, 0],
  [11, 0],
  [3, 0],
  [12, 1],
])(
  'extents of sparse labels in rows of %d, %d bytes off a word, are those found voxel by voxel',
  (nx, off) => {
    const dims = [nx, 7, 9] as const;
    let state = 17;
    for (let round = 0; round < 40; round++) {
      const data = new Uint8Array(new ArrayBuffer(dims[0] * dims[1] * dims[2] + off), off);
      for (let at = 0; at < data.length; at++) {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        if (state >>> 27 === 0) data[at] = 1 + (state % 3);
      }
      const volume = { dims, affine: AFFINE, data };
      const [found, wanted] = [extentsOf(volume), plain(volume)];
      expect([...found.keys()]).toEqual([...wanted.keys()].toSorted((a, b) => a - b));
      for (const [value, { voxels, low, high }] of found)
        expect({ voxels, low, high }).toEqual(wanted.get(value));
    }
  },
);

test('labels of more than eight bits are found as well', () => {
  const data = Uint16Array.of(0, 0, 300, 300, 0, 0, 0, 7);
  const found = extentsOf({ dims: [4, 2, 1], affine: AFFINE, data });
  expect([...found.keys()]).toEqual([7, 300]);
  expect(found.get(300)!.voxels).toBe(2);
});
