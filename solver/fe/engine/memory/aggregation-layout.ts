/** Where the coarse spaces lie in the kernels' memory. Plain data: threads are sent a copy. */
import {
  BLOCK32,
  BLOCK64,
  ELEMENT_NUMBERS,
  F32,
  F64,
  GRID_NEIGHBOURS,
  IDS_PADDING,
  MATRIX_BYTES,
  NEIGHBOUR_BYTES,
  NODE_BLOCK64,
  PAST_END,
  PLACE64,
  PRODUCT_BYTES,
  RIGID_MODES,
  ROW32,
  ROW64,
  SCRATCH_NEIGHBOURS,
} from '../../../kernels/layout.ts';
import type { AggregationPlan, Step } from '../coarsening/plan.ts';
import type { LevelLayout } from './level-layout.ts';

/** A level of 6x6 blocks. */
export interface BlockLevel {
  readonly rows: number;
  readonly blocks: number;
  /** `MATRIX_...` of solver/kernels/layout.ts. */
  readonly header: number;
  readonly row: number;
  readonly column: number;
  readonly values: number;
  readonly inverse: number;
  /** f32 vectors of six numbers a row. */
  readonly b: number;
  readonly even: number;
  readonly odd: number;
  readonly spare: number;
  /** To the next coarser level: each row's aggregate, and its rows of P0, f64 6x6. 0 on the coarsest. */
  readonly aggregateOf: number;
  readonly basis: number;
}

export interface Aggregation {
  /** Nodes of the grid that touch an element, in the order of their planes. */
  readonly nodes: number;
  readonly at: number;
  readonly aggregateOf: number;
  readonly planeStart: number;
  /** One an aggregate: f64 6x6 modes in terms of candidates, f64 centre in mm. */
  readonly basis: number;
  readonly centre: number;
  /** An f32 vector of the grid. */
  readonly spare: number;
  readonly levels: readonly BlockLevel[];
  /** f64 lower triangle of the Cholesky factor of the coarsest matrix, row by row. */
  readonly factor: number;
  /** What only the making needs. */
  readonly setup: SetupMemory;
}

export interface SetupMemory {
  readonly header: number;
  readonly supportStart: number;
  readonly support: number;
  readonly slot: number;
  readonly window: number;
  readonly windowBytes: number;
  readonly scratch: number;
  readonly number: number;
  readonly element: number;
  readonly edges: number;
}

export function placeAggregation(
  { grid, steps }: AggregationPlan,
  { stride, nodes }: LevelLayout,
  laws: number,
  take: (bytes: number) => number,
): Aggregation {
  const size = stride * nodes[1] * nodes[2];
  const count = grid.at.length;
  const coarsest = RIGID_MODES * steps[steps.length - 1].aggregates.count;
  const most = (of: (step: Step, n: number) => number): number =>
    steps.reduce((top, step, n) => Math.max(top, of(step, n)), 0);
  const windowBytes = 3 * ROW64 * widestPlane(grid.planeStart, steps[0].pattern.support.start);
  return {
    nodes: count,
    at: take(4 * count),
    aggregateOf: take(4 * count),
    planeStart: take(4 * grid.planeStart.length),
    basis: take(BLOCK64 * steps[0].aggregates.count),
    centre: take(PLACE64 * steps[0].aggregates.count),
    spare: take(3 * F32 * size + PAST_END),
    levels: steps.map(({ aggregates, pattern }, n) => {
      const rows = aggregates.count;
      const blocks = pattern.matrix.to.length;
      const last = n === steps.length - 1;
      return {
        rows,
        blocks,
        header: take(MATRIX_BYTES),
        row: take(4 * (rows + 1)),
        column: take(4 * blocks),
        values: take(BLOCK32 * blocks),
        inverse: take(ROW32 * rows),
        b: take(ROW32 * rows),
        even: take(ROW32 * rows),
        odd: take(ROW32 * rows),
        spare: take(ROW32 * rows),
        aggregateOf: last ? 0 : take(4 * rows),
        basis: last ? 0 : take(BLOCK64 * rows),
      };
    }),
    factor: take(F64 * coarsest ** 2),
    setup: {
      header: take(PRODUCT_BYTES),
      supportStart: take(4 * most(({ pattern }) => pattern.support.start.length)),
      support: take(4 * most(({ pattern }) => pattern.support.to.length)),
      slot: take(4 * steps[0].aggregates.count),
      window: take(
        most(({ pattern }, n) => (n === 0 ? 3 * windowBytes : BLOCK64 * pattern.support.to.length)),
      ),
      windowBytes,
      scratch: take(
        most(({ graph, pattern }, n) => scratchBytes(widestRow(graph.start), pattern.widest, n === 0)),
      ),
      number: take(4 * size),
      element: take(F64 * ELEMENT_NUMBERS * laws),
      edges: take(PLACE64),
    },
  };
}

/** As solver/kernels/assembly/galerkin.ts divides it. */
function scratchBytes(neighbours: number, aggregates: number, grid: boolean): number {
  const most = grid ? GRID_NEIGHBOURS : neighbours;
  const row = 4 * (aggregates + IDS_PADDING) + BLOCK64 * aggregates;
  return (
    SCRATCH_NEIGHBOURS + (NEIGHBOUR_BYTES + BLOCK64) * most + Math.max(GRID_NEIGHBOURS * NODE_BLOCK64, row)
  );
}

export function widestRow(start: Int32Array): number {
  let most = 0;
  for (let n = 0; n + 1 < start.length; n++) most = Math.max(most, start[n + 1] - start[n]);
  return most;
}

function widestPlane(planeStart: Int32Array, supportStart: Int32Array): number {
  let most = 0;
  for (let k = 0; k + 1 < planeStart.length; k++) {
    most = Math.max(most, supportStart[planeStart[k + 1]] - supportStart[planeStart[k]]);
  }
  return most;
}
