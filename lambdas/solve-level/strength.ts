/** The strength of a vertebral body by one linear solve, with what its calibration leaves uncertain. */
import {
  applyLoad,
  elementFields,
  ModelInvalid,
  totalForce,
  type SolveOptions,
} from '../../solver/fe/index.ts';
import { solveLinear } from '../../solver/host/index.ts';
import { LevelRefused, SolveNotConverged } from '../shared/errors.ts';

import { modulusSensitivity, vertebraModel, type VertebraGrid } from './vertebra-model.ts';

/**
 * F = 0.0068 K H: the force at 0.68 % strain stands for the strength of a vertebral body
 * (Crawford RP et al., Bone 33:744, 2003; the constant as used by open pipelines since).
 */
export const STRENGTH_STRAIN = 0.0068;
/** The residual has fallen by this factor: the reaction is then good to 1e-7 (1.4e-8 on VerSe-004 L2). */
export const TOLERANCE = 1e-6;
/** A body takes 10 to 20. */
const MAX_ITERATIONS = 500;

export interface LinearStrength {
  /** N/mm */
  readonly stiffness: number;
  /** Relative change of K for a relative change of every density: (dK / K) / (d rho / rho). */
  readonly densitySensitivity: number;
  /** H, mm: slices that hold bone. */
  readonly heightMm: number;
  /** N */
  readonly strength: number;
  readonly elements: number;
  readonly nodes: number;
  readonly iterations: number;
  readonly relativeResidual: number;
  /** One a grid element, 0 outside the bone. */
  readonly effectiveStrain: Float32Array;
}

/**
 * @param boneSlices lowest and highest slice of the grid that holds bone
 * @throws LevelRefused where the model can't be loaded; SolveNotConverged
 * @remarks The sensitivity is exact to first order: under prescribed displacements dK/K is the share of
 * the strain energy in each element times the relative change of its modulus.
 */
export function linearStrength(
  grid: VertebraGrid,
  boneSlices: readonly [number, number],
  onIteration?: SolveOptions['onIteration'],
  maxIterations = MAX_ITERATIONS,
): LinearStrength {
  const model = vertebraModel(grid);
  const heightMm = (boneSlices[1] - boneSlices[0] + 1) * grid.spacingMm;
  const shortening = STRENGTH_STRAIN * heightMm;
  const { dirichlet, topNodes } = applyLoad(model, {
    kind: 'compression',
    shorteningMm: shortening,
    sideways: 'held',
  });
  const solution = refusingFaults(() =>
    solveLinear(model, dirichlet, {
      tolerance: TOLERANCE,
      maxIterations,
      ...(onIteration === undefined ? {} : { onIteration }),
    }),
  );
  if (!solution.converged) {
    throw new SolveNotConverged({
      code: 'SOLVE_NOT_CONVERGED',
      saw: `relative residual ${solution.relativeResidual.toExponential(1)} after ${solution.iterations} iterations`,
      wanted: `${TOLERANCE.toExponential(0)} within ${maxIterations}`,
    });
  }
  const stiffness = -totalForce(solution, topNodes)[2] / shortening;
  const { strainEnergyDensity, effectiveStrain } = elementFields(model, solution);
  let energy = 0;
  let weighted = 0;
  const shown = new Float32Array(effectiveStrain.length);
  for (let e = 0; e < strainEnergyDensity.length; e++) {
    energy += strainEnergyDensity[e]!;
    if (grid.body[e] === 0) continue;
    weighted += strainEnergyDensity[e]! * modulusSensitivity(grid.densityMgCc[e]!);
    shown[e] = effectiveStrain[e]!;
  }
  return {
    stiffness,
    densitySensitivity: weighted / energy,
    heightMm,
    strength: STRENGTH_STRAIN * stiffness * heightMm,
    elements: solution.elements,
    nodes: solution.nodes,
    iterations: solution.iterations,
    relativeResidual: solution.relativeResidual,
    effectiveStrain: shown,
  };
}

function refusingFaults<T>(solve: () => T): T {
  try {
    return solve();
  } catch (cause) {
    if (!(cause instanceof ModelInvalid)) throw cause;
    const refusal = {
      code: 'MODEL_INVALID',
      saw: cause.message,
      wanted: 'a body in one piece between its caps',
    };
    throw new LevelRefused(refusal, { cause });
  }
}
