/** Small symmetric matrices that may be all but singular. */

/** A vector of which less than this part is left beside the others brings rounding in, and no more. */
const INDEPENDENT = 1e-3;

/**
 * The inverse of the part of a symmetric matrix that is positive definite: rows are taken by the greatest pivot, relative to their
 * diagonal, until what is left hangs on those taken.
 *
 * @returns rows taken, and the inverse of the matrix that they make, in this order
 */
export function invertIndependent(matrix: readonly (readonly number[])[]): {
  readonly chosen: readonly number[];
  readonly inverse: readonly (readonly number[])[];
} {
  const left = matrix.map((row) => [...row]);
  const waiting = new Set(matrix.keys());
  const chosen: number[] = [];
  for (;;) {
    let best = -1;
    let most = INDEPENDENT;
    for (const n of waiting) {
      const part = matrix[n][n] > 0 ? left[n][n] / matrix[n][n] : 0;
      if (part > most) [best, most] = [n, part];
    }
    if (best < 0) break;
    waiting.delete(best);
    chosen.push(best);
    for (const n of waiting) {
      const factor = left[n][best] / left[best][best];
      for (const m of waiting) left[n][m] -= factor * left[best][m];
    }
  }
  return { chosen, inverse: inverseOf(chosen.map((n) => chosen.map((m) => matrix[n][m]))) };
}

/** Gauss and Jordan's, without pivots: of a positive definite matrix. */
function inverseOf(matrix: readonly (readonly number[])[]): number[][] {
  const size = matrix.length;
  const rows = matrix.map((row, n) => [...row, ...row.map((_, m) => (n === m ? 1 : 0))]);
  for (let c = 0; c < size; c++) {
    const pivot = rows[c][c];
    rows[c] = rows[c].map((entry) => entry / pivot);
    for (let n = 0; n < size; n++) {
      if (n === c) continue;
      const factor = rows[n][c];
      rows[n] = rows[n].map((entry, m) => entry - factor * rows[c][m]);
    }
  }
  return rows.map((row) => row.slice(size));
}
