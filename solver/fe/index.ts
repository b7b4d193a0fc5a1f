/** Voxel finite elements: linear elastostatics of a grid of boxes. */
export {
  isotropicLaw,
  orthotropicLaw,
  UnstableLaw,
  type ElasticLaw,
  type OrthotropicConstants,
} from './elastic-law.ts';
export { elementEnergies } from './element-energies.ts';
export { elementFields, type ElementFields } from './element-fields.ts';
export {
  applyLoad,
  reactionOn,
  type AppliedLoad,
  type LoadCase,
  type Plates,
  type Reaction,
  type Vector,
} from './load-cases.ts';
export { ModelInvalid, nodeCount, type DirichletData, type VoxelModel } from './model.ts';
export { totalForce, type LinearSolution, type SolveOptions, type SolveTime } from './solution.ts';
export { TeamBroken } from './engine/team/barrier.ts';
export type { Host } from './engine/host.ts';
export { solveLinearWith } from './engine/solve-linear.ts';
export {
  solvePlasticWith,
  type PlasticIncrement,
  type PlasticOptions,
  type PlasticState,
  type PlasticSolution,
  type PlasticModel,
} from './engine/solve-plastic.ts';
export type { YieldSurface } from './yield-surface.ts';
