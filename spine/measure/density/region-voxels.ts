/**
 * The CT's own voxels whose centres lie in a region of a body, or, where they are long, as much of each as lies in it: a region
 * of 6 mm holds two or three slices of 3 mm, as it happens, which is off by a fourth of its volume.
 */
import type { Frame } from '../../../contracts/segmentation.ts';
import {
  frameAffine,
  affineFrom,
  composed,
  indexToWorld,
  invertAffine,
  spacingOf,
  voxelVolume,
  type Affine,
  type Volume,
} from '../../grid/volume.ts';

import type { BodyInFrame } from '../body-in-frame.ts';

import type { Region } from './trabecular-region.ts';

/** Twelve of them are in the central third of a small body. */
const PART_MM = 0.5;

export interface RegionVoxels {
  /** 1 in the region, cut out of the CT's grid. */
  readonly region: Volume<Uint8Array>;
  /** Index in the CT of the first voxel of `region`. */
  readonly first: readonly [number, number, number];
  /** How many of the parts that voxels are looked at in lie in the region; whole voxels where those have one. */
  readonly parts: Uint16Array;
  /** Of all voxels. */
  readonly count: number;
  readonly volumeMm3: number;
}

/**
 * Voxels of the CT alone: a body that reaches beyond it has none there.
 *
 * @param wholeUpToMm voxels longer than this are looked at in parts of at most `PART_MM`
 */
export function voxelsOf(
  ct: Volume<Int16Array>,
  { box }: BodyInFrame,
  frame: Frame,
  region: Region,
  wholeUpToMm: number,
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
  const places = placesOf(spacingOf(ct.affine), wholeUpToMm);
  const data = new Uint8Array(nx * ny * nz);
  const parts = new Uint16Array(data.length);
  let count = 0;
  for (let at = 0, k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        const inside = partsIn(region, toFrame, places, i, j, k);
        if (inside === 0) continue;
        parts[at] = inside;
        data[at] = 1;
        count += inside;
      }
    }
  }
  return {
    region: { dims: [nx, ny, nz], affine: affineFrom(shifted), data },
    first: [fi, fj, fk],
    parts,
    count,
    volumeMm3: (count * voxelVolume(ct.affine)) / (places.length / 3),
  };
}

/** How many of a voxel's parts lie in the region. */
function partsIn(region: Region, m: Affine, places: Float64Array, i: number, j: number, k: number): number {
  const middle = m[8] * i + m[9] * j + m[10] * k + m[11];
  let count = 0;
  for (let n = 0; n < places.length; n += 3) {
    const x = i + places[n]!;
    const y = j + places[n + 1]!;
    const z = k + places[n + 2]!;
    const u = m[0] * x + m[1] * y + m[2] * z + m[3];
    const v = m[4] * x + m[5] * y + m[6] * z + m[7];
    if (region(u, v, m[8] * x + m[9] * y + m[10] * z + m[11], middle)) count++;
  }
  return count;
}

/** Middles of a voxel's parts, in voxels from its own: three numbers each. */
function placesOf(spacingMm: readonly [number, number, number], wholeUpToMm: number): Float64Array {
  const [along, across, up] = spacingMm.map((mm) => {
    const parts = mm > wholeUpToMm ? Math.ceil(mm / PART_MM) : 1;
    return Array.from({ length: parts }, (_, n) => (n + 0.5) / parts - 0.5);
  }) as [number[], number[], number[]];
  return Float64Array.from(up.flatMap((dk) => across.flatMap((dj) => along.flatMap((di) => [di, dj, dk]))));
}

/** HU of the region's voxels, as often as parts of one lie in it. */
export function huIn(ct: Volume<Int16Array>, { region, first, parts, count }: RegionVoxels): Float64Array {
  const hu = new Float64Array(count);
  const [nx, ny] = region.dims;
  let n = 0;
  for (let at = 0; at < region.data.length; at++) {
    if (region.data[at] === 0) continue;
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    const own = ct.data[first[0] + i + ct.dims[0] * (first[1] + j + ct.dims[1] * (first[2] + k))]!;
    for (let part = 0; part < parts[at]!; part++) hu[n++] = own;
  }
  return hu;
}
