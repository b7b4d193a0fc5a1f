/** The stiffness of a voxel model by its 24x24 element matrices: the plain twin of `parity-operator.ts`, for any law. */
import { CORNERS, ELEMENT_DOFS, elementStiffness } from '../hexahedron.ts';
import type { Mesh } from '../mesh.ts';
import type { VoxelModel } from '../model.ts';
import type { LinearOperator } from './conjugate-gradients.ts';

/** Over the compact degrees of freedom: 3 n + c for compact node n. */
export function denseOperator(model: VoxelModel, mesh: Mesh): LinearOperator {
  const { elements, corners, nodes } = mesh;
  const stiffness = model.laws.map((law) => elementStiffness(law, model.spacing, model.dilatation));
  const local = new Float64Array(ELEMENT_DOFS);
  const size = 3 * nodes.length;

  return {
    size,
    applyInto(out, u) {
      out.fill(0);
      for (let n = 0; n < elements.length; n++) {
        const e = elements[n];
        const K = stiffness[model.lawIndex[e]];
        const modulus = model.modulus[e];
        const at = CORNERS * n;
        for (let c = 0; c < CORNERS; c++) {
          const node = 3 * corners[at + c];
          local[3 * c] = u[node];
          local[3 * c + 1] = u[node + 1];
          local[3 * c + 2] = u[node + 2];
        }
        for (let c = 0, row = 0; c < CORNERS; c++, row += 3 * ELEMENT_DOFS) {
          let x = 0;
          let y = 0;
          let z = 0;
          for (let j = 0; j < ELEMENT_DOFS; j++) {
            const v = local[j];
            x += K[row + j] * v;
            y += K[row + ELEMENT_DOFS + j] * v;
            z += K[row + 2 * ELEMENT_DOFS + j] * v;
          }
          const node = 3 * corners[at + c];
          out[node] += modulus * x;
          out[node + 1] += modulus * y;
          out[node + 2] += modulus * z;
        }
      }
    },
    diagonal() {
      const out = new Float64Array(size);
      for (let n = 0; n < elements.length; n++) {
        const e = elements[n];
        const K = stiffness[model.lawIndex[e]];
        for (let d = 0; d < ELEMENT_DOFS; d++) {
          const node = corners[CORNERS * n + Math.floor(d / 3)];
          out[3 * node + (d % 3)] += model.modulus[e] * K[d * (ELEMENT_DOFS + 1)];
        }
      }
      return out;
    },
  };
}
