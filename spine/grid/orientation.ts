/** Axes put in the patient's order: permuted and flipped, never resampled. */
import { tripleFrom } from '../math/vector.ts';
import { affineFrom, indexToWorld, type Affine, type Volume, type VoxelArray } from './volume.ts';

/**
 * For each axis of the patient (left, posterior, superior): which axis of the array runs closest to it, and whether backwards.
 */
export interface AxisOrder {
  readonly from: readonly [number, number, number];
  readonly flip: readonly [boolean, boolean, boolean];
}

/** Columns of the affine matched with patient axes so that the sum of their absolute direction cosines is largest. */
export function canonicalOrder(affine: Affine): AxisOrder {
  const column = (axis: number): number[] => [affine[axis]!, affine[4 + axis]!, affine[8 + axis]!];
  const cosines = [0, 1, 2].map((axis) => {
    const c = column(axis);
    const length = Math.hypot(c[0]!, c[1]!, c[2]!);
    return c.map((value) => value / length);
  });
  const orders = [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ] as const;
  const fit = (order: readonly number[]): number =>
    order.reduce((sum, axis, patient) => sum + Math.abs(cosines[axis]![patient]!), 0);
  const from = orders.reduce((best, order) => (fit(order) > fit(best) + 1e-9 ? order : best));
  const flip = from.map((axis, patient) => cosines[axis]![patient]! < 0);
  return { from, flip: tripleFrom(flip) };
}

/** The same voxels in the same places, i closest to patient left, j to posterior, k to superior. */
export function toCanonical<A extends VoxelArray>(volume: Volume<A>): Volume<A> {
  const { from, flip } = canonicalOrder(volume.affine);
  if (from.every((axis, patient) => axis === patient) && !flip.includes(true)) return volume;
  const strides = [1, volume.dims[0], volume.dims[0] * volume.dims[1]];
  const dims = from.map((axis) => volume.dims[axis]!) as [number, number, number];
  const step = from.map((axis, patient) => (flip[patient] ? -strides[axis]! : strides[axis]!));
  const start = from.reduce(
    (sum, axis, patient) => sum + (flip[patient] ? strides[axis]! * (volume.dims[axis]! - 1) : 0),
    0,
  );
  const data = volume.data.slice() as A;
  for (let k = 0, at = 0; k < dims[2]; k++) {
    for (let j = 0; j < dims[1]; j++) {
      let source = start + j * step[1]! + k * step[2]!;
      for (let i = 0; i < dims[0]; i++, at++, source += step[0]!) data[at] = volume.data[source]!;
    }
  }
  return { dims, affine: reordered(volume, { from, flip }), data };
}

/** A grid's axes put in an order: the affine from the indices in it. */
export function reordered(
  { dims, affine }: Pick<Volume, 'dims' | 'affine'>,
  { from, flip }: AxisOrder,
): Affine {
  const first = [0, 0, 0];
  from.forEach((axis, patient) => {
    if (flip[patient]) first[axis] = dims[axis]! - 1;
  });
  const origin = indexToWorld(affine, first[0]!, first[1]!, first[2]!);
  return affineFrom(
    [0, 1, 2].flatMap((row) => [
      ...from.map((axis, patient) => (flip[patient] ? -1 : 1) * affine[4 * row + axis]!),
      origin[row]!,
    ]),
  );
}
