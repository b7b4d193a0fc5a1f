/** Volume of a region in voxels that are looked at in parts. */
import { expect, test } from 'vitest';

import type { Frame } from '../../../../contracts/segmentation.ts';
import { affineFrom } from '../../../../spine/grid/volume.ts';
import { huIn, voxelsOf } from '../../../../spine/measure/density/region-voxels.ts';
import type { Region } from '../../../../spine/measure/density/trabecular-region.ts';
import type { BodyInFrame } from '../../../../spine/measure/body-in-frame.ts';

const SIDE_MM = 18;
const FRAME: Frame = {
  origin: [0, 0, 0],
  left: [1, 0, 0],
  posterior: [0, 1, 0],
  superior: [0, 0, 1],
};

// Rounding of an affine takes 3 mm over six parts of 0.5 mm: seven along each axis are 343.
test.each([2.5, 3, 3.000_000_2, 3.005])('a cube in voxels of %d mm along each axis has its volume', (mm) => {
  const n = 12;
  const affine = affineFrom([mm, 0, 0, 0, 0, mm, 0, 0, 0, 0, mm, 0]);
  const ct = { dims: [n, n, n] as const, affine, data: new Int16Array(n ** 3).fill(100) };
  const range = [5, 25] as const;
  const body = { box: [range, range, range] } as unknown as BodyInFrame;
  const isIn: Region = (u, v, w) => [u, v, w].every((at) => at > 6.1 && at < 6.1 + SIDE_MM);
  const voxels = voxelsOf(ct, body, FRAME, isIn, 2);
  expect(Math.abs(voxels.volumeMm3 / SIDE_MM ** 3 - 1)).toBeLessThan(0.1);
  expect(huIn(ct, voxels)).toHaveLength(voxels.count);
});
