/** Linear elastostatics by the compiled kernels: the same answer as its plain twin, `reference/solve-linear.ts`. */
import type { DirichletData, VoxelModel } from '../model.ts';
import type { LinearSolution, SolveOptions, SolveTime } from '../solution.ts';
import { heldOn, onWhole } from './grid/padded.ts';
import type { Trimmed } from './grid/trim.ts';
import type { Host } from './host.ts';
import { runLinear, type Job } from './job.ts';
import { elasticForceInto } from './krylov/elastic.ts';
import { contextOf, teamSize, type Context } from './machine/context.ts';
import { clearVectors } from './multigrid/fill.ts';
import { fill, prepare } from './prepare.ts';
import { SOLO } from './team/team.ts';

/**
 * @returns the state when the iteration stopped: look at `converged` before using it.
 * @throws ModelInvalid before anything is solved, where the model is not well posed.
 */
export function solveLinearWith(
  host: Host,
  model: VoxelModel,
  dirichlet: DirichletData,
  options: SolveOptions,
): LinearSolution & { readonly seconds: SolveTime } {
  const began = host.now();
  const prepared = prepare(model, dirichlet, host.threads);
  const { trim, layout, elements, nodes } = prepared;
  const machine = host.machine(layout.bytes);
  const { buffer, kernels } = machine;
  const bounds = fill(machine, prepared);
  const u = new Float64Array(buffer, layout.displacement);
  const { at, values } = heldOn(layout.levels[0], trim.renumber(dirichlet));
  at.forEach((n, i) => (u[n] = values[i]));
  const ready = host.now();
  const { tolerance, energyTolerance = 0, maxIterations, onIteration } = options;
  const job: Job = { kind: 'linear', layout, bounds, options: { tolerance, energyTolerance, maxIterations } };
  const team = machine.begin(job, teamSize(host.threads, layout.levels));
  const { converged, iterations, relativeResidual } = runLinear(buffer, kernels, job, team, { onIteration });
  team.barrier();
  const seconds = { prepare: (ready - began) / 1000, solve: (host.now() - ready) / 1000 };
  const force = reactions(contextOf(buffer, kernels, layout, bounds, SOLO), trim);
  const displacement = onWhole(layout.levels[0], trim, u);
  machine.release();
  return {
    converged,
    iterations,
    relativeResidual,
    seconds,
    elements,
    nodes,
    displacement,
    force,
  };
}

/** K u, in the memory of the V-cycle, which is not needed any more: three f32 vectors hold one of f64. */
function reactions(ctx: Context, trim: Trimmed): Float64Array {
  const { level } = ctx.shares[0];
  clearVectors(ctx.buffer, level);
  elasticForceInto(ctx, level.b);
  return onWhole(level, trim, new Float64Array(ctx.buffer, level.b));
}
