/** The solver with its compiled kernels, on this machine. */
import {
  solveLinearWith,
  solvePlasticWith,
  type DirichletData,
  type LinearSolution,
  type PlasticOptions,
  type PlasticSolution,
  type SolveOptions,
  type SolveTime,
  type PlasticModel,
  type VoxelModel,
} from '../fe/index.ts';
import { hostOf } from './machine.ts';

export { dismissCrew } from './crew.ts';
export { hostOf } from './machine.ts';

/** See `solveLinearWith`. */
export function solveLinear(
  model: VoxelModel,
  dirichlet: DirichletData,
  options: SolveOptions,
): LinearSolution & { readonly seconds: SolveTime } {
  return solveLinearWith(hostOf(), model, dirichlet, options);
}

/** See `solvePlasticWith`. */
export function solvePlastic(
  model: PlasticModel,
  increments: readonly DirichletData[],
  options?: PlasticOptions,
): PlasticSolution {
  return solvePlasticWith(hostOf(), model, increments, options);
}
