/** Makes the coarse matrices of smoothed aggregation: modes of the aggregates, Galerkin products, factor of the coarsest. */
import {
  BLOCK_NUMBERS,
  ELEMENT_NUMBERS,
  F64,
  GRID_NEIGHBOURS,
  MATRIX_COLUMN,
  MATRIX_INVERSE,
  MATRIX_ROW,
  MATRIX_VALUES,
  PRODUCT_AGGREGATE,
  PRODUCT_AT,
  PRODUCT_BASIS,
  PRODUCT_CENTRE,
  PRODUCT_COLUMN,
  PRODUCT_EDGES,
  PRODUCT_ELEMENT,
  PRODUCT_K_COLUMN,
  PRODUCT_K_INVERSE,
  PRODUCT_K_ROW,
  PRODUCT_K_VALUES,
  PRODUCT_MOST_AGGREGATES,
  PRODUCT_MOST_NEIGHBOURS,
  PRODUCT_NUMBER,
  PRODUCT_PLANE,
  PRODUCT_ROW,
  PRODUCT_SCRATCH,
  PRODUCT_SLOT,
  PRODUCT_SUPPORT,
  PRODUCT_SUPPORT_START,
  PRODUCT_VALUES,
  PRODUCT_WINDOW,
  PRODUCT_WINDOW_BYTES,
  RIGID_MODES,
} from '../../../kernels/layout.ts';
import type { ElasticLaw } from '../../elastic-law.ts';
import { elementStiffness, type Dilatation } from '../../hexahedron.ts';
import type { AggregationPlan, Step } from '../coarsening/plan.ts';
import { componentSize } from '../grid/padded.ts';
import type { Kernels } from '../machine/kernels.ts';
import { widestRow, type Aggregation, type BlockLevel } from '../memory/aggregation-layout.ts';
import type { LevelLayout } from '../memory/level-layout.ts';
import { putWords } from '../memory/words.ts';
import { factorise } from './factor.ts';
import { blockModes, gridModes, type Modes } from './modes.ts';

/** Weight of the prolongator's smoothing times the largest eigenvalue of D^-1 K (Vanek P et al., 1996). */
export const OMEGA = 4 / 3;
/** Power iteration comes from below. */
const POWER_STEPS = 12;
const SAFETY = 1.15;

/**
 * @param largest bound on the eigenvalues of D^-1 K of the grid
 * @returns the same for each level of blocks
 */
export function fillAggregation(
  buffer: ArrayBufferLike,
  kernels: Kernels,
  level: LevelLayout,
  memory: Aggregation,
  plan: AggregationPlan,
  laws: readonly ElasticLaw[],
  dilatation: Dilatation | undefined,
  largest: number,
): number[] {
  const { grid, steps } = plan;
  const { setup } = memory;
  put(buffer, memory.at, grid.at);
  put(buffer, memory.planeStart, grid.planeStart);
  put(buffer, memory.aggregateOf, steps[0].aggregates.of);
  const number = new Int32Array(buffer, setup.number, componentSize(level));
  for (let n = 0; n < grid.at.length; n++) number[grid.at[n]] = n;
  laws.forEach((law, l) => {
    new Float64Array(buffer, setup.element + F64 * ELEMENT_NUMBERS * l, ELEMENT_NUMBERS).set(
      elementStiffness(law, level.spacing, dilatation),
    );
  });
  new Float64Array(buffer, setup.edges, 3).set(level.spacing);

  let modes = gridModes(buffer, level, grid, steps[0].aggregates);
  new Float64Array(buffer, memory.basis, modes.basis.length).set(modes.basis);
  new Float64Array(buffer, memory.centre, modes.centre.length).set(modes.centre);
  writePattern(buffer, memory, steps[0], memory.levels[0], null);
  const planes = level.nodes[2];
  for (let k = 0; k < planes; k++) {
    if (k === 0) kernels.prolongatorPlane(level.header, setup.header, 0, OMEGA / largest);
    if (k + 1 < planes) kernels.prolongatorPlane(level.header, setup.header, k + 1, OMEGA / largest);
    kernels.galerkinPlane(level.header, setup.header, k);
  }
  const bounds = [finish(buffer, kernels, memory.levels[0])];
  for (let n = 1; n < steps.length; n++) {
    const [above, here] = [memory.levels[n - 1], memory.levels[n]];
    const next: Modes = blockModes(modes, steps[n].aggregates);
    put(buffer, above.aggregateOf, steps[n].aggregates.of);
    new Float64Array(buffer, above.basis, next.basis.length).set(next.basis);
    writePattern(buffer, memory, steps[n], here, above);
    kernels.galerkinBlocks(setup.header, above.rows, OMEGA / bounds[n - 1]);
    bounds.push(finish(buffer, kernels, here));
    modes = next;
  }
  factorise(buffer, memory.levels[memory.levels.length - 1], memory.factor);
  return bounds;
}

function put(buffer: ArrayBufferLike, at: number, values: Int32Array): void {
  new Int32Array(buffer, at, values.length).set(values);
}

