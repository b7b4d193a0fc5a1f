/** Where everything lies in the kernels' memory. Plain data: threads are sent a copy. */
import type { AggregationPlan } from '../coarsening/plan.ts';
import { paddedGrid } from '../grid/padded.ts';
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
/** Scratch of the sweeps besides the plane and the row that they carry on (solver/kernels/assembly/sweep.ts). */
const SCRATCH_BYTES = 4096;

/** @param dims elements along x, y, z */
export function layoutOf(
  dims: readonly [number, number, number],
  spacing: readonly [number, number, number],
  laws: number,
  threads: number,
  tableBytes: number,
  plan: AggregationPlan | null = null,
): Layout {
  let end = 1024;
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
      header: take(64),
      moduli32: take(4 * count * laws),
      moduli64: finest ? take(8 * count * laws) : 0,
      diagonal: take(12 * count),
      presence: take(count / 4),
      tables: [take(tableBytes / 2), take(tableBytes), take(tableBytes / 2), take(tableBytes)],
      // Sweeps read four nodes past a row's end, transfers a coarse row past the last.
      b: take(12 * count + 64),
      even: take(12 * count + 64),
      odd: take(12 * count + 64),
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
  // f64 sweeps: twelve modes a node of a plane, six a node of a row.
  const workBytes = SCRATCH_BYTES + 8 * (12 * stride * nodes[1] + 6 * stride);
  return {
    laws,
    levels,
    aggregation: plan === null ? null : placeAggregation(plan, levels[0], laws, take),
    displacement: take(24 * count + 64),
    direction: take(12 * count + 64),
    partials: take(16 * nodes[2]),
    work: take(threads * Math.ceil(workBytes / ALIGN) * ALIGN),
    workBytes: Math.ceil(workBytes / ALIGN) * ALIGN,
    barrier: take(256),
    bytes: end,
  };
}
