/**
 * One cycle of multigrid by smoothed aggregation: a symmetric positive definite approximation of K^-1, for bone whose
 * struts coarse boxes lose.
 *
 * @remarks The prolongator `(I - w D^-1 K) P0` is not stored: it is a step of `P0`, which follows from a node's place in
 * its aggregate, and a sweep. The first level of blocks is visited once, those below twice at each visit (a W-cycle): its
 * second visit gains an iteration of 32 on `porSmooth64`, and costs a quarter of the time. They are the first member's; the others share the grid.
 */
import { RIGID_MODES } from '../../../kernels/layout.ts';
import { sweep32, type Context } from '../machine/context.ts';
import type { Aggregation } from '../memory/aggregation-layout.ts';
import { chebyshevSteps, type ChebyshevStep } from '../multigrid/chebyshev.ts';
import { correctFrom, fromZero, other, type Preconditioned } from '../multigrid/smoothing.ts';
import { solveFactored } from './factor.ts';
import { OMEGA } from './fill.ts';
import { prolongBlocks, prolongGrid, restrictBlocks, restrictGrid } from './transfer.ts';

export interface AggregationCycle {
  readonly kind: 'aggregation';
  readonly memory: Aggregation;
  readonly gridSteps: readonly ChebyshevStep[];
  readonly gridOmega: number;
  readonly levels: readonly { readonly steps: readonly ChebyshevStep[]; readonly omega: number }[];
}

const STEPS = 3;
const RATIO = 16;
/** Visits of the levels below the first one of blocks at each visit of the level above: a W-cycle from there. */
const VISITS = 2;

export function aggregationCycle(
  memory: Aggregation,
  largest: number,
  blockBounds: readonly number[],
): AggregationCycle {
  return {
    kind: 'aggregation',
    memory,
    gridSteps: chebyshevSteps(largest, RATIO, STEPS),
    gridOmega: OMEGA / largest,
    levels: blockBounds.map((bound) => ({
      steps: chebyshevSteps(bound, RATIO, STEPS),
      omega: OMEGA / bound,
    })),
  };
}

export function preconditionByAggregation(ctx: Context, cycle: AggregationCycle): Preconditioned {
  const share = ctx.shares[0];
  const { level, team } = share;
  const { kernels, work } = ctx;
  const { memory, gridOmega } = cycle;
  const x = fromZero(ctx, share, cycle.gridSteps);
  const r = other(level, x);
  const sweep = (u: number, kernel: (k: number) => void): void => {
    sweep32(ctx, share, kernel, (k) => {
      kernels.prime32(level.header, work, k, u);
    });
    team.barrier();
  };
  sweep(x, (k) => {
    kernels.residual(level.header, work, k, x, level.b, r);
  });
  // r - w K D^-1 r
  for (let k = share.from; k < share.to; k++) {
    kernels.scaledPlane(level.header, k, r, memory.spare, gridOmega);
  }
  team.barrier();
  sweep(memory.spare, (k) => {
    kernels.residual(level.header, work, k, memory.spare, r, r);
  });
  if (team.rank === 0) {
    restrictGrid(ctx, memory, r);
    const e = visit(ctx, cycle, 0);
    prolongGrid(ctx, memory, e, r);
  }
  team.barrier();
  sweep(r, (k) => {
    kernels.correct(level.header, work, k, r, x, gridOmega);
  });
  return correctFrom(ctx, share, cycle.gridSteps, x, true);
}

/** Approximate A^-1 b of a level of blocks; returns where it lies. */
function visit(ctx: Context, cycle: AggregationCycle, n: number): number {
  const { kernels, buffer } = ctx;
  const { memory } = cycle;
  const level = memory.levels[n];
  if (n === memory.levels.length - 1) {
    solveFactored(buffer, level, memory.factor, level.even);
    return level.even;
  }
  const { header, rows, b, even, odd, spare } = level;
  const { steps, omega } = cycle.levels[n];
  let x = even;
  const smooth = (all: readonly ChebyshevStep[]): void => {
    for (const { a, c } of all) {
      const out = x === even ? odd : even;
      kernels.blockSmooth(header, rows, x, b, out, a, c);
      x = out;
    }
  };
  kernels.blockScaled(header, rows, b, x, steps[0].c);
  // The step before from zero left nothing behind it.
  new Float32Array(buffer, odd, RIGID_MODES * rows).fill(0);
  smooth(steps.slice(1));
  const visits = n === 0 ? 1 : VISITS;
  for (let turn = 0; turn < visits; turn++) {
    if (turn > 0) smooth(steps);
    const r = x === even ? odd : even;
    kernels.blockResidual(header, rows, x, b, r);
    kernels.blockScaled(header, rows, r, spare, omega);
    kernels.blockResidual(header, rows, spare, r, r);
    restrictBlocks(buffer, level, memory.levels[n + 1], r);
    const e = visit(ctx, cycle, n + 1);
    prolongBlocks(buffer, level, memory.levels[n + 1], e, r);
    kernels.blockCorrect(header, rows, r, x, omega);
    smooth(steps);
  }
  return x;
}
