/** What a solution means inside the elements. */
import { CORNERS, ELEMENT_DOFS, strainDisplacement } from './hexahedron.ts';
import { meshOf } from './mesh.ts';
import type { VoxelModel } from './model.ts';
import type { LinearSolution } from './solution.ts';

export interface ElementFields {
  /** MPa (= N mm / mm3), one an element of the grid, 0 where empty; at the element's centre. */
  readonly strainEnergyDensity: Float64Array;
  /** sqrt(2 U / E), dimensionless; E is the element's modulus (Pistoia W et al., Bone 30:842, 2002). */
  readonly effectiveStrain: Float64Array;
}

export function elementFields(model: VoxelModel, { displacement }: LinearSolution): ElementFields {
  const B = strainDisplacement(model.spacing, [0.5, 0.5, 0.5]);
  const strainEnergyDensity = new Float64Array(model.modulus.length);
  const effectiveStrain = new Float64Array(model.modulus.length);
  const strain = new Float64Array(6);
  const { elements, corners, nodes } = meshOf(model);
  for (let n = 0; n < elements.length; n++) {
    strain.fill(0);
    for (let c = 0; c < CORNERS; c++) {
      const node = 3 * nodes[corners[CORNERS * n + c]];
      for (let axis = 0; axis < 3; axis++) {
        const u = displacement[node + axis];
        for (let s = 0; s < 6; s++) strain[s] += B[s * ELEMENT_DOFS + 3 * c + axis] * u;
      }
    }
    const e = elements[n];
    const energy = 0.5 * model.modulus[e] * quadraticForm(model.laws[model.lawIndex[e]].C, strain);
    strainEnergyDensity[e] = energy;
    effectiveStrain[e] = Math.sqrt((2 * energy) / model.modulus[e]);
  }
  return { strainEnergyDensity, effectiveStrain };
}

function quadraticForm(C: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let r = 0; r < 6; r++) for (let s = 0; s < 6; s++) sum += v[r] * C[6 * r + s] * v[s];
  return sum;
}
