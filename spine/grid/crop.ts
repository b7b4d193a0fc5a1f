/** A box of voxels cut out of a volume, in the same place. */
import { affineFrom, indexToWorld, spacingOf, type Volume, type VoxelArray } from './volume.ts';

type Index = readonly [number, number, number];

/**
 * The voxels from `low` to `high` and those up to `marginMm` around them, cut to the volume.
 *
 * Places in the crop are those in the volume, but for what rounding leaves (1e-13 of a voxel).
 */
export function cropAround<A extends VoxelArray>(
  { dims, affine, data }: Volume<A>,
  { low, high }: { readonly low: Index; readonly high: Index },
  marginMm: number,
): Volume<A> {
  const margin = spacingOf(affine).map((mm) => Math.ceil(marginMm / mm));
  const first = low.map((n, axis) => Math.max(0, n - margin[axis]!)) as [number, number, number];
  const last = high.map((n, axis) => Math.min(dims[axis]! - 1, n + margin[axis]!));
  const size = last.map((n, axis) => n - first[axis]! + 1) as [number, number, number];
  const cut = data.slice(0, size[0] * size[1] * size[2]) as A;
  for (let k = 0; k < size[2]; k++) {
    for (let j = 0; j < size[1]; j++) {
      const from = first[0] + dims[0] * (first[1] + j + dims[1] * (first[2] + k));
      cut.set(data.subarray(from, from + size[0]), size[0] * (j + size[1] * k));
    }
  }
  const corner = indexToWorld(affine, ...first);
  const moved = affine.map((entry, n) => (n % 4 === 3 ? corner[Math.floor(n / 4)]! : entry));
  return { dims: size, affine: affineFrom(moved), data: cut };
}
