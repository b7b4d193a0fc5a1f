/** Stiffness by another calibration line from the one solve that there is. */
import { elementEnergies } from '../../../../solver/fe/index.ts';

import { vertebraGrid, type BodyModel } from '../model/body-model.ts';
import { vertebraModel, type Materials } from '../model/vertebra-model.ts';
import type { LinearStrength } from '../solves/linear.ts';
import type { Line, Strengths } from './propagation.ts';

/**
 * To first order, and from above: every element keeps its strain and has its new modulus. For a line one standard error off the
 * difference to either side is that of two solves to 0.1 % (decision 0017).
 */
export function strengthsByLine(
  { model, solution, stiffness, strength }: LinearStrength,
  body: BodyModel,
  materials: Materials,
): (line: Line) => Strengths {
  const energies = elementEnergies(model, solution);
  const total = energies.reduce((sum, energy) => sum + energy, 0);
  return (line) => {
    const { modulus } = vertebraModel(vertebraGrid(body, line), materials);
    let varied = 0;
    for (let e = 0; e < energies.length; e++)
      if (energies[e]! !== 0) varied += (energies[e]! * modulus[e]!) / model.modulus[e]!;
    return { stiffness: (stiffness * varied) / total, linear: (strength * varied) / total };
  };
}
