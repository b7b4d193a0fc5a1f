/** Orthonormal rigid-body modes of the aggregates of a grid, and of aggregates of those. */
import { BLOCK_NUMBERS } from '../../../kernels/layout.ts';
import type { Aggregates } from '../coarsening/aggregates.ts';
import type { GridGraph } from '../coarsening/graph.ts';
import { componentSize } from '../grid/padded.ts';
import type { LevelLayout } from '../memory/level-layout.ts';
import { addComponent, blockAt, orthonormaliser, product, shifted } from './rigid-modes.ts';

export interface Modes {
  /** Of a grid: 6x6 an aggregate, its modes in terms of the candidates. Of blocks: 6x6 a row, its part of the modes. */
  readonly basis: Float64Array;
  /** mm, three an aggregate. */
  readonly centre: Float64Array;
  /** 6x6 an aggregate: the candidates about its centre in terms of its modes. */
  readonly candidates: Float64Array;
}

export function gridModes(
  buffer: ArrayBufferLike,
  level: LevelLayout,
  { at, place }: GridGraph,
  { count, of }: Aggregates,
): Modes {
  const size = componentSize(level);
  const inverse = new Float32Array(buffer, level.diagonal, 3 * size);
  const position = (n: number, axis: number): number => place[3 * n + axis] * level.spacing[axis];
  const centre = meanPlaces(count, of, position);
  const gram = new Float64Array(BLOCK_NUMBERS * count);
  for (let n = 0; n < at.length; n++) {
    const a = of[n];
    const d = [0, 1, 2].map((axis) => position(n, axis) - centre[3 * a + axis]) as [number, number, number];
    for (let c = 0; c < 3; c++) {
      if (inverse[c * size + at[n]] !== 0) addComponent(blockAt(gram, a), c, d);
    }
  }
  const basis = new Float64Array(BLOCK_NUMBERS * count);
  const candidates = new Float64Array(BLOCK_NUMBERS * count);
  for (let a = 0; a < count; a++) {
    const T = blockAt(basis, a);
    orthonormaliser(blockAt(gram, a), T);
    product(T, blockAt(gram, a), candidates, BLOCK_NUMBERS * a, true);
  }
  return { basis, centre, candidates };
}

export function blockModes(fine: Modes, { count, of }: Aggregates): Modes {
  const rows = of.length;
  const centre = meanPlaces(count, of, (n, axis) => fine.centre[3 * n + axis]);
  const gram = new Float64Array(BLOCK_NUMBERS * count);
  const basis = new Float64Array(BLOCK_NUMBERS * rows);
  const shift = new Float64Array(BLOCK_NUMBERS);
  const square = new Float64Array(BLOCK_NUMBERS);
  for (let n = 0; n < rows; n++) {
    const a = of[n];
    const d = [0, 1, 2].map((axis) => fine.centre[3 * n + axis] - centre[3 * a + axis]);
    shifted(shift, d as [number, number, number]);
    product(blockAt(fine.candidates, n), shift, basis, BLOCK_NUMBERS * n);
    const B = blockAt(basis, n);
    product(B, B, square, 0, true);
    for (let e = 0; e < BLOCK_NUMBERS; e++) gram[BLOCK_NUMBERS * a + e] += square[e];
  }
  const T = new Float64Array(BLOCK_NUMBERS * count);
  const candidates = new Float64Array(BLOCK_NUMBERS * count);
  for (let a = 0; a < count; a++) {
    orthonormaliser(blockAt(gram, a), blockAt(T, a));
    product(blockAt(T, a), blockAt(gram, a), candidates, BLOCK_NUMBERS * a, true);
  }
  for (let n = 0; n < rows; n++) {
    product(blockAt(basis, n), blockAt(T, of[n]), square);
    basis.set(square, BLOCK_NUMBERS * n);
  }
  return { basis, centre, candidates };
}

function meanPlaces(
  count: number,
  of: Int32Array,
  position: (n: number, axis: number) => number,
): Float64Array {
  const sum = new Float64Array(3 * count);
  const number = new Float64Array(count);
  for (let n = 0; n < of.length; n++) {
    number[of[n]]++;
    for (let axis = 0; axis < 3; axis++) sum[3 * of[n] + axis] += position(n, axis);
  }
  return sum.map((x, n) => x / number[Math.floor(n / 3)]);
}
