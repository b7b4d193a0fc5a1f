/** Volumes looked at from a vertebral body's own frame: u to the left, v posterior, w superior, mm from its origin. */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';
import { dot } from '../math/vector.ts';
import {
  affineFrom,
  indexToWorld,
  invertAffine,
  samplerThrough,
  type Affine,
  type Volume,
} from '../grid/volume.ts';

/** Trilinear value at (u, v, w). */
export type FrameSampler = (u: number, v: number, w: number) => number;

export function frameToWorld(
  { origin, left, posterior, superior }: Frame,
  u: number,
  v: number,
  w: number,
): Vec3 {
  return [
    origin[0] + u * left[0] + v * posterior[0] + w * superior[0],
    origin[1] + u * left[1] + v * posterior[1] + w * superior[1],
    origin[2] + u * left[2] + v * posterior[2] + w * superior[2],
  ];
}

/** @param outside value beyond the volume */
export function samplerInFrame(volume: Volume, frame: Frame, outside: number): FrameSampler {
  return samplerThrough(volume, frameToIndex(volume.affine, frame), outside);
}

/** One label cut out of its map, as 0 and 1, with an empty voxel around it; null where the map does not hold it. */
export function labelMask(
  { dims, affine, data }: Volume<Uint8Array>,
  labelValue: number,
): Volume<Uint8Array> | null {
  const [nx, ny, nz] = dims;
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (data[at] !== labelValue) continue;
        low[0] = Math.min(low[0]!, i);
        low[1] = Math.min(low[1]!, j);
        low[2] = Math.min(low[2]!, k);
        high[0] = Math.max(high[0]!, i);
        high[1] = Math.max(high[1]!, j);
        high[2] = k;
      }
    }
  }
  if (high[2]! < 0) return null;
  const first = low.map((n) => n - 1) as [number, number, number];
  const size = high.map((n, axis) => n - first[axis]! + 2) as [number, number, number];
  const mask = new Uint8Array(size[0] * size[1] * size[2]);
  for (let k = low[2]!; k <= high[2]!; k++) {
    for (let j = low[1]!; j <= high[1]!; j++) {
      for (let i = low[0]!; i <= high[0]!; i++) {
        if (data[i + nx * (j + ny * k)] !== labelValue) continue;
        mask[i - first[0] + size[0] * (j - first[1] + size[1] * (k - first[2]))] = 1;
      }
    }
  }
  const corner = indexToWorld(affine, ...first);
  const moved = affine.map((entry, n) => (n % 4 === 3 ? corner[Math.floor(n / 4)]! : entry));
  return { dims: size, affine: affineFrom(moved), data: mask };
}

/** The box around a mask's voxel centres in the frame: [low, high] along u, v and w, mm. */
export function boxInFrame(
  { dims, affine, data }: Volume<Uint8Array>,
  frame: Frame,
): readonly (readonly [number, number])[] {
  const box = [frame.left, frame.posterior, frame.superior].map((axis) => ({
    axis,
    low: Infinity,
    high: -Infinity,
  }));
  for (let k = 0, at = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      for (let i = 0; i < dims[0]; i++, at++) {
        if (data[at] === 0) continue;
        const p = indexToWorld(affine, i, j, k);
        for (const side of box) {
          const along = dot(side.axis, p) - dot(side.axis, frame.origin);
          side.low = Math.min(side.low, along);
          side.high = Math.max(side.high, along);
        }
      }
    }
  }
  return box.map(({ low, high }) => [low, high] as const);
}

/** Maps (u, v, w) to a voxel index of a volume. */
function frameToIndex(affine: Affine, frame: Frame): Affine {
  const inverse = invertAffine(affine);
  const origin = indexToWorld(inverse, ...frame.origin);
  const column = (axis: Vec3): Vec3 => {
    const tip = indexToWorld(inverse, ...axis);
    return [tip[0] - inverse[3], tip[1] - inverse[7], tip[2] - inverse[11]];
  };
  const [a, b, c] = [column(frame.left), column(frame.posterior), column(frame.superior)];
  return [
    a[0], b[0], c[0], origin[0],
    a[1], b[1], c[1], origin[1],
    a[2], b[2], c[2], origin[2],
  ]; // prettier-ignore
}
