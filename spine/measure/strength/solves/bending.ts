/** The moment that a vertebral body withstands in forward bending. */
import { applyLoad, reactionOn, type Plates } from '../../../../solver/fe/index.ts';
import { solvePlastic } from '../../../../solver/host/index.ts';

import type { PlasticStrengthInput } from './plastic.ts';
import { refusingFaults } from './linear.ts';
import { plasticModel, type VertebraGrid } from '../model/vertebra-model.ts';

export interface ForwardBending {
  /** N m */
  readonly moment: number;
  readonly angleRad: number;
}

const MM_PER_M = 1000;
/**
 * The upper plane turns about the left-right axis through its middle, front down, until the foremost bone is shortened by
 * the last of `strains` times H. The plane may shift and spread, so that no shear arises and every section carries the
 * same moment.
 *
 * @returns null where the solve did not converge
 */
export function forwardBending(input: PlasticStrengthInput): ForwardBending | null {
  const { grid, heightMm, materials, plastic, strains, onIncrement } = input;
  const tolerance = input.tolerance ?? plastic.tolerance;
  const model = plasticModel(grid, materials, plastic);
  const loadAt = (angleRad: number, plates?: Plates) =>
    applyLoad(model, { kind: 'bending', about: 'x', angleRad, sideways: 'free' }, plates);
  const plates = loadAt(0);
  const { centre } = plates;
  const arm = centre[1] - foremost(grid) * grid.spacing[1];
  const angles = strains.map((strain) => (strain * heightMm) / arm);
  const loads = angles.map((angleRad) => loadAt(angleRad, plates));
  const { increments, converged } = refusingFaults(() =>
    solvePlastic(
      model,
      loads.map(({ dirichlet }) => dirichlet),
      {
        ...(tolerance === undefined ? {} : { tolerance }),
        ...(onIncrement === undefined ? {} : { onIncrement }),
      },
    ),
  );
  if (!converged) return null;
  const { moment } = reactionOn(model, increments.at(-1)!.force, plates.topNodes, centre);
  return { moment: moment[0] / MM_PER_M, angleRad: angles.at(-1)! };
}

/** The first row along y of which an element is bone by half or more: its front face, in voxels. */
function foremost({ body, part, dims: [nx, ny] }: VertebraGrid): number {
  let first = ny;
  for (let at = 0; at < body.length; at++) {
    if (body[at] === 1 && (part?.[at] ?? 1) >= 0.5) first = Math.min(first, Math.floor(at / nx) % ny);
  }
  return first;
}
