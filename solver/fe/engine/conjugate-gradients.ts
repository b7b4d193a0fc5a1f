/**
 * Conjugate gradients in f32 around a displacement in f64, preconditioned by a V-cycle.
 *
 * @remarks Where the f32 residual has fallen far, or seems small enough, it is replaced by the true one, made in f64
 * from the displacement; the search direction is kept (reliable updates: van der Vorst HA, Ye Q, SIAM J Sci Comput
 * 22:835, 2000). The result is as good as one in f64; nearly all the work is in f32.
 */
import { summed, sweep32, sweep64, type Context } from './context.ts';
import { precondition, type Cycle } from './cycle.ts';

export interface KrylovOptions {
  /** Stop where the true residual is below this part of the first one. */
  readonly tolerance: number;
  /** Stop where the energy that the last two iterations gave is below this part of the energy; 0 never stops. */
  readonly energyTolerance: number;
  readonly maxIterations: number;
  readonly onIteration?: (report: { iteration: number; relativeResidual: number }) => void;
}

export interface KrylovResult {
  readonly converged: boolean;
  readonly iterations: number;
  readonly relativeResidual: number;
}

/** The f32 residual is trusted down to this part of the last true one. */
const TRUST = 1e-3;

export function solveLinearInto(ctx: Context, cycle: Cycle, options: KrylovOptions): KrylovResult {
  const { kernels, layout, work } = ctx;
  const share = ctx.shares[0];
  const { level } = share;
  const { header, b: r } = level;
  const { displacement: x, direction: p } = layout;

  const imbalance = (scale: number): number =>
    summed(ctx, share, (partials) => {
      sweep64(ctx, share, x, (k) => {
        partials[k] = kernels.imbalance(header, work, k, x, r, scale);
      });
    });
  const first = Math.sqrt(imbalance(0));
  if (first === 0) return { converged: true, iterations: 0, relativeResidual: 0 };
  const scale = 1 / first;
  // Held in units of the first residual, so that f32 neither overflows nor loses digits.
  share.team.barrier();
  let trusted = Math.sqrt(imbalance(scale)) * scale;
  let norm = trusted;
  let lastDot = 0;
  for (let iteration = 1; iteration <= options.maxIterations; iteration++) {
    const { z, dot } = precondition(ctx, cycle);
    const beta = iteration === 1 ? 0 : dot / lastDot;
    lastDot = dot;
    for (let k = share.from; k < share.to; k++) kernels.directionPlane(header, k, z, p, beta);
    share.team.barrier();
    const q = z === level.even ? level.odd : level.even;
    const energy = summed(ctx, share, (partials) => {
      sweep32(ctx, share, p, (k) => {
        partials[k] = kernels.apply32(header, work, k, p, q);
      });
    });
    const alpha = dot / energy;
    if (!Number.isFinite(alpha)) return { converged: false, iterations: iteration, relativeResidual: norm };
    norm = Math.sqrt(
      summed(ctx, share, (partials) => {
        for (let k = share.from; k < share.to; k++) {
          partials[k] = kernels.advancePlane(header, k, x, p, r, q, alpha / scale, alpha);
        }
      }),
    );
    if (norm <= options.tolerance || norm < TRUST * trusted) {
      trusted = norm = Math.sqrt(imbalance(scale)) * scale;
    }
    options.onIteration?.({ iteration, relativeResidual: norm });
    if (norm <= options.tolerance) return { converged: true, iterations: iteration, relativeResidual: norm };
  }
  return { converged: false, iterations: options.maxIterations, relativeResidual: norm };
}
