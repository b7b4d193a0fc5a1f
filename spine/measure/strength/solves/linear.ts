/** Stiffness and strength of a vertebral body by one linear solve. */
import {
  applyLoad,
  elementFields,
  ModelInvalid,
  totalForce,
  type LinearSolution,
  type SolveOptions,
  type VoxelModel,
} from '../../../../solver/fe/index.ts';
import { solveLinear } from '../../../../solver/host/index.ts';
import { LevelRefused, SolveNotConverged } from '../../../../contracts/refusals.ts';

import { vertebraModel, type Materials, type VertebraGrid } from '../model/vertebra-model.ts';

/** The residual has fallen by this factor: the reaction is then good to 1e-7 (1.4e-8 on VerSe-004 L2). */
export const TOLERANCE = 1e-6;
/** The same where changes are wanted, or a slope to compare with: the reaction is good to 1e-5 (2e-6 at most in 12 bodies). */
export const NEARLY = 1e-4;
/** A body takes 10 to 20. */
const MAX_ITERATIONS = 500;

export interface LinearStrengthInput {
  readonly grid: VertebraGrid;
  /** H, mm. */
  readonly heightMm: number;
  readonly materials: Materials;
  /** F = strain K H: the force at this strain stands for the strength. */
  readonly strain: number;
  /** Left out, `TOLERANCE`. */
  readonly tolerance?: number;
  readonly onIteration?: SolveOptions['onIteration'];
  readonly maxIterations?: number;
}

export interface LinearStrength {
  /** N/mm */
  readonly stiffness: number;
  /** N */
  readonly strength: number;
  readonly model: VoxelModel;
  readonly solution: LinearSolution;
}

/** @throws LevelRefused where the model can't be loaded; SolveNotConverged */
export function linearStrength(input: LinearStrengthInput): LinearStrength {
  const { grid, heightMm, materials, strain } = input;
  const model = vertebraModel(grid, materials);
  const { stiffness, solution } = compressed(model, strain * heightMm, input);
  return { stiffness, strength: strain * stiffness * heightMm, model, solution };
}

/** K of any model under compression, N/mm. */
export function compressed(
  model: VoxelModel,
  shorteningMm: number,
  {
    onIteration,
    tolerance = TOLERANCE,
    maxIterations = MAX_ITERATIONS,
  }: Pick<LinearStrengthInput, 'onIteration' | 'tolerance' | 'maxIterations'> = {},
): { readonly stiffness: number; readonly solution: LinearSolution } {
  const { dirichlet, topNodes } = applyLoad(model, { kind: 'compression', shorteningMm, sideways: 'held' });
  const solution = refusingFaults(() =>
    solveLinear(model, dirichlet, {
      tolerance,
      maxIterations,
      ...(onIteration === undefined ? {} : { onIteration }),
    }),
  );
  if (!solution.converged) {
    throw new SolveNotConverged({
      code: 'SOLVE_NOT_CONVERGED',
      saw: `relative residual ${solution.relativeResidual.toExponential(1)} after ${solution.iterations} iterations`,
      wanted: `${tolerance.toExponential(0)} within ${maxIterations}`,
    });
  }
  return { stiffness: -totalForce(solution, topNodes)[2] / shorteningMm, solution };
}

/** Effective strain of the bone, one a grid element, 0 outside. */
export function boneStrain({ model, solution }: LinearStrength, body: Uint8Array): Float32Array {
  const { effectiveStrain } = elementFields(model, solution);
  return Float32Array.from(effectiveStrain, (value, e) => (body[e] === 1 ? value : 0));
}

/** @throws LevelRefused in the place of ModelInvalid */
export function refusingFaults<T>(solve: () => T): T {
  try {
    return solve();
  } catch (cause) {
    if (!(cause instanceof ModelInvalid)) throw cause;
    const refusal = {
      code: 'MODEL_INVALID' as const,
      saw: cause.message,
      wanted: 'a connected vertebral body between its caps',
    };
    throw new LevelRefused(refusal, { cause });
  }
}
