/** Linear elastostatics by the compiled kernels: the same answer as `solve-linear.ts`, its plain twin. */
import type { DirichletData, VoxelModel } from '../model.ts';
import type { LinearSolution, SolveOptions } from '../solve-linear.ts';
import { solveElastic } from './conjugate-gradients.ts';
import { contextOf, sweep64, type Context } from './context.ts';
import { cycleOf } from './cycle.ts';
import type { MachineMaker } from './kernels.ts';
import { clearVectors, fillLevels } from './level.ts';
import { heldOn, onGrid } from './padded.ts';
import { prepare } from './prepare.ts';
import { SOLO } from './team.ts';

/**
 * @returns the state when the iteration stopped: look at `converged` before using it.
 * @throws ModelInvalid before anything is solved, where the model is not well posed.
 */
export function solveLinearFast(
  makeMachine: MachineMaker,
  model: VoxelModel,
  dirichlet: DirichletData,
  options: SolveOptions,
): LinearSolution {
  const { layout, laws, lawOf, held, elements, nodes } = prepare(model, dirichlet, 1);
  const { buffer, kernels } = makeMachine(layout.bytes);
  const bounds = fillLevels(buffer, layout, model, laws, lawOf, held);
  const ctx = contextOf(buffer, kernels, layout, bounds, SOLO);
  const u = new Float64Array(buffer, layout.displacement);
  const { at, values } = heldOn(layout, dirichlet);
  at.forEach((n, i) => (u[n] = values[i]));
  const { converged, iterations, relativeResidual } = solveElastic(ctx, cycleOf(ctx), {
    energyTolerance: 0,
    ...options,
  });
  const force = reactions(ctx);
  return {
    converged,
    iterations,
    relativeResidual,
    elements,
    nodes,
    displacement: onGrid(layout, u),
    force,
  };
}

/** K u, in the memory of the V-cycle, which is not needed any more: three f32 vectors hold one of f64. */
function reactions(ctx: Context): Float64Array {
  const share = ctx.shares[0];
  const { header, b } = share.level;
  const { displacement } = ctx.layout;
  clearVectors(ctx.buffer, share.level);
  sweep64(
    ctx,
    share,
    (k) => {
      ctx.kernels.apply64(header, ctx.work, k, displacement, b);
    },
    (k) => {
      ctx.kernels.prime64(header, ctx.work, k, displacement);
    },
  );
  return onGrid(ctx.layout, new Float64Array(ctx.buffer, b));
}
