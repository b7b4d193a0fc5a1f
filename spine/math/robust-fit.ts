/**
 * Linear least squares that does not listen to outliers: any few terms, Tukey's biweight.
 *
 * @remarks Beaton AE and Tukey JW, Technometrics 16:147, 1974; scale from the median absolute residual.
 */
import { sum } from './moments.ts';
import { addRow, backSolve, choleskyFactor, normalEquations } from './normal-equations.ts';
import { BIWEIGHT_CUT, biweight, scaleOfResiduals } from './robust.ts';

export interface RobustFit {
  readonly coefficients: Float64Array;
  /** Standard deviation of the residuals from their median absolute value. */
  readonly sigma: number;
  /** Sum of the final weights: how many rows the fit rests on. */
  readonly effective: number;
}

export interface RobustInput {
  /** Row after row, `terms` numbers each. */
  readonly rows: Float64Array;
  readonly terms: number;
  readonly values: Float64Array;
  /** Residuals below this scale are never outliers, in the unit of the values. */
  readonly leastScale: number;
}

const ROUNDS = 8;

/** @returns null where the rows do not determine the terms */
export function robustFit({ rows, terms, values, leastScale }: RobustInput): RobustFit | null {
  const count = values.length;
  const weights = new Float64Array(count).fill(1);
  const sizes = new Float64Array(count);
  let coefficients = leastSquares(rows, terms, values, weights);
  let sigma = 0;
  for (let round = 0; round < ROUNDS && coefficients !== null; round++) {
    for (let n = 0; n < count; n++) sizes[n] = Math.abs(residual(rows, terms, values, coefficients, n));
    sigma = scaleOfResiduals(sizes);
    const cut = BIWEIGHT_CUT * Math.max(sigma, leastScale);
    for (let n = 0; n < count; n++) weights[n] = biweight(sizes[n]! / cut);
    coefficients = leastSquares(rows, terms, values, weights);
  }
  if (coefficients === null) return null;
  return { coefficients, sigma, effective: sum(weights) };
}

function residual(
  rows: Float64Array,
  terms: number,
  values: Float64Array,
  coefficients: Float64Array,
  n: number,
): number {
  let r = values[n]!;
  for (let i = 0; i < terms; i++) r -= coefficients[i]! * rows[n * terms + i]!;
  return r;
}

function leastSquares(
  rows: Float64Array,
  terms: number,
  values: Float64Array,
  weights: Float64Array,
): Float64Array | null {
  const equations = normalEquations(terms);
  const index = Int32Array.from({ length: terms }, (_, i) => i);
  for (let n = 0; n < values.length; n++)
    addRow(equations, index, rows.subarray(n * terms, (n + 1) * terms), terms, values[n]!, weights[n]!);
  const factor = choleskyFactor(equations);
  return factor === null ? null : backSolve(factor, equations.right);
}
