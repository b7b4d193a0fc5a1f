/** Stiffness by another calibration line, or with another outline, from the one solve that there is. */
import { elementEnergies } from '../../../../solver/fe/index.ts';

import { heightOf, vertebraGrid, type BodyModel } from '../model/body-model.ts';
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

/**
 * The same for a body of other spacing and HU on the same elements: every node keeps its displacement. From above too, so that what
 * is too much to one side is too little to the other.
 */
export function strengthsByBody(
  { model, solution, stiffness, strength }: LinearStrength,
  body: BodyModel,
  line: Line,
  materials: Materials,
): (varied: BodyModel) => Strengths {
  const energy = (of: LinearStrength['model']): number =>
    elementEnergies(of, solution).reduce((sum, one) => sum + one, 0);
  const own = energy(model);
  return (varied) => {
    const times = energy(vertebraModel(vertebraGrid(varied, line), materials)) / own;
    return { stiffness: stiffness * times, linear: (strength * times * heightOf(varied)) / heightOf(body) };
  };
}
