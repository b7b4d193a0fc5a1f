/** The stiffness of a voxel model over lists of elements, factored by parity (`parity-blocks.ts`). */
import { CORNERS, ELEMENT_DOFS, elementStiffness } from '../hexahedron.ts';
import type { Mesh } from '../mesh.ts';
import type { VoxelModel } from '../model.ts';
import { parityBlocks } from '../parity-blocks.ts';
import type { LinearOperator } from './conjugate-gradients.ts';
import { denseOperator } from './dense-operator.ts';

/**
 * Over the compact degrees of freedom: 3 n + c for compact node n.
 * @throws ModelInvalid where a law is not orthotropic along the grid.
 */
export function parityOperator(model: VoxelModel, mesh: Mesh): LinearOperator {
  const { elements, corners, nodes } = mesh;
  const blocks = model.laws.map((law) =>
    parityBlocks(elementStiffness(law, model.spacing, model.dilatation), law.name),
  );
  const lawIndex = Uint8Array.from(elements, (e) => model.lawIndex[e]);
  const modulus = Float64Array.from(elements, (e) => model.modulus[e]);
  const modes = new Float64Array(ELEMENT_DOFS);
  const back = new Float64Array(ELEMENT_DOFS);

  return {
    size: 3 * nodes.length,
    applyInto(out, u) {
      out.fill(0);
      for (let n = 0; n < elements.length; n++) {
        gather(modes, u, corners, CORNERS * n);
        couple(back, modes, blocks[lawIndex[n]], modulus[n]);
        scatter(out, back, corners, CORNERS * n);
      }
    },
    diagonal: () => denseOperator(model, mesh).diagonal(),
  };
}

/** modes[8 c + m]: transform of component c over the corners. */
function gather(modes: Float64Array, u: Float64Array, corners: Int32Array, at: number): void {
  const n0 = 3 * corners[at];
  const n1 = 3 * corners[at + 1];
  const n2 = 3 * corners[at + 2];
  const n3 = 3 * corners[at + 3];
  const n4 = 3 * corners[at + 4];
  const n5 = 3 * corners[at + 5];
  const n6 = 3 * corners[at + 6];
  const n7 = 3 * corners[at + 7];
  for (let c = 0, m = 0; c < 3; c++, m += 8) {
    hadamardInto(
      modes,
      m,
      u[n0 + c],
      u[n1 + c],
      u[n2 + c],
      u[n3 + c],
      u[n4 + c],
      u[n5 + c],
      u[n6 + c],
      u[n7 + c],
    );
  }
}

function hadamardInto(
  out: Float64Array,
  at: number,
  v0: number,
  v1: number,
  v2: number,
  v3: number,
  v4: number,
  v5: number,
  v6: number,
  v7: number,
): void {
  const a0 = v0 + v1;
  const a1 = v0 - v1;
  const a2 = v2 + v3;
  const a3 = v2 - v3;
  const a4 = v4 + v5;
  const a5 = v4 - v5;
  const a6 = v6 + v7;
  const a7 = v6 - v7;
  const b0 = a0 + a2;
  const b1 = a1 + a3;
  const b2 = a0 - a2;
  const b3 = a1 - a3;
  const b4 = a4 + a6;
  const b5 = a5 + a7;
  const b6 = a4 - a6;
  const b7 = a5 - a7;
  out[at] = b0 + b4;
  out[at + 1] = b1 + b5;
  out[at + 2] = b2 + b6;
  out[at + 3] = b3 + b7;
  out[at + 4] = b0 - b4;
  out[at + 5] = b1 - b5;
  out[at + 6] = b2 - b6;
  out[at + 7] = b3 - b7;
}

/** The blocks, scaled by the element's modulus. */
function couple(back: Float64Array, modes: Float64Array, blocks: Float64Array, modulus: number): void {
  for (let p = 0; p < CORNERS; p++) {
    const mx = p ^ 1;
    const my = 8 + (p ^ 2);
    const mz = 16 + (p ^ 4);
    const x = modulus * modes[mx];
    const y = modulus * modes[my];
    const z = modulus * modes[mz];
    const at = 9 * p;
    back[mx] = blocks[at] * x + blocks[at + 1] * y + blocks[at + 2] * z;
    back[my] = blocks[at + 3] * x + blocks[at + 4] * y + blocks[at + 5] * z;
    back[mz] = blocks[at + 6] * x + blocks[at + 7] * y + blocks[at + 8] * z;
  }
}

/** Adds the transform of `back` to the corners: the Hadamard matrix is its own transpose. */
function scatter(out: Float64Array, back: Float64Array, corners: Int32Array, at: number): void {
  for (let c = 0, m = 0; c < 3; c++, m += 8) {
    hadamardInto(
      back,
      m,
      back[m],
      back[m + 1],
      back[m + 2],
      back[m + 3],
      back[m + 4],
      back[m + 5],
      back[m + 6],
      back[m + 7],
    );
    out[3 * corners[at] + c] += back[m];
    out[3 * corners[at + 1] + c] += back[m + 1];
    out[3 * corners[at + 2] + c] += back[m + 2];
    out[3 * corners[at + 3] + c] += back[m + 3];
    out[3 * corners[at + 4] + c] += back[m + 4];
    out[3 * corners[at + 5] + c] += back[m + 5];
    out[3 * corners[at + 6] + c] += back[m + 6];
    out[3 * corners[at + 7] + c] += back[m + 7];
  }
}
