/**
 * Conjugate gradients in f32 around a displacement in f64, preconditioned by a V-cycle.
 *
 * @remarks Where the f32 residual has fallen far, or seems small enough, it is replaced by the true one, made in f64
 * from the displacement; the search direction is kept (reliable updates: van der Vorst HA, Ye Q, SIAM J Sci Comput
 * 22:835, 2000). The result is as good as one in f64; nearly all the work is in f32.
 */
import type { IterationReport } from '../../solution.ts';
import { summed, type Context } from '../machine/context.ts';
import { type Cycle, precondition } from './preconditioner.ts';
import type { RecycledSpace } from './recycled.ts';

/** A symmetric system over the free degrees of freedom; the residual lies in `levels[0].b`, in units of `1 / scale`. */
export interface System {
  /** q = A p of the member's planes; returns p . q over all */
  apply(p: number, q: number): number;
  /** Puts the true residual in place; returns its norm. Null where there is none beyond the recursion's. */
  readonly refresh: (() => number) | null;
  readonly scale: number;
}

export interface KrylovOptions {
  /** Stop where the residual's norm is below this, in the units of the system. */
  readonly tolerance: number;
  /** Stop where `energyOf` the last `ENERGY_WINDOW` iterations is below this part of the whole; 0 never stops. */
  readonly energyTolerance: number;
  readonly maxIterations: number;
  /** What earlier solves of like systems left; left out, nothing. */
  readonly recycled?: RecycledSpace;
  readonly onIteration?: ((report: IterationReport) => void) | undefined;
}

export interface KrylovResult {
  readonly converged: boolean;
  readonly iterations: number;
  readonly relativeResidual: number;
  /** Of the residual at the start along the correction, N mm, in true units. */
  readonly work: number;
}

/** The f32 residual is trusted down to this part of the last true one. */
const TRUST = 1e-3;
/** Iterations whose gain in energy stands for what is still to come. */
const ENERGY_WINDOW = 2;

/**
 * @param start norm of the residual that is in place
 * @param energy u' K u of the displacement so far, N mm, in true units
 */
export function iterate(
  ctx: Context,
  cycle: Cycle,
  system: System,
  start: number,
  energy: number,
  options: KrylovOptions,
): KrylovResult {
  const { kernels, layout } = ctx;
  const share = ctx.shares[0];
  const { header, b: r, even, odd } = share.level;
  const { displacement: x, direction: p } = layout;
  const { scale } = system;
  const { recycled } = options;
  recycled?.begin();
  const gains: number[] = [];
  let trusted = start;
  let norm = start;
  let lastDot = 0;
  let left = energy;
  let work = 0;
  for (let iteration = 1; iteration <= options.maxIterations; iteration++) {
    const made = precondition(ctx, cycle);
    const { z, dot } = recycled === undefined ? made : recycled.improve(made);
    const beta = iteration === 1 ? 0 : dot / lastDot;
    lastDot = dot;
    for (let k = share.from; k < share.to; k++) kernels.directionPlane(header, k, z, p, beta);
    share.team.barrier();
    const q = z === even ? odd : even;
    const curvature = system.apply(p, q);
    const alpha = dot / curvature;
    if (!(curvature > 0 && Number.isFinite(alpha)))
      return { converged: false, iterations: iteration, relativeResidual: norm, work };
    norm = Math.sqrt(
      summed(ctx, share, (partials) => {
        for (let k = share.from; k < share.to; k++) {
          partials[k] = kernels.advancePlane(header, k, x, p, r, q, alpha / scale, alpha);
        }
      }),
    );
    if (system.refresh !== null && (norm <= options.tolerance || norm < TRUST * trusted)) {
      trusted = norm = system.refresh();
    }
    const gain = (alpha * dot) / (scale * scale);
    left -= gain;
    work += gain;
    gains.push(gain);
    options.onIteration?.({ iteration, relativeResidual: norm });
    const recent = gains.slice(-ENERGY_WINDOW).reduce((sum, g) => sum + g, 0);
    const settled = gains.length > ENERGY_WINDOW && recent < options.energyTolerance * left;
    if (norm <= options.tolerance || settled) {
      recycled?.end(scale, iteration);
      return { converged: true, iterations: iteration, relativeResidual: norm, work };
    }
  }
  return { converged: false, iterations: options.maxIterations, relativeResidual: norm, work };
}
