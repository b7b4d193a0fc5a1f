/**
 * The stiffness of a box element factored by parity: 5 times fewer operations than the 24x24 matrix.
 *
 * @remarks A box whose material axes lie along its edges is symmetric under the three reflections. Sums and differences
 * over the corners (a Hadamard transform of 8 values a component) take displacements to modes that are even or odd in
 * x, y and z; under a reflection along axis c component c changes sign as well, so mode m of component c couples only
 * with modes m ^ (1 << c) ^ (1 << d) of component d. The matrix falls into eight 3x3 blocks, one a parity class. What
 * it gains: docs/decisions/0002-the-plain-solver.md.
 */
import { CORNERS, ELEMENT_DOFS } from './hexahedron.ts';
import { ModelInvalid } from './model.ts';

/** What the blocks leave out, relative to the largest entry, before a law counts as not aligned with the grid. */
const ALIGNED = 1e-9;

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

/** Of a Hadamard transform over the corners, [8 mode + corner]: +1 or -1 by the parity of mode & corner. */
const SIGNS = Float64Array.from({ length: CORNERS * CORNERS }, (_, n) => {
  const both = Math.floor(n / CORNERS) & (n % CORNERS);
  return ((both ^ (both >> 1) ^ (both >> 2)) & 1) === 1 ? -1 : 1;
});

/** H K H' with H that transform. */
function modalMatrix(K: Float64Array): Float64Array {
  const out = new Float64Array(K.length);
  for (let r = 0; r < ELEMENT_DOFS; r++) {
    for (let s = 0; s < ELEMENT_DOFS; s++) {
      const [m, c, n, d] = [Math.floor(r / 3), r % 3, Math.floor(s / 3), s % 3];
      let sum = 0;
      for (let a = 0; a < CORNERS; a++) {
        for (let b = 0; b < CORNERS; b++)
          sum += SIGNS[CORNERS * m + a] * SIGNS[CORNERS * n + b] * K[(3 * a + c) * ELEMENT_DOFS + 3 * b + d];
      }
      out[r * ELEMENT_DOFS + s] = sum;
    }
  }
  return out;
}
