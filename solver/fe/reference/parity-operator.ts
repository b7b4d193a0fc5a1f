/**
 * The stiffness of a voxel model, factored by parity: 5 times fewer operations than the 24x24 matrix.
 *
 * @remarks A box whose material axes lie along its edges is symmetric under the three reflections. Sums and differences
 * over the corners (a Hadamard transform of 8 values a component) take displacements to modes that are even or odd in
 * x, y and z; under a reflection along axis c component c changes sign as well, so mode m of component c couples only
 * with modes m ^ (1 << c) ^ (1 << d) of component d. The matrix falls into eight 3x3 blocks, one a parity class.
 */
import { denseOperator } from './dense-operator.ts';
import { CORNERS, ELEMENT_DOFS, elementStiffness } from '../hexahedron.ts';
import type { Mesh } from '../mesh.ts';
import { ModelInvalid, type VoxelModel } from '../model.ts';
import type { LinearOperator } from './operator.ts';

/** What the blocks leave out, relative to the largest entry, before a law counts as not aligned with the grid. */
const ALIGNED = 1e-9;

/**
 * Over the compact degrees of freedom: 3 n + c for compact node n.
 * @throws ModelInvalid where a law is not orthotropic along the grid.
 */
export function parityOperator(model: VoxelModel, mesh: Mesh): LinearOperator {
  const { elements, corners, nodes } = mesh;
  const blocks = model.laws.map((law) => parityBlocks(elementStiffness(law, model.spacing), law.name));
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

/**
 * Entries of the blocks of an element matrix: [9 p + 3 c + d] couples component c with d in class p, the inverse transform's 1/64 included.
 */
export function parityBlocks(K: Float64Array, name: string): Float64Array {
  const blocks = new Float64Array(9 * CORNERS);
  const modal = modalMatrix(K);
  const kept = new Uint8Array(modal.length);
  for (let p = 0; p < CORNERS; p++) {
    for (let c = 0; c < 3; c++) {
      for (let d = 0; d < 3; d++) {
        const at = (3 * (p ^ (1 << c)) + c) * ELEMENT_DOFS + 3 * (p ^ (1 << d)) + d;
        kept[at] = 1;
        blocks[9 * p + 3 * c + d] = modal[at] / (CORNERS * CORNERS);
      }
    }
  }
  const largest = modal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (modal.some((value, at) => kept[at] === 0 && Math.abs(value) > ALIGNED * largest)) {
    throw new ModelInvalid(
      'LAW_UNKNOWN',
      `law ${name} has no reflection symmetry along the grid; wanted an orthotropic one`,
    );
  }
  return blocks;
}

/** H K H' with H the Hadamard transform over the corners, +1 or -1 by the parity of mode & corner. */
function modalMatrix(K: Float64Array): Float64Array {
  const sign = (mode: number, corner: number): number => {
    const both = mode & corner;
    return ((both ^ (both >> 1) ^ (both >> 2)) & 1) === 1 ? -1 : 1;
  };
  const out = new Float64Array(K.length);
  for (let r = 0; r < ELEMENT_DOFS; r++) {
    for (let s = 0; s < ELEMENT_DOFS; s++) {
      const [m, c, n, d] = [Math.floor(r / 3), r % 3, Math.floor(s / 3), s % 3];
      let sum = 0;
      for (let a = 0; a < CORNERS; a++) {
        for (let b = 0; b < CORNERS; b++)
          sum += sign(m, a) * sign(n, b) * K[(3 * a + c) * ELEMENT_DOFS + 3 * b + d];
      }
      out[r * ELEMENT_DOFS + s] = sum;
    }
  }
  return out;
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
