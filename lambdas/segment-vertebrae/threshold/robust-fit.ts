/** Linear least squares that does not listen to outliers. */
import { lusolve } from 'mathjs';

export interface RobustFit {
  /** One per basis function. */
  readonly coefficients: Float64Array;
  /** Share of all points within one scale of the fit. */
  readonly support: number;
}

const ITERATIONS = 8;
/** Weight on the squares of the coefficients, relative to the number of points: decides only what the data leave open. */
const RIDGE = 1e-4;

/**
 * Iteratively reweighted least squares with the biweight.
 *
 * @param rows one row of basis values a point
 * @param scale beyond this residual a point has no weight, in the unit of `values`
 * @remarks Beaton AE and Tukey JW, Technometrics 16:147, 1974 (biweight). Start: every point at full weight.
 */
export function robustFit(
  rows: readonly Float64Array[],
  values: Float64Array,
  scale: number,
): RobustFit | null {
  const n = rows[0]?.length ?? 0;
  if (n === 0 || rows.length < 2 * n) return null;
  let coefficients = solve(rows, values, new Float64Array(rows.length).fill(1));
  // From wide to narrow, so that the start need not be good.
  for (let round = 0; round < ITERATIONS; round++) {
    const width = scale * Math.max(1, 6 - round);
    const weights = rows.map((row, i) => biweight((values[i]! - apply(row, coefficients)) / width));
    coefficients = solve(rows, values, Float64Array.from(weights));
  }
  let close = 0;
  rows.forEach((row, i) => {
    if (Math.abs(values[i]! - apply(row, coefficients)) < scale) close += 1;
  });
  return { coefficients, support: close / rows.length };
}

export function apply(row: Float64Array, coefficients: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) sum += row[i]! * coefficients[i]!;
  return sum;
}

function biweight(x: number): number {
  return Math.abs(x) < 1 ? (1 - x * x) ** 2 : 0;
}

/** Weighted normal equations; their condition is mild for the few smooth functions used here. */
function solve(rows: readonly Float64Array[], values: Float64Array, weights: Float64Array): Float64Array {
  const n = rows[0]!.length;
  const A = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const b = new Array<number>(n).fill(0);
  rows.forEach((row, at) => {
    const w = weights[at]!;
    if (w === 0) return;
    for (let i = 0; i < n; i++) {
      b[i]! += w * row[i]! * values[at]!;
      for (let j = 0; j <= i; j++) A[i]![j]! += w * row[i]! * row[j]!;
    }
  });
  for (let i = 0; i < n; i++) {
    A[i]![i]! += RIDGE * rows.length;
    for (let j = 0; j < i; j++) A[j]![i] = A[i]![j]!;
  }
  return Float64Array.from((lusolve(A, b) as number[][]).map((row) => row[0]!));
}
