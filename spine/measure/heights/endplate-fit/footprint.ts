/** Where an endplate is looked for: columns along the body's axis, 2 mm apart, each with the mask's edge. */
import type { Frame } from '../../../../contracts/segmentation.ts';
import { indexToWorld, invertAffine, type Volume } from '../../../grid/volume.ts';

import { frameToWorld } from '../../body-in-frame.ts';

export interface Column {
  readonly u: number;
  readonly v: number;
  /** w of the mask's edge, moved to where the CT shows it, mm. */
  readonly edge: number;
  /** So far beyond it the next vertebra's mask begins, mm; null where none is near. */
  readonly gap: number | null;
}

export interface Footprint {
  readonly outward: 1 | -1;
  readonly columns: readonly Column[];
  /** The column whose cell holds (u, v); null beyond the footprint. */
  readonly at: (u: number, v: number) => Column | null;
}

type Index = [number, number, number];

/** @param stepMm distance of the columns @param columns on one even grid */
export function footprintOf(outward: 1 | -1, columns: readonly Column[], stepMm: number): Footprint {
  const [u0, v0] = [columns[0]?.u ?? 0, columns[0]?.v ?? 0];
  const key = (u: number, v: number): number =>
    1000 * Math.round((u - u0) / stepMm) + Math.round((v - v0) / stepMm);
  const cells = new Map(columns.map((column) => [key(column.u, column.v), column]));
  return { outward, columns, at: (u, v) => cells.get(key(u, v)) ?? null };
}

/** The box of voxels around all columns, cut to the volume. */
export function boundsOf(
  { outward, columns }: Footprint,
  { affine, dims }: Volume,
  frame: Frame,
  [inside, outside]: readonly [number, number],
): { readonly low: Index; readonly high: Index } {
  const inverse = invertAffine(affine);
  const low: Index = [Infinity, Infinity, Infinity];
  const high: Index = [-Infinity, -Infinity, -Infinity];
  for (const { u, v, edge } of columns)
    for (const w of [edge - outward * inside, edge + outward * outside]) {
      const index = indexToWorld(inverse, ...frameToWorld(frame, u, v, w));
      for (const axis of [0, 1, 2] as const) {
        low[axis] = Math.min(low[axis], Math.floor(index[axis]) - 1);
        high[axis] = Math.max(high[axis], Math.ceil(index[axis]) + 1);
      }
    }
  for (const axis of [0, 1, 2] as const) {
    low[axis] = Math.max(low[axis], 0);
    high[axis] = Math.min(high[axis], dims[axis] - 1);
  }
  return { low, high };
}
