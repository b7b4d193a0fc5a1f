/** How a mask lies to an edge of the image, as columns see it: how far outwards, shifted whereto, and what is left. */
import { tripleFrom } from '../../math/vector.ts';
import { upperQuantile } from '../../math/order-statistics.ts';
import { addRow, backSolve, choleskyFactor, normalEquations } from '../../math/normal-equations.ts';

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
/** Walls, endplates, and the shift along three axes. */
const UNKNOWNS = Int32Array.of(0, 1, 2, 3, 4);

/** @param trusted 1 where the image shows an edge at a column's end @returns null where too few are, or none at walls, or at endplates */
export function offsetsBetween(maskMm: Float64Array, edge: StarSurface, trusted: Uint8Array): Offsets | null {
  const equations = normalEquations(UNKNOWNS.length);
  const all: number[] = [];
  for (let i = 0; i < trusted.length; i++) {
    if (trusted[i] === 0) continue;
    const off = maskMm[i]! - edge.radii[i]!;
    all.push(Math.abs(off));
    const [u, v, w] = [edge.directions[3 * i]!, edge.directions[3 * i + 1]!, edge.directions[3 * i + 2]!];
    const plate = Math.min(1, Math.max(0, (Math.abs(w) - WALL) / (ENDPLATE - WALL)));
    const row = Float64Array.of(1 - plate, plate, u, v, w);
    const capped = Math.min(FARTHEST_MM, Math.max(-FARTHEST_MM, off));
    addRow(equations, UNKNOWNS, row, row.length, capped, 1);
  }
  if (all.length < LEAST_COLUMNS) return null;
  const factor = choleskyFactor(equations);
  if (factor === null) return null;
  const [walls, endplates, ...shift] = backSolve(factor, equations.right);
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
