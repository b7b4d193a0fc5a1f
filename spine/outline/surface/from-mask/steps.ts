/**
 * Where a surface passes between two voxels, by the steps of the mask about it.
 *
 *      plane k + 1   xxxxx|oooobooooooo
 *                          `-.              from a (in) to b (out) it has gone the share A / (A + B) of the way, A the
 *      plane k       xxxxxxxxxxax`-.|ooo    distance from a to where the step below begins, B from b to where the step
 *                                           above does: for a plane exactly
 *
 * @remarks After Raya SP, Udupa JK, Shape-based interpolation of multidimensional objects, IEEE Trans Med Imaging 9:32, 1990.
 * Theirs is between slices and looks for the section's end: here along all three axes, and for ends of steps alone, or a
 * side wall nearby would be taken for one.
 */
import { distanceTo } from '../../../grid/distance.ts';
import { spacingOf, type Volume } from '../../../grid/volume.ts';

import type { SurfaceNet } from './surface-net.ts';

/** Distances beyond it mean that the plane holds no such step, mm. */
const NONE_MM = 1e6;
/** A step without an end is taken for one this many voxels' heights wide at least. */
const WIDE = 3;
const EDGES = ([0, 1, 2] as const).flatMap((axis) =>
  [0, 1, 2, 3].map((n) => ({ axis, across: [n & 1, n >> 1] as const })),
);

/** Each vertex at the mean of the crossings in its cell, in voxel indices, three numbers each. @param mask with a margin of 0 */
export function betweenSteps(
  mask: Volume<Uint8Array>,
  { middles }: Pick<SurfaceNet, 'middles'>,
): Float64Array {
  const [nx, ny] = mask.dims;
  const { data } = mask;
  const shares = ([0, 1, 2] as const).map((axis) => sharesAlong(mask, axis));
  const out = new Float64Array(middles.length);
  for (let v = 0; v < middles.length; v += 3) {
    const first = [middles[v]! - 0.5, middles[v + 1]! - 0.5, middles[v + 2]! - 0.5] as const;
    let count = 0;
    for (const { axis, across } of EDGES) {
      const from: [number, number, number] = [...first];
      from[(axis + 1) % 3]! += across[0];
      from[(axis + 2) % 3]! += across[1];
      const a = from[0] + nx * (from[1] + ny * from[2]);
      const b = a + [1, nx, nx * ny][axis]!;
      if (data[a] === data[b]) continue;
      from[axis] += shares[axis]!(a, b);
      for (let n = 0; n < 3; n++) out[v + n]! += from[n]!;
      count += 1;
    }
    for (let n = 0; n < 3; n++) out[v + n]! /= count;
  }
  return out;
}

/** Part of the way from a voxel to the next one along an axis, of which one is in and the other out. */
function sharesAlong(mask: Volume<Uint8Array>, axis: 0 | 1 | 2): (a: number, b: number) => number {
  const spacing = spacingOf(mask.affine);
  const axes = ([0, 1, 2] as const).filter((other) => other !== axis);
  const half = axes.reduce((least, other) => Math.min(least, spacing[other]), Infinity) / 2;
  const stride = [1, mask.dims[0], mask.dims[0] * mask.dims[1]][axis]!;
  const { data } = mask;
  /** From each voxel, in its plane, to those of one kind whose neighbour at `step` is of the other. */
  const toSteps = (kind: 0 | 1, step: number): Float32Array => {
    const steps = data.map((value, at) => (value === kind && (data[at + step] ?? 0) !== kind ? 1 : 0));
    return distanceTo({ ...mask, data: steps }, 1, axes);
  };
  const facing = [stride, -stride].map((outward) => ({
    inner: toSteps(0, -outward),
    outer: toSteps(1, outward),
  })) as [Facing, Facing];
  const wide = WIDE * spacing[axis];
  return (a, b) => {
    const ahead = data[a] === 1;
    const { inner, outer } = facing[ahead ? 0 : 1];
    const [from, to] = ahead ? [a, b] : [b, a];
    const [low, high] = [inner[from]! - half, outer[to]! - half];
    const lowest = low < NONE_MM ? low : Math.max(high < NONE_MM ? high : 0, wide);
    const share = lowest / (lowest + (high < NONE_MM ? high : Math.max(lowest, wide)));
    return ahead ? share : 1 - share;
  };
}

interface Facing {
  /** To where the step further in begins, from a voxel that is in. */
  readonly inner: Float32Array;
  /** To where the step further out begins, from a voxel that is out. */
  readonly outer: Float32Array;
}
