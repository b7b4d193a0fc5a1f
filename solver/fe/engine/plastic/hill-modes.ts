/**
 * Coordinates in which elastic energy is a sum of squares and Hill's surface too: what solver/kernels/assembly/hill.ts
 * reads.
 */
import {
  HILL_CONSTANTS,
  HILL_PHI,
  HILL_SHEAR,
  HILL_UNSHEAR,
  HILL_V,
  HILL_W,
} from '../../../kernels/layout.ts';
import type { ElasticLaw } from '../../elastic-law.ts';
import type { HillForm } from '../../yield-surface.ts';

type Matrix = number[];

/** Placed as `HILL_...` in solver/kernels/layout.ts says: V, W = V^-T, y per shear strain and its inverse, phi. */
export function hillConstants({ C }: ElasticLaw, { normal, shear }: HillForm): number[] {
  const stiffness = [0, 1, 2].flatMap((r) => [0, 1, 2].map((s) => C[6 * r + s]));
  // C = L L'; with L' F L = Q phi Q', V = L Q diagonalises both, as S = C^-1.
  const L = cholesky(stiffness);
  const { values, vectors } = eigen(times(transpose(L), times([...normal], L)));
  const V = times(L, vectors);
  const roots = [21, 28, 35].map((n) => Math.sqrt(C[n]));
  const out = new Array<number>(HILL_CONSTANTS);
  const place = (at: number, numbers: readonly number[]): void => {
    numbers.forEach((value, n) => (out[at + n] = value));
  };
  place(HILL_V, V);
  place(HILL_W, transpose(inverse(V)));
  place(HILL_SHEAR, roots);
  place(
    HILL_UNSHEAR,
    roots.map((root) => 1 / root),
  );
  // Rounding may leave the mode of hydrostatic pressure, which never flows, a little below 0.
  place(HILL_PHI, [...values.map((value) => Math.max(0, value)), ...shear.map((f, n) => f * roots[n] ** 2)]);
  return out;
}

function times(A: Matrix, B: Matrix): Matrix {
  return [0, 1, 2].flatMap((r) =>
    [0, 1, 2].map((s) => A[3 * r] * B[s] + A[3 * r + 1] * B[3 + s] + A[3 * r + 2] * B[6 + s]),
  );
}

function transpose(A: Matrix): Matrix {
  return [A[0], A[3], A[6], A[1], A[4], A[7], A[2], A[5], A[8]];
}

function cholesky(A: Matrix): Matrix {
  const a = Math.sqrt(A[0]);
  const [b, c] = [A[3] / a, A[6] / a];
  const d = Math.sqrt(A[4] - b * b);
  const e = (A[7] - b * c) / d;
  return [a, 0, 0, b, d, 0, c, e, Math.sqrt(A[8] - c * c - e * e)];
}

function inverse(A: Matrix): Matrix {
  const minor = (r: number, s: number): number => {
    const [i, j] = [(r + 1) % 3, (r + 2) % 3];
    const [k, l] = [(s + 1) % 3, (s + 2) % 3];
    return A[3 * i + k] * A[3 * j + l] - A[3 * i + l] * A[3 * j + k];
  };
  const det = A[0] * minor(0, 0) + A[1] * minor(0, 1) + A[2] * minor(0, 2);
  return [0, 1, 2].flatMap((r) => [0, 1, 2].map((s) => minor(s, r) / det));
}

/** Of a symmetric matrix, by Jacobi's rotations; vectors are columns. */
function eigen(symmetric: Matrix): { values: number[]; vectors: Matrix } {
  let A = symmetric;
  let vectors: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  for (let sweep = 0; sweep < 12; sweep++) {
    for (const [p, q] of [[0, 1], [0, 2], [1, 2]] as const) {
      if (A[3 * p + q] === 0) continue;
      const angle = 0.5 * Math.atan2(2 * A[3 * p + q], A[4 * q] - A[4 * p]);
      const R: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1];
      R[4 * p] = R[4 * q] = Math.cos(angle);
      R[3 * p + q] = Math.sin(angle);
      R[3 * q + p] = -Math.sin(angle);
      A = times(transpose(R), times(A, R));
      vectors = times(vectors, R);
    }
  } // prettier-ignore
  return { values: [A[0], A[4], A[8]], vectors };
}
