/**
 * Rigid-body modes of an aggregate, made orthonormal over its free degrees of freedom.
 *
 * @remarks Six candidates: translations along x, y, z, then rotations about them through the aggregate's centre. An
 * aggregate too small or too much held to have all six drops those that depend on the ones before.
 */
import { BLOCK_NUMBERS, RIGID_MODES } from '../../../kernels/layout.ts';

/** A candidate whose part beyond those before is below this of its square is dropped. */
const DEPENDENT = 1e-6;

/**
 * T such that (B T)'(B T) is the identity, or 0 where a candidate was dropped, from the Gram matrix B'B.
 *
 * @param gram 6x6
 * @param T 6x6 row-major, overwritten: upper triangular
 */
export function orthonormaliser(gram: Float64Array, T: Float64Array): void {
  T.fill(0);
  const along = new Float64Array(RIGID_MODES);
  for (let j = 0; j < RIGID_MODES; j++) {
    const whole = gram[(RIGID_MODES + 1) * j];
    if (!(whole > 0)) continue;
    // Gram-Schmidt on coefficients: column j of T starts as e_j and loses its parts along the columns before.
    T[(RIGID_MODES + 1) * j] = 1;
    for (let pass = 0; pass < 2; pass++) {
      for (let c = 0; c < j; c++) along[c] = inner(gram, T, c, j);
      for (let c = 0; c < j; c++) {
        for (let r = 0; r <= c; r++) T[RIGID_MODES * r + j] -= along[c] * T[RIGID_MODES * r + c];
      }
    }
    const left = inner(gram, T, j, j);
    const scale = left > DEPENDENT * whole ? 1 / Math.sqrt(left) : 0;
    for (let r = 0; r <= j; r++) T[RIGID_MODES * r + j] *= scale;
  }
}

/** T_a' G T_b of two columns of T */
function inner(gram: Float64Array, T: Float64Array, a: number, b: number): number {
  let sum = 0;
  for (let r = 0; r <= a; r++) {
    let row = 0;
    for (let s = 0; s <= b; s++) row += gram[RIGID_MODES * r + s] * T[RIGID_MODES * s + b];
    sum += T[RIGID_MODES * r + a] * row;
  }
  return sum;
}

/** out = A B, or A' B, 6x6 row-major, into place `at` of `out`. */
export function product(A: Float64Array, B: Float64Array, out: Float64Array, at = 0, turned = false): void {
  for (let r = 0; r < RIGID_MODES; r++) {
    for (let s = 0; s < RIGID_MODES; s++) {
      let sum = 0;
      for (let t = 0; t < RIGID_MODES; t++)
        sum += A[turned ? RIGID_MODES * t + r : RIGID_MODES * r + t] * B[RIGID_MODES * t + s];
      out[at + RIGID_MODES * r + s] = sum;
    }
  }
}

/** Adds to the Gram matrix what one component of a node at `d` from the centre gives: the candidates' row there. */
export function addComponent(
  gram: Float64Array,
  component: number,
  d: readonly [number, number, number],
): void {
  const row = candidateRow(component, d);
  for (let r = 0; r < RIGID_MODES; r++)
    for (let s = 0; s < RIGID_MODES; s++) gram[RIGID_MODES * r + s] += row[r] * row[s];
}

function candidateRow(component: number, [x, y, z]: readonly [number, number, number]): number[] {
  if (component === 0) return [1, 0, 0, 0, z, -y];
  if (component === 1) return [0, 1, 0, -z, 0, x];
  return [0, 0, 1, y, -x, 0];
}

/**
 * Candidates about one centre, in terms of those about another that lies at `d` from it.
 *
 * @param out 6x6 row-major, overwritten
 */
export function shifted(out: Float64Array, d: readonly [number, number, number]): void {
  out.fill(0);
  for (let n = 0; n < RIGID_MODES; n++) out[(RIGID_MODES + 1) * n] = 1;
  for (let c = 0; c < 3; c++) {
    const row = candidateRow(c, d);
    for (let r = 3; r < RIGID_MODES; r++) out[RIGID_MODES * c + r] = row[r];
  }
}

export function blockAt(blocks: Float64Array, n: number): Float64Array {
  return blocks.subarray(BLOCK_NUMBERS * n, BLOCK_NUMBERS * (n + 1));
}
