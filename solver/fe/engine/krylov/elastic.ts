/** The elastic system: its force, its energy, its solution. */
import { summed, sweep32, sweep64, type Context } from '../machine/context.ts';
import { clearVectors } from '../multigrid/fill.ts';
import { iterate, type KrylovOptions, type KrylovResult, type System } from './conjugate-gradients.ts';
import type { Cycle } from './preconditioner.ts';

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
  if (first === 0) return { converged: true, iterations: 0, relativeResidual: 0, work: 0 };
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

/** Puts this member's planes of K u into three f64 vectors at `out`. */
export function elasticForceInto(ctx: Context, out: number): void {
  const { kernels, layout, work } = ctx;
  const share = ctx.shares[0];
  const { header } = share.level;
  sweep64(
    ctx,
    share,
    (k) => {
      kernels.apply64(header, work, k, layout.displacement, out);
    },
    (k) => {
      kernels.prime64(header, work, k, layout.displacement);
    },
  );
}
