/**
 * One V-cycle of geometric multigrid in f32: a symmetric positive definite approximation of K^-1.
 *
 * @remarks Coarse grids have half the elements along each axis and the mean modulus of their children; transfers are
 * trilinear and its transpose; the smoother is Chebyshev with the diagonal (Brandt A, Math Comput 31:333, 1977; for
 * voxel bone models Flaig C, Arbenz P, Parallel Comput 37:846, 2011).
 */
import type { Context, Share } from '../machine/context.ts';
import type { LevelLayout } from '../memory/level-layout.ts';
import { chebyshevSteps, type ChebyshevStep } from './chebyshev.ts';
import { afterSteps, correctFrom, elastic32, fromZero, other, type Preconditioned } from './smoothing.ts';

export interface BoxCycle {
  readonly kind: 'boxes';
  /** Smoothing steps before and after the coarse correction. */
  readonly smooth: number;
  readonly steps: readonly (readonly ChebyshevStep[])[];
}

const RATIO = 16;
const COARSEST_STEPS = 24;
const COARSEST_RATIO = 300;

/** @param bounds on the eigenvalues of D^-1 K, one a level */
export function boxCycle(bounds: readonly number[], smooth: number): BoxCycle {
  const last = bounds.length - 1;
  return {
    kind: 'boxes',
    smooth,
    steps: bounds.map((largest, n) =>
      n === last
        ? chebyshevSteps(largest, COARSEST_RATIO, COARSEST_STEPS)
        : chebyshevSteps(largest, RATIO, smooth),
    ),
  };
}

export function preconditionByBoxes(ctx: Context, cycle: BoxCycle): Preconditioned {
  const share = ctx.shares[0];
  if (ctx.shares.length > 1) return descend(ctx, cycle, 0);
  const z = fromZero(ctx, share, cycle.steps[0]);
  return { z, dot: product(ctx, share.level, z) };
}

/** The dot product is that of the finest level; coarse ones don't make it. */
function descend(ctx: Context, cycle: BoxCycle, n: number): Preconditioned {
  const share = ctx.shares[n];
  const { level } = share;
  const coarse = ctx.shares[n + 1];
  const steps = cycle.steps[n];
  const before = fromZero(ctx, share, steps);
  const r = other(level, before);
  elastic32(ctx, share, before, (k) => {
    ctx.kernels.residual(level.header, ctx.work, k, before, level.b, r);
  });
  share.team.barrier();
  restrict(ctx, share, coarse, r);
  share.team.barrier();
  const coarsest = n + 2 === ctx.shares.length;
  // A coarse level that is not shared is the first member's; the others wait where they meet again.
  if (coarse.team.size > 1 || ctx.team.rank === 0 || share.team.size === 1) {
    if (coarsest) fromZero(ctx, coarse, cycle.steps[n + 1]);
    else descend(ctx, cycle, n + 1);
  }
  const e = coarsest
    ? afterSteps(coarse.level, cycle.steps[n + 1].length)
    : afterSteps(coarse.level, 2 * cycle.smooth);
  share.team.barrier();
  prolong(ctx, share, coarse, e, before);
  share.team.barrier();
  return correctFrom(ctx, share, steps, before, n === 0);
}

/** b . x of a model too small to be coarsened. */
function product(ctx: Context, level: LevelLayout, pointer: number): number {
  const size = 3 * level.stride * level.nodes[1] * level.nodes[2];
  const b = new Float32Array(ctx.buffer, level.b, size);
  const x = new Float32Array(ctx.buffer, pointer, size);
  let dot = 0;
  for (let i = 0; i < size; i++) dot += b[i] * x[i];
  return dot;
}

function restrict(ctx: Context, fine: Share, coarse: Share, r: number): void {
  // Coarse planes go to the members as the coarse level is shared, or to all that have the fine one.
  const planes = coarse.level.nodes[2];
  const { rank, size } = fine.team;
  const from = coarse.team.size > 1 ? coarse.from : Math.floor((planes * rank) / size);
  const to = coarse.team.size > 1 ? coarse.to : Math.floor((planes * (rank + 1)) / size);
  for (let k = from; k < to; k++) {
    const { below, at, above } = restrictionWeights(fine.level, coarse.level, k);
    ctx.kernels.restrictPlane(
      fine.level.header,
      coarse.level.header,
      k,
      r,
      coarse.level.b,
      ctx.work,
      below,
      at,
      above,
    );
  }
}

function prolong(ctx: Context, fine: Share, coarse: Share, e: number, x: number): void {
  for (let k = fine.from; k < fine.to; k++) {
    const { low, wLow, wHigh } = interpolation(fine.level, coarse.level, k);
    ctx.kernels.prolongPlane(fine.level.header, coarse.level.header, k, low, e, x, wLow, wHigh);
  }
}

/** Between which coarse planes fine plane k lies, and their weights. */
export function interpolation(
  fine: LevelLayout,
  coarse: LevelLayout,
  k: number,
): { low: number; wLow: number; wHigh: number } {
  const top = fine.nodes[2] - 1;
  if (k === top) return { low: coarse.nodes[2] - 1, wLow: 1, wHigh: 0 };
  if (k % 2 === 0) return { low: k / 2, wLow: 1, wHigh: 0 };
  const above = k === top - 1 ? fine.lastThickness : fine.spacing[2];
  const wHigh = fine.spacing[2] / (fine.spacing[2] + above);
  return { low: (k - 1) / 2, wLow: 1 - wHigh, wHigh };
}

/** The transpose: weights in coarse plane k of fine planes 2 k - 1, 2 k and 2 k + 1. */
function restrictionWeights(
  fine: LevelLayout,
  coarse: LevelLayout,
  k: number,
): { below: number; at: number; above: number } {
  const weight = (z: number): number => {
    if (z < 0 || z >= fine.nodes[2]) return 0;
    const { low, wLow, wHigh } = interpolation(fine, coarse, z);
    return low === k ? wLow : low + 1 === k ? wHigh : 0;
  };
  return { below: weight(2 * k - 1), at: weight(2 * k), above: weight(2 * k + 1) };
}
