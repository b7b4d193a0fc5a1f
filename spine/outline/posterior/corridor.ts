/** The part of the CT that posterior elements can lie in, cut out, and each vertebra's coordinates on its grid. */
import { indexToWorld, invertAffine, type Affine, type Volume } from '../../grid/volume.ts';
import { along, dot } from '../../math/vector.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';

import type { Arch } from './arches.ts';

export interface Box {
  /** First voxel, and voxels along each axis. */
  readonly low: readonly [number, number, number];
  readonly dims: readonly [number, number, number];
}

/** Index of a voxel to (u, t, w): to the left, behind the posterior wall, up (mm). Apply it with `indexToWorld`. */
export type LocalMap = Affine;

/** Reach of the corridor sideways, before and behind the wall (mm), and along the column (periods). */
const REACH = { u: 56, front: -20, back: 70, periods: 1.6 } as const;

/** The voxels within reach of any of the arches; null where none is in the image. */
export function corridorOf(grid: Pick<Volume, 'dims' | 'affine'>, arches: readonly Arch[]): Box | null {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (const arch of arches) {
    const box = boxOf(grid, arch, REACH.u, [REACH.front, REACH.back], REACH.periods * arch.periodMm);
    if (box === null) continue;
    box.low.forEach((n, axis) => {
      low[axis] = Math.min(low[axis]!, n);
      high[axis] = Math.max(high[axis]!, n + box.dims[axis]! - 1);
    });
  }
  if (!(low[0]! <= high[0]!)) return null;
  return {
    low: [low[0]!, low[1]!, low[2]!],
    dims: [high[0]! - low[0]! + 1, high[1]! - low[1]! + 1, high[2]! - low[2]! + 1],
  };
}

/** Bounding box, clipped to the grid, of |u| <= across, t in a range, |w| <= up (mm); null where it is empty. */
export function boxOf(
  { dims, affine }: Pick<Volume, 'dims' | 'affine'>,
  arch: Arch,
  across: number,
  [front, back]: readonly [number, number],
  up: number,
): Box | null {
  const toIndex = invertAffine(affine);
  const low: number[] = [0, 0, 0];
  const high: number[] = [0, 0, 0];
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((n): Vec3 => {
    const { origin, left, posterior, superior } = arch.frame;
    const p = along(
      along(origin, n & 1 ? across : -across, left),
      arch.wallMm + (n & 2 ? back : front),
      posterior,
    );
    return indexToWorld(toIndex, ...along(p, n & 4 ? up : -up, superior));
  });
  for (const axis of [0, 1, 2] as const) {
    low[axis] = Math.max(0, Math.floor(corners.reduce((least, p) => Math.min(least, p[axis]), Infinity)));
    high[axis] = Math.min(
      dims[axis] - 1,
      Math.ceil(corners.reduce((most, p) => Math.max(most, p[axis]), -Infinity)),
    );
    if (low[axis] > high[axis]) return null;
  }
  return {
    low: [low[0]!, low[1]!, low[2]!],
    dims: [high[0]! - low[0]! + 1, high[1]! - low[1]! + 1, high[2]! - low[2]! + 1],
  };
}

export function cropped<A extends Int16Array | Uint8Array>(volume: Volume<A>, { low, dims }: Box): Volume<A> {
  const [nx, ny] = volume.dims;
  const data = volume.data.slice(0, dims[0] * dims[1] * dims[2]) as A;
  for (let k = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      const from = low[0] + nx * (j + low[1] + ny * (k + low[2]));
      data.set(volume.data.subarray(from, from + dims[0]), dims[0] * (j + dims[1] * k));
    }
  }
  const [x, y, z] = indexToWorld(volume.affine, ...low);
  const [a, b, c, , d, e, f, , g, h, i] = volume.affine;
  return { dims, affine: [a, b, c, x, d, e, f, y, g, h, i, z], data };
}

export function localMap(affine: Affine, { frame, wallMm }: Arch): LocalMap {
  const { origin, left, posterior, superior } = frame;
  const first = along([affine[3], affine[7], affine[11]], -1, origin);
  const row = (axis: Vec3, shift: number): [number, number, number, number] => [
    axis[0] * affine[0] + axis[1] * affine[4] + axis[2] * affine[8],
    axis[0] * affine[1] + axis[1] * affine[5] + axis[2] * affine[9],
    axis[0] * affine[2] + axis[1] * affine[6] + axis[2] * affine[10],
    dot(first, axis) - shift,
  ];
  return [...row(left, 0), ...row(posterior, wallMm), ...row(superior, 0)];
}
