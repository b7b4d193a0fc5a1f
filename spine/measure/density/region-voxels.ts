/** The CT's own voxels whose centres lie in a region of a body. */
import type { Frame } from '../../../contracts/segmentation.ts';
import {
  frameAffine,
  affineFrom,
  composed,
  indexToWorld,
  invertAffine,
  type Volume,
} from '../../grid/volume.ts';

import type { BodyInFrame } from '../body-in-frame.ts';

import type { Region } from './trabecular-region.ts';

export interface RegionVoxels {
  /** 1 in the region, cut out of the CT's grid. */
  readonly region: Volume<Uint8Array>;
  /** Index in the CT of the first voxel of `region`. */
  readonly first: readonly [number, number, number];
  readonly count: number;
}

/** Voxels of the CT alone: a body that reaches beyond it has none there. */
export function voxelsOf(
  ct: Volume<Int16Array>,
  { box }: BodyInFrame,
  frame: Frame,
  region: Region,
): RegionVoxels {
  const toIndex = composed(invertAffine(ct.affine), frameAffine(frame));
  const corners = Array.from({ length: 8 }, (_, n) =>
    indexToWorld(toIndex, box[0][n & 1]!, box[1][(n >> 1) & 1]!, box[2][n >> 2]!),
  );
  const along = (axis: 0 | 1 | 2): readonly [first: number, size: number] => {
    const least = corners.reduce((low, corner) => Math.min(low, corner[axis]), Infinity);
    const most = corners.reduce((high, corner) => Math.max(high, corner[axis]), -Infinity);
    const from = Math.min(Math.max(0, Math.floor(least)), ct.dims[axis] - 1);
    return [from, Math.max(1, Math.min(ct.dims[axis] - 1, Math.ceil(most)) - from + 1)];
  };
  const [[fi, nx], [fj, ny], [fk, nz]] = [along(0), along(1), along(2)];
  const shifted = composed(ct.affine, [1, 0, 0, fi, 0, 1, 0, fj, 0, 0, 1, fk]);
  const toFrame = composed(invertAffine(frameAffine(frame)), shifted);
  const data = new Uint8Array(nx * ny * nz);
  let count = 0;
  for (let at = 0; at < data.length; at++) {
    const p = indexToWorld(toFrame, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    if (!region(...p)) continue;
    data[at] = 1;
    count++;
  }
  return { region: { dims: [nx, ny, nz], affine: affineFrom(shifted), data }, first: [fi, fj, fk], count };
}

/** HU of the region's voxels. */
export function huIn(ct: Volume<Int16Array>, { region, first, count }: RegionVoxels): Float64Array {
  const hu = new Float64Array(count);
  const [nx, ny] = region.dims;
  let n = 0;
  for (let at = 0; at < region.data.length; at++) {
    if (region.data[at] === 0) continue;
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    hu[n++] = ct.data[first[0] + i + ct.dims[0] * (first[1] + j + ct.dims[1] * (first[2] + k))]!;
  }
  return hu;
}
