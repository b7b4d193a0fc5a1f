/** Where everything lies in the kernels' memory. Plain data: threads are sent a copy. */
import {
  CARRIED_PLANE,
  CARRIED_ROW,
  COEFFICIENTS,
  F32,
  F64,
  LEVEL_BYTES,
  NODES_A_CHUNK,
  PAST_END,
  REGISTER,
  WORK_CARRIED,
} from '../../../kernels/layout.ts';
import type { AggregationPlan } from '../coarsening/plan.ts';
import { paddedGrid, type PaddedGrid } from '../grid/padded.ts';
import { BARRIER_WORDS } from '../team/barrier.ts';
import { placeAggregation, type Aggregation } from './aggregation-layout.ts';
import type { LevelLayout } from './level-layout.ts';

export interface Layout {
  readonly laws: number;
  readonly levels: readonly LevelLayout[];
  /** The coarse spaces of a porous model, which has one level only. */
  readonly aggregation: Aggregation | null;
  /** f64, three components: the displacement. */
  readonly displacement: number;
  /** f32, three components: the search direction. */
  readonly direction: number;
  /** f64, two sets of one number a plane of the finest level. */
  readonly partials: number;
  /** Scratch a thread, `workBytes` each. */
  readonly work: number;
  readonly workBytes: number;
  /** Two 32-bit words of the barrier, a cache line apart. */
  readonly barrier: number;
  readonly bytes: number;
}

/** Fewer cells than this are not coarsened further. */
const COARSEST_CELLS = 300;
const ALIGN = 64;
/** Nothing lies at 0, so that a pointer of 0 is none. */
const FIRST = 1024;

/** Bytes of what a sweep carries on, to the next row and to the next plane; `size` of a number. */
export function carriedBytes({ stride, nodes }: PaddedGrid, size: number): number {
  return ((stride * size) / REGISTER) * (CARRIED_ROW + CARRIED_PLANE * nodes[1]);
}

/** @param dims elements along x, y, z */
export function layoutOf(
  dims: readonly [number, number, number],
  spacing: readonly [number, number, number],
  laws: number,
  threads: number,
  plan: AggregationPlan | null = null,
): Layout {
  const table = COEFFICIENTS * laws;
  let end = FIRST;
  const take = (bytes: number): number => {
    const at = end;
    end = Math.ceil((end + bytes) / ALIGN) * ALIGN;
    return at;
  };
  const levels: LevelLayout[] = [];
  let cells: [number, number, number] = [...dims];
  let edges: [number, number, number] = [...spacing];
  let lastThickness = spacing[2];
  for (;;) {
    const { nodes, stride } = paddedGrid(cells);
    const count = stride * nodes[1] * nodes[2];
    const finest = levels.length === 0;
    levels.push({
      nodes,
      stride,
      spacing: edges,
      lastThickness,
      header: take(LEVEL_BYTES),
      moduli32: take(F32 * count * laws),
      moduli64: finest ? take(F64 * count * laws) : 0,
      diagonal: take(3 * F32 * count),
      presence: take(count / NODES_A_CHUNK),
      tables: [take(F32 * table), take(F64 * table), take(F32 * table), take(F64 * table)],
      b: take(3 * F32 * count + PAST_END),
      even: take(3 * F32 * count + PAST_END),
      odd: take(3 * F32 * count + PAST_END),
    });
    if (plan !== null) break;
    if (cells[0] * cells[1] * cells[2] <= COARSEST_CELLS || cells.includes(1)) break;
    // The last coarse layer covers one fine layer or two.
    lastThickness = cells[2] % 2 === 1 ? lastThickness : lastThickness + edges[2];
    cells = [Math.ceil(cells[0] / 2), Math.ceil(cells[1] / 2), Math.ceil(cells[2] / 2)];
    edges = [2 * edges[0], 2 * edges[1], 2 * edges[2]];
  }
  const { nodes, stride } = levels[0];
  const count = stride * nodes[1] * nodes[2];
  const workBytes = WORK_CARRIED + carriedBytes(levels[0], F64);
  return {
    laws,
    levels,
    aggregation: plan === null ? null : placeAggregation(plan, levels[0], laws, take),
    displacement: take(3 * F64 * count + PAST_END),
    direction: take(3 * F32 * count + PAST_END),
    partials: take(2 * F64 * nodes[2]),
    work: take(threads * Math.ceil(workBytes / ALIGN) * ALIGN),
    workBytes: Math.ceil(workBytes / ALIGN) * ALIGN,
    barrier: take(4 * BARRIER_WORDS),
    bytes: end,
  };
}
