/** What the members of a team do together: every one runs this on the same memory, and comes to the same result. */
import type { IterationReport } from '../solution.ts';
import type { Held } from './grid/padded.ts';
import type { KrylovOptions, KrylovResult } from './krylov/conjugate-gradients.ts';
import { solveElastic } from './krylov/elastic.ts';
import { cycleOf } from './krylov/preconditioner.ts';
import { type Bounds, contextOf } from './machine/context.ts';
import type { Kernels } from './machine/kernels.ts';
import type { Layout } from './memory/layout.ts';
import type { PlasticLayout } from './memory/plastic-layout.ts';
import { PlasticSolver, type IncrementResult, type NewtonOptions } from './plastic/newton.ts';
import type { Team } from './team/team.ts';

interface Common {
  readonly layout: Layout;
  readonly bounds: Bounds;
}

export interface LinearJob extends Common {
  readonly kind: 'linear';
  readonly options: Omit<KrylovOptions, 'onIteration'>;
}

export interface PlasticJob extends Common {
  readonly kind: 'plastic';
  readonly plastic: PlasticLayout;
  readonly increments: readonly Held[];
  readonly options: NewtonOptions;
}

/** Plain data, so that it can be sent to a thread. */
export type Job = LinearJob | PlasticJob;

/** Of the first member alone. */
export interface Hooks {
  readonly onIteration?: ((report: IterationReport) => void) | undefined;
  /** After an increment, its internal force where it is prescribed, in three f64 vectors at `levels[0].b`; what lies there may be spoilt. */
  readonly onIncrement?: ((result: IncrementResult) => void) | undefined;
}

export function runLinear(
  buffer: ArrayBufferLike,
  kernels: Kernels,
  job: LinearJob,
  team: Team,
  { onIteration }: Hooks = {},
): KrylovResult {
  const ctx = contextOf(buffer, kernels, job.layout, job.bounds, team);
  return solveElastic(ctx, cycleOf(ctx), { ...job.options, onIteration });
}

export function runPlastic(
  buffer: ArrayBufferLike,
  kernels: Kernels,
  { layout, bounds, plastic, increments, options }: PlasticJob,
  team: Team,
  { onIncrement }: Hooks = {},
): void {
  const ctx = contextOf(buffer, kernels, layout, bounds, team);
  const solver = new PlasticSolver(ctx, cycleOf(ctx), plastic);
  for (const increment of increments) {
    const result = solver.advance(increment, options);
    solver.forceAt(increment);
    onIncrement?.(result);
    team.barrier();
    if (!result.converged) return;
  }
}
