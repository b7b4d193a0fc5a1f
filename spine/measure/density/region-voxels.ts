/** The CT's own voxels whose centres lie in a region of a body. */
import type { Frame } from '../../../contracts/segmentation.ts';
import { tripleFrom, dot } from '../../math/vector.ts';
import { indexToWorld, invertAffine, type Volume } from '../../grid/volume.ts';

import type { Region } from './trabecular-region.ts';

export interface RegionVoxels {
  /** 1 in the region, cut out of the CT's grid. */
  readonly region: Volume<Uint8Array>;
  /** Index in the CT of the first voxel of `region`. */
  readonly first: readonly [number, number, number];
  readonly count: number;
}

/** @param mask the body, cut out of the CT's grid: the CT's voxels, moved by whole steps */
export function voxelsOf(
  ct: Volume<Int16Array>,
  mask: Volume<Uint8Array>,
  frame: Frame,
  region: Region,
): RegionVoxels {
  const toCt = invertAffine(ct.affine);
  const first = tripleFrom(indexToWorld(toCt, ...indexToWorld(mask.affine, 0, 0, 0)).map(Math.round)); // prettier-ignore
  const offset = [frame.left, frame.posterior, frame.superior].map((axis) => dot(axis, frame.origin));
  const [nx, ny] = mask.dims;
  const data = new Uint8Array(mask.data.length);
  let count = 0;
  for (let at = 0; at < data.length; at++) {
    if (mask.data[at] === 0) continue;
    const p = indexToWorld(mask.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    const u = dot(frame.left, p) - offset[0]!;
    const v = dot(frame.posterior, p) - offset[1]!;
    const w = dot(frame.superior, p) - offset[2]!;
    if (!region(u, v, w)) continue;
    data[at] = 1;
    count++;
  }
  return { region: { dims: mask.dims, affine: mask.affine, data }, first, count };
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