/** What one product needs besides the modes. `from` is the matrix of blocks that it is made from, null for the grid's. */
function writePattern(
  buffer: ArrayBufferLike,
  { setup, at, aggregateOf, planeStart, basis, centre }: Aggregation,
  { graph, aggregates, pattern }: Step,
  to: BlockLevel,
  from: BlockLevel | null,
): void {
  put(buffer, setup.supportStart, pattern.support.start);
  put(buffer, setup.support, pattern.support.to);
  new Int32Array(buffer, setup.slot, aggregates.count).fill(-1);
  put(buffer, to.row, pattern.matrix.start);
  put(buffer, to.column, pattern.matrix.to);
  putWords(buffer, to.header, [
    [MATRIX_ROW, to.row],
    [MATRIX_COLUMN, to.column],
    [MATRIX_VALUES, to.values],
    [MATRIX_INVERSE, to.inverse],
  ]);
  putWords(buffer, setup.header, [
    [PRODUCT_AGGREGATE, from === null ? aggregateOf : from.aggregateOf],
    [PRODUCT_SUPPORT_START, setup.supportStart],
    [PRODUCT_SUPPORT, setup.support],
    [PRODUCT_SLOT, setup.slot],
    [PRODUCT_ROW, to.row],
    [PRODUCT_COLUMN, to.column],
    [PRODUCT_VALUES, to.values],
    [PRODUCT_BASIS, from === null ? basis : from.basis],
    [PRODUCT_CENTRE, centre],
    [PRODUCT_WINDOW, setup.window],
    [PRODUCT_WINDOW_BYTES, setup.windowBytes],
    [PRODUCT_SCRATCH, setup.scratch],
    [PRODUCT_AT, at],
    [PRODUCT_NUMBER, setup.number],
    [PRODUCT_PLANE, planeStart],
    [PRODUCT_ELEMENT, setup.element],
    [PRODUCT_EDGES, setup.edges],
    [PRODUCT_K_ROW, from?.row ?? 0],
    [PRODUCT_K_COLUMN, from?.column ?? 0],
    [PRODUCT_K_VALUES, from?.values ?? 0],
    [PRODUCT_K_INVERSE, from?.inverse ?? 0],
    [PRODUCT_MOST_NEIGHBOURS, from === null ? GRID_NEIGHBOURS : widestRow(graph.start)],
    [PRODUCT_MOST_AGGREGATES, pattern.widest],
  ]);
}

/** The lower triangle, the inverse diagonal; 1 on the diagonal of modes that were dropped. Returns the bound. */
function finish(buffer: ArrayBufferLike, kernels: Kernels, level: BlockLevel): number {
  const row = new Int32Array(buffer, level.row, level.rows + 1);
  const column = new Int32Array(buffer, level.column, level.blocks);
  const values = new Float32Array(buffer, level.values, BLOCK_NUMBERS * level.blocks);
  const inverse = new Float32Array(buffer, level.inverse, RIGID_MODES * level.rows);
  // Columns rise, so that each row's blocks below the diagonal are met in the order in which they are stored.
  const next = row.slice();
  for (let a = 0; a < level.rows; a++) {
    for (let p = next[a]; p < row[a + 1]; p++) {
      const b = column[p];
      if (b === a) {
        finishDiagonal(values, BLOCK_NUMBERS * p, inverse, RIGID_MODES * a);
        continue;
      }
      const mirror = next[b]++;
      for (let i = 0; i < RIGID_MODES; i++) {
        for (let j = 0; j < RIGID_MODES; j++)
          values[BLOCK_NUMBERS * mirror + RIGID_MODES * j + i] =
            values[BLOCK_NUMBERS * p + RIGID_MODES * i + j];
      }
    }
  }
  return largestEigenvalue(buffer, kernels, level);
}

function finishDiagonal(values: Float32Array, at: number, inverse: Float32Array, to: number): void {
  for (let i = 0; i < RIGID_MODES; i++) {
    for (let j = 0; j < i; j++) values[at + RIGID_MODES * i + j] = values[at + RIGID_MODES * j + i];
    if (!(values[at + (RIGID_MODES + 1) * i] > 0)) {
      for (let j = 0; j < RIGID_MODES; j++)
        values[at + RIGID_MODES * i + j] = values[at + RIGID_MODES * j + i] = 0;
      values[at + (RIGID_MODES + 1) * i] = 1;
    }
    inverse[to + i] = 1 / values[at + (RIGID_MODES + 1) * i];
  }
}

/** Of D^-1 A, by power iteration from a vector that has a part of everything. */
function largestEigenvalue(buffer: ArrayBufferLike, kernels: Kernels, level: BlockLevel): number {
  const size = RIGID_MODES * level.rows;
  const v = new Float32Array(buffer, level.even, size);
  const w = new Float32Array(buffer, level.odd, size);
  for (let n = 0; n < size; n++) v[n] = ((n * 7919) % 127) / 63 - 1;
  let value = 1;
  for (let step = 0; step < POWER_STEPS; step++) {
    w.fill(0);
    // 0 + v - D^-1 A v, then what is missing to v
    kernels.blockCorrect(level.header, level.rows, level.even, level.odd, 1);
    let sum = 0;
    for (let n = 0; n < size; n++) {
      w[n] = v[n] - w[n];
      sum += w[n] * w[n];
    }
    const before = v.reduce((total, x) => total + x * x, 0);
    value = Math.sqrt(sum / before);
    for (let n = 0; n < size; n++) v[n] = w[n] / value;
  }
  return SAFETY * value;
}
