/**
 * Conjugate gradients in f32 around a displacement in f64, preconditioned by a V-cycle.
 *
 * @remarks Where the f32 residual has fallen far, or seems small enough, it is replaced by the true one, made in f64
 * from the displacement; the search direction is kept (reliable updates: van der Vorst HA, Ye Q, SIAM J Sci Comput
 * 22:835, 2000). The result is as good as one in f64; nearly all the work is in f32.
 */
import { summed, sweep32, sweep64, type Context } from './context.ts';
import { precondition, type Cycle } from './multigrid/cycle.ts';
import { elasticForceInto } from './elastic-force.ts';
import { clearVectors } from './multigrid/level.ts';

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
  readonly onIteration?: ((report: IterationReport) => void) | undefined;
}

export interface IterationReport {
  readonly iteration: number;
  readonly relativeResidual: number;
}

export interface KrylovResult {
  readonly converged: boolean;
  readonly iterations: number;
  readonly relativeResidual: number;
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
  const gains: number[] = [];
  let trusted = start;
  let norm = start;
  let lastDot = 0;
  let left = energy;
  for (let iteration = 1; iteration <= options.maxIterations; iteration++) {
    const { z, dot } = precondition(ctx, cycle);
    const beta = iteration === 1 ? 0 : dot / lastDot;
    lastDot = dot;
    for (let k = share.from; k < share.to; k++) kernels.directionPlane(header, k, z, p, beta);
    share.team.barrier();
    const q = z === even ? odd : even;
    const curvature = system.apply(p, q);
    const alpha = dot / curvature;
    if (!(curvature > 0 && Number.isFinite(alpha)))
      return { converged: false, iterations: iteration, relativeResidual: norm };
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
    gains.push(gain);
    options.onIteration?.({ iteration, relativeResidual: norm });
    const recent = gains.slice(-ENERGY_WINDOW).reduce((sum, g) => sum + g, 0);
    const settled = gains.length > ENERGY_WINDOW && recent < options.energyTolerance * left;
    if (norm <= options.tolerance || settled)
      return { converged: true, iterations: iteration, relativeResidual: norm };
  }
  return { converged: false, iterations: options.maxIterations, relativeResidual: norm };
}

/**
 * K x = 0 on the free degrees of freedom, x in `layout.displacement` with the held values and a first guess.
 *
 * @remarks The energy's stop: with prescribed displacements u' K u is the work of the reactions, and CG lowers it by
 * alpha r.z an iteration (Hestenes MR, Stiefel E, J Res Natl Bur Stand 49:409, 1952, th. 6:1), so that the gain of the
 * last iterations bounds from below, and in practice measures, what the reaction is still off (Strakos Z, Tichy P,
 * ETNA 13:56, 2002).
 */
export function solveElastic(ctx: Context, cycle: Cycle, options: KrylovOptions): KrylovResult {
  const { kernels, layout, work } = ctx;
  const share = ctx.shares[0];
  const { header, b: r } = share.level;
  const { displacement: x } = layout;
  const prime64 = (k: number): void => {
    kernels.prime64(header, work, k, x);
  };
  const imbalance = (scale: number): number =>
    Math.sqrt(
      summed(ctx, share, (partials) => {
        sweep64(
          ctx,
          share,
          (k) => void (partials[k] = kernels.imbalance(header, work, k, x, r, scale)),
          prime64,
        );
      }),
    );
  const energy = options.energyTolerance > 0 ? elasticEnergy(ctx) : 0;
  const first = imbalance(0);
  if (first === 0) return { converged: true, iterations: 0, relativeResidual: 0 };
  // Held in units of the first residual, so that f32 neither overflows nor loses digits.
  const scale = 1 / first;
  share.team.barrier();
  const system: System = {
    scale,
    refresh: () => imbalance(scale) * scale,
    apply: (p, q) =>
      summed(ctx, share, (partials) => {
        sweep32(
          ctx,
          share,
          (k) => void (partials[k] = kernels.apply32(header, work, k, p, q)),
          (k) => {
            kernels.prime32(header, work, k, p);
          },
        );
      }),
  };
  return iterate(ctx, cycle, system, system.refresh!(), energy, options);
}

/** u' K u, N mm */
function elasticEnergy(ctx: Context): number {
  const share = ctx.shares[0];
  const { even } = share.level;
  const { displacement: x } = ctx.layout;
  const size = 3 * share.level.stride * share.level.nodes[1] * share.level.nodes[2];
  // K u lies over `even` and `odd`, which are of no use yet.
  elasticForceInto(ctx, even);
  share.team.barrier();
  const u = new Float64Array(ctx.buffer, x, size);
  const f = new Float64Array(ctx.buffer, even, size);
  let sum = 0;
  for (let n = 0; n < size; n++) sum += u[n] * f[n];
  share.team.barrier();
  if (share.team.rank === 0) clearVectors(ctx.buffer, share.level);
  share.team.barrier();
  return sum;
}
