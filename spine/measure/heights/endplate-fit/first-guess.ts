/** Where a shell is first thought to be: on the masks' edges, and as thick and as dense as such things are. */
import { addRow, backSolve, choleskyFactor, clear, normalEquations } from '../../../math/normal-equations.ts';
import { SHELL_HU } from '../../../definitions/surfaces.ts';

import type { Layout } from './endplate-model.ts';
import { addPrior, DISC_HU, smooth, THICKNESS_MM } from './endplate-priors.ts';
import type { Column, Footprint } from './footprint.ts';
import {
  emptyWeights,
  SPLINE_TERMS,
  weighted,
  weightsInto,
  type Rectangle,
  type SplineGrid,
} from '../../../math/spline-grid.ts';
import { upperMedian, upperQuantile } from '../../../math/order-statistics.ts';
import type { Voxels } from './voxels-near.ts';

const DENSEST = 0.98;
/** A mask's edge stands where its endplate does, but for this, mm. */
const EDGE_SIGMA_MM = 0.3;
/** Where no other vertebra is near, mm. */
const FAR_MM = 30;
/** So deep there is nothing but marrow, mm. */
const MARROW_MM = 2.5;
/** Coefficients that no column tells are held at 0, if by little, 1/mm2. */
const RIDGE = 1e-6;
/** So often the bends are weighed anew. */
const ROUNDS = 5;

/** HU of compact bone: the assumed one, or the densest of what is seen. */
export function compactHu({ hu }: Voxels): number {
  return Math.max(SHELL_HU, upperQuantile(hu, DENSEST));
}

/** Surfaces from the masks' edges; thickness, marrow and disc alike everywhere. */
export function firstGuess(footprint: Footprint, voxels: Voxels, layout: Layout): Float64Array | null {
  const { outward, columns } = footprint;
  const own = splineThrough(columns, layout.surface, ({ edge }) => edge);
  const next = splineThrough(columns, layout.next, ({ edge, gap }) => edge + outward * (gap ?? FAR_MM));
  if (own === null || next === null) return null;
  const x = new Float64Array(layout.size);
  x.set(own);
  x.set(next, layout.n);
  x.fill(THICKNESS_MM, layout.t, layout.y0);
  x.fill(marrowHu(footprint, voxels), layout.y0, layout.y2);
  x.fill(DISC_HU, layout.y2);
  return x;
}

function splineThrough(
  columns: readonly Column[],
  grid: SplineGrid,
  value: (column: Column) => number,
): Float64Array | null {
  const equations = normalEquations(grid.nu * grid.nv);
  const weights = emptyWeights();
  const bends = [...smooth(grid, 0)];
  let x = new Float64Array(equations.size);
  for (let round = 0; round < ROUNDS; round++) {
    clear(equations);
    for (const column of columns) {
      weightsInto(weights, grid, column.u, column.v);
      const off = value(column) - weighted(weights, weights.value, x);
      addRow(equations, weights.index, weights.value, SPLINE_TERMS, off, 1 / EDGE_SIGMA_MM ** 2);
    }
    for (const row of bends) addPrior(equations, row, x);
    for (let i = 0; i < equations.size; i++) equations.matrix[i * equations.size + i]! += RIDGE;
    const factor = choleskyFactor(equations);
    if (factor === null) return null;
    const step = backSolve(factor, equations.right);
    x = x.map((c, i) => c + step[i]!);
  }
  return x;
}

export function rectangleOf({ columns }: Footprint): Rectangle {
  const range = (pick: (c: Column) => number): [number, number] => [
    columns.reduce((low, c) => Math.min(low, pick(c)), Infinity) - 1,
    columns.reduce((high, c) => Math.max(high, pick(c)), -Infinity) + 1,
  ];
  return { u: range(({ u }) => u), v: range(({ v }) => v) };
}

/** Median HU well inside the mask's edge; 0 where no voxel is. */
function marrowHu({ at, outward }: Footprint, { u, v, w, hu }: Voxels): number {
  const inside: number[] = [];
  for (let n = 0; n < hu.length; n++) {
    const column = at(u[n]!, v[n]!);
    if (column !== null && outward * (w[n]! - column.edge) < -MARROW_MM) inside.push(hu[n]!);
  }
  return inside.length === 0 ? 0 : upperMedian(inside);
}
