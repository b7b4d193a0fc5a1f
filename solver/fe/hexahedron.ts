/**
 * The trilinear box element (hex8).
 *
 * Corner c sits at (c & 1, c >> 1 & 1, c >> 2 & 1):
 *
 *      6---7
 *     /|  /|     z  y
 *    4---5 |     | /
 *    | 2-|-3     |/
 *    0---1       +--x
 */
import { CORNERS, ELEMENT_DOFS } from '../kernels/layout.ts';
import type { ElasticLaw } from './elastic-law.ts';

export type Spacing = readonly [number, number, number];

/**
 * How the change of volume varies within an element: from point to point as the displacements say, or everywhere as its mean
 * (B-bar: Hughes TJR, Int J Numer Methods Eng 15:1413, 1980), which lets bone that yields flow without locking.
 */
export type Dilatation = 'pointwise' | 'mean';

export { CORNERS, ELEMENT_DOFS };
const GAUSS = [0.5 - 0.5 / Math.sqrt(3), 0.5 + 0.5 / Math.sqrt(3)] as const;

/**
 * Strain-displacement matrix at a point of the element.
 *
 * @param spacing edge lengths, mm
 * @param at position in the unit cube
 * @returns 6x24 row-major, 1/mm: Voigt strain (xx yy zz yz xz xy, engineering shear) = B u
 */
export function strainDisplacement(spacing: Spacing, at: Spacing): Float64Array {
  const B = new Float64Array(6 * ELEMENT_DOFS);
  for (let corner = 0; corner < CORNERS; corner++) {
    const side = [corner & 1, (corner >> 1) & 1, (corner >> 2) & 1];
    const shape = side.map((s, axis) => (s === 1 ? at[axis] : 1 - at[axis]));
    const slope = side.map((s, axis) => (s === 1 ? 1 : -1) / spacing[axis]);
    const dx = slope[0] * shape[1] * shape[2];
    const dy = shape[0] * slope[1] * shape[2];
    const dz = shape[0] * shape[1] * slope[2];
    const [x, y, z] = [3 * corner, 3 * corner + 1, 3 * corner + 2];
    B[x] = dx;
    B[ELEMENT_DOFS + y] = dy;
    B[2 * ELEMENT_DOFS + z] = dz;
    B[3 * ELEMENT_DOFS + y] = dz;
    B[3 * ELEMENT_DOFS + z] = dy;
    B[4 * ELEMENT_DOFS + x] = dz;
    B[4 * ELEMENT_DOFS + z] = dx;
    B[5 * ELEMENT_DOFS + x] = dy;
    B[5 * ELEMENT_DOFS + y] = dx;
  }
  return B;
}

/** The same with the dilatation of the element's middle, its mean in a box, shared out evenly over the normal strains. */
export function meanDilatationStrain(spacing: Spacing, at: Spacing): Float64Array {
  const B = strainDisplacement(spacing, at);
  const middle = strainDisplacement(spacing, [0.5, 0.5, 0.5]);
  const trace = (of: Float64Array, dof: number): number =>
    of[dof] + of[ELEMENT_DOFS + dof] + of[2 * ELEMENT_DOFS + dof];
  for (let dof = 0; dof < ELEMENT_DOFS; dof++) {
    const more = (trace(middle, dof) - trace(B, dof)) / 3;
    for (let r = 0; r < 3; r++) B[r * ELEMENT_DOFS + dof] += more;
  }
  return B;
}

/**
 * Stiffness of the element for unit modulus, by 2x2x2 Gauss points, which is exact for a box.
 *
 * @returns 24x24 row-major, mm: times a modulus in MPa it is N/mm.
 */
export function elementStiffness(
  law: ElasticLaw,
  spacing: Spacing,
  dilatation: Dilatation = 'pointwise',
): Float64Array {
  const strain = dilatation === 'mean' ? meanDilatationStrain : strainDisplacement;
  const K = new Float64Array(ELEMENT_DOFS * ELEMENT_DOFS);
  const weight = (spacing[0] * spacing[1] * spacing[2]) / 8;
  for (const z of GAUSS) {
    for (const y of GAUSS) {
      for (const x of GAUSS) addGaussPoint(K, strain(spacing, [x, y, z]), law.C, weight);
    }
  }
  return K;
}

/** K += weight B' C B */
function addGaussPoint(K: Float64Array, B: Float64Array, C: Float64Array, weight: number): void {
  const CB = new Float64Array(B.length);
  for (let r = 0; r < 6; r++) {
    for (let j = 0; j < ELEMENT_DOFS; j++) {
      let sum = 0;
      for (let s = 0; s < 6; s++) sum += C[6 * r + s] * B[s * ELEMENT_DOFS + j];
      CB[r * ELEMENT_DOFS + j] = sum;
    }
  }
  for (let i = 0; i < ELEMENT_DOFS; i++) {
    for (let j = 0; j < ELEMENT_DOFS; j++) {
      let sum = 0;
      for (let r = 0; r < 6; r++) sum += B[r * ELEMENT_DOFS + i] * CB[r * ELEMENT_DOFS + j];
      K[i * ELEMENT_DOFS + j] += weight * sum;
    }
  }
}
