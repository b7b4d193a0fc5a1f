/** The solver with its compiled kernels, on this machine. */
import {
  solveLinearWith,
  solveVonMisesWith,
  type DirichletData,
  type LinearSolution,
  type PlasticOptions,
  type PlasticSolution,
  type SolveOptions,
  type SolveTime,
  type VonMisesModel,
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

/** See `solveVonMisesWith`. */
export function solveVonMises(
  model: VonMisesModel,
  increments: readonly DirichletData[],
  options?: PlasticOptions,
): PlasticSolution {
  return solveVonMisesWith(hostOf(), model, increments, options);
}
