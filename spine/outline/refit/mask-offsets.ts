/** How a mask lies to an edge of the image, as columns see it: how far outwards, shifted whereto, and what is left. */
import { tripleFrom } from '../../math/vector.ts';
import { upperQuantile } from '../../math/order-statistics.ts';
import { solveDense } from '../../math/normal-equations.ts';

import type { StarSurface } from '../surface/star.ts';

/** mm; outwards is positive. */
export interface Offsets {
  /** Mask beyond the edge at walls and at endplates, the shift of the whole apart. */
  readonly walls: number;
  readonly endplates: number;
  /** Length of the shift of the whole. */
  readonly shift: number;
  /** Four of five columns of the mask end nearer to the edge than this, inside or out. */
  readonly most: number;
}

/** Columns lower than this end on a wall, steeper ones than that on an endplate (sine of elevation); both in between. */
const WALL = 0.45;
const ENDPLATE = 0.75;
const MOST = 0.8;
/** Single columns count no more than this: they may have run to another wall, mm. */
const FARTHEST_MM = 3;

/** @param trusted 1 where the image shows an edge at a column's end @returns null where none is */
export function offsetsBetween(maskMm: Float64Array, edge: StarSurface, trusted: Uint8Array): Offsets | null {
  const normal = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
  const right = new Array<number>(5).fill(0);
  const all: number[] = [];
  for (let i = 0; i < trusted.length; i++) {
    if (trusted[i] === 0) continue;
    const off = maskMm[i]! - edge.radii[i]!;
    all.push(Math.abs(off));
    const [u, v, w] = [edge.directions[3 * i]!, edge.directions[3 * i + 1]!, edge.directions[3 * i + 2]!];
    const plate = Math.min(1, Math.max(0, (Math.abs(w) - WALL) / (ENDPLATE - WALL)));
    const row = [1 - plate, plate, u, v, w];
    const capped = Math.min(FARTHEST_MM, Math.max(-FARTHEST_MM, off));
    row.forEach((a, n) => {
      right[n]! += a * capped;
      row.forEach((b, m) => (normal[n]![m]! += a * b));
    });
  }
  if (all.length < LEAST_COLUMNS) return null;
  const [walls, endplates, ...shift] = solveDense(normal, right);
  const [x, y, z] = tripleFrom(shift);
  return {
    walls: walls!,
    endplates: endplates!,
    shift: Math.hypot(x, y, z),
    most: upperQuantile(all, MOST),
  };
}

/** Of 2562: fewer say nothing of five numbers. */
const LEAST_COLUMNS = 100;
