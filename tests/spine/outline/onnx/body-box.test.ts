import { expect, test } from 'vitest';

import { withinBody } from '../../../../spine/outline/onnx/body-box.ts';
import { indexToWorld, type Affine, type Volume } from '../../../../spine/grid/volume.ts';

const AIR = -1000;
const DIMS = [60, 50, 7] as const;
const AFFINE: Affine = [2, 0, 0, -40, 0, 2.5, 0, 10, 0, 0, 3, -7];

/** Tissue in a box of voxels, in air. */
function block(low: readonly number[], high: readonly number[]): Volume<Int16Array> {
  const data = new Int16Array(DIMS[0] * DIMS[1] * DIMS[2]).map((_, at) => {
    const place = [at % DIMS[0], Math.floor(at / DIMS[0]) % DIMS[1], Math.floor(at / (DIMS[0] * DIMS[1]))];
    return place.every((n, axis) => n >= low[axis]! && n <= high[axis]!) ? 40 : AIR;
  });
  return { dims: DIMS, affine: AFFINE, data };
}

const bright = ({ dims, affine, data }: Volume<Int16Array>): Volume<Uint8Array> => ({
  dims,
  affine,
  data: Uint8Array.from(data, (hu) => (hu > 0 ? 22 : 0)),
});

test('labels of the patient’s part of the image lie where the patient lies', async () => {
  const ct = block([20, 15, 1], [33, 30, 5]);
  const seen: Volume<Int16Array>[] = [];
  const labels = await withinBody(ct, (part) => {
    seen.push(part);
    return Promise.resolve(bright(part));
  });
  expect(labels).toEqual(bright(ct));
  // 20 mm of air are 10 voxels along x and 8 along y.
  expect(seen[0]!.dims).toEqual([34, 32, 7]);
  expect(indexToWorld(seen[0]!.affine, 0, 0, 0)).toEqual(indexToWorld(AFFINE, 10, 7, 0));
});

test('a few bright voxels of noise are no patient', async () => {
  const ct = block([20, 15, 0], [33, 30, 6]);
  ct.data[0] = 100;
  const seen: number[] = [];
  await withinBody(ct, (part) => {
    seen.push(part.dims[0]);
    return Promise.resolve(bright(part));
  });
  expect(seen).toEqual([34]);
});

test('an image without air, or of nothing else, is looked at as a whole', async () => {
  for (const ct of [block([0, 0, 0], DIMS), block([9, 9, 9], [0, 0, 0])]) {
    const labels = await withinBody(ct, (part) => {
      expect(part.dims).toEqual(DIMS);
      return Promise.resolve(bright(part));
    });
    expect(labels).toEqual(bright(ct));
  }
});
