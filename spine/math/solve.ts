/** Small dense systems of linear equations. */
import { lusolve } from 'mathjs';

/**
 * x of A x = b by LU decomposition with partial pivoting (mathjs), for a handful of unknowns; a symmetric positive definite
 * system of more is `normal-equations.ts`.
 *
 * @param A rows of a square matrix @throws Error where it is singular and no x solves it; one of them where many do
 */
export function solveDense(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  // mathjs answers arrays with arrays, a column of rows; its types know of matrices too.
  const x = lusolve(A as number[][], b as number[]) as number[][];
  return x.map(([value]) => value!);
}
