/** How the energy of a solution is shared among the elements: what a change of an element's modulus does to stiffness. */
import { CORNERS, ELEMENT_DOFS, elementStiffness } from './hexahedron.ts';
import { meshOf } from './mesh.ts';
import type { VoxelModel } from './model.ts';
import type { LinearSolution } from './solution.ts';

/**
 * u' K_e u of each element of the grid, N mm, 0 where empty; their sum is the work of the reactions.
 *
 * @remarks Under prescribed displacements the derivative of that work by an element's modulus is its share over the modulus: the
 * field's own change does not count to first order, as it makes the work least (decision 0002).
 */
export function elementEnergies(model: VoxelModel, { displacement }: LinearSolution): Float64Array {
  const stiffness = model.laws.map((law) => elementStiffness(law, model.spacing, model.dilatation));
  const energies = new Float64Array(model.modulus.length);
  const { elements, corners, nodes } = meshOf(model);
  const u = new Float64Array(ELEMENT_DOFS);
  for (let n = 0; n < elements.length; n++) {
    for (let c = 0; c < CORNERS; c++) {
      const node = 3 * nodes[corners[CORNERS * n + c]];
      for (let axis = 0; axis < 3; axis++) u[3 * c + axis] = displacement[node + axis];
    }
    const e = elements[n];
    energies[e] = model.modulus[e] * quadraticForm(stiffness[model.lawIndex[e]], u);
  }
  return energies;
}

/** u' K u of a symmetric matrix, from its upper half. */
function quadraticForm(K: Float64Array, u: Float64Array): number {
  let sum = 0;
  for (let r = 0; r < ELEMENT_DOFS; r++) {
    let row = 0.5 * K[r * ELEMENT_DOFS + r] * u[r];
    for (let s = r + 1; s < ELEMENT_DOFS; s++) row += K[r * ELEMENT_DOFS + s] * u[s];
    sum += row * u[r];
  }
  return 2 * sum;
}
