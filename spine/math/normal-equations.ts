/** Systems of linear equations: weighted least squares as normal equations, row by sparse row, solved by Cholesky; small dense ones. */
export interface NormalEquations {
  readonly size: number;
  /** Lower triangle in full rows: `matrix[i * size + j]`, j <= i. */
  readonly matrix: Float64Array;
  readonly right: Float64Array;
}

/** A pivot this much smaller than its diagonal was is none. */
const LEAST_PIVOT = 1e-10;

export function normalEquations(size: number): NormalEquations {
  return { size, matrix: new Float64Array(size * size), right: new Float64Array(size) };
}

export function clear({ matrix, right }: NormalEquations): void {
  matrix.fill(0);
  right.fill(0);
}

/**
 * Adds weight (row . x - value)^2: the first `count` entries of `index` and `row`.
 *
 * @param index ascending
 */
export function addRow(
  { size, matrix, right }: NormalEquations,
  index: Int32Array,
  row: Float64Array,
  count: number,
  value: number,
  weight: number,
): void {
  for (let a = 0; a < count; a++) {
    const i = index[a]!;
    const scaled = weight * row[a]!;
    right[i]! += scaled * value;
    const at = i * size;
    for (let b = 0; b <= a; b++) matrix[at + index[b]!]! += scaled * row[b]!;
  }
}

/** L of L L^T = matrix: lower triangular, and where each of its rows begins (what stands before is 0). */
export interface Factor {
  readonly size: number;
  readonly L: Float64Array;
  readonly first: Int32Array;
}

/** @param damping share that the diagonal grows by @returns null where the rows do not determine x */
export function choleskyFactor({ size, matrix }: NormalEquations, damping = 0): Factor | null {
  const L = matrix.slice();
  const first = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    const at = i * size;
    let start = 0;
    while (start < i && L[at + start] === 0) start++;
    first[i] = start;
    for (let j = start; j <= i; j++) {
      const other = j * size;
      let sum = L[at + j]!;
      if (i === j) sum *= 1 + damping;
      for (let k = Math.max(start, first[j]!); k < j; k++) sum -= L[at + k]! * L[other + k]!;
      if (i === j) {
        if (!(sum > LEAST_PIVOT * matrix[at + i]!)) return null;
        L[at + i] = Math.sqrt(sum);
      } else L[at + j] = sum / L[other + j]!;
    }
  }
  return { size, L, first };
}

/** x of L L^T x = b. */
export function backSolve(factor: Factor, b: Float64Array): Float64Array {
  const { size, L, first } = factor;
  const x = forwardSolve(factor, b);
  for (let i = size - 1; i >= 0; i--) {
    x[i]! /= L[i * size + i]!;
    for (let k = first[i]!; k < i; k++) x[k]! -= L[i * size + k]! * x[i]!;
  }
  return x;
}

/** y of L y = b: |y|^2 is b^T (L L^T)^-1 b. */
export function forwardSolve({ size, L, first }: Factor, b: Float64Array): Float64Array {
  const y = b.slice();
  for (let i = 0; i < size; i++) {
    for (let k = first[i]!; k < i; k++) y[i]! -= L[i * size + k]! * y[k]!;
    y[i]! /= L[i * size + i]!;
  }
  return y;
}

/**
 * x of A x = b by elimination with partial pivoting, for a handful of unknowns; a symmetric positive definite system of more is
 * `NormalEquations`. mathjs' `lusolve` is its twin in tests: as a dependency it took a third of a second of every process.
 *
 * @param A rows of a square matrix @returns 0 for an unknown of which nothing is said
 * @throws RangeError where no x solves it
 */
export function solveDense(A: readonly (readonly number[])[], b: readonly number[]): number[] {
  const size = b.length;
  const rows = A.map((row, i) => [...row, b[i]!]);
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k + 1; i < size; i++) if (Math.abs(rows[i]![k]!) > Math.abs(rows[pivot]![k]!)) pivot = i;
    const lead = rows[pivot]!;
    rows[pivot] = rows[k]!;
    rows[k] = lead;
    if (lead[k] === 0) continue;
    for (let i = k + 1; i < size; i++) {
      const row = rows[i]!;
      const factor = row[k]! / lead[k]!;
      for (let j = k; j <= size; j++) row[j]! -= factor * lead[j]!;
    }
  }
  const x = new Array<number>(size).fill(0);
  for (let i = size - 1; i >= 0; i--) {
    const row = rows[i]!;
    let rest = row[size]!;
    for (let j = i + 1; j < size; j++) rest -= row[j]! * x[j]!;
    if (row[i] === 0 && rest !== 0)
      throw new RangeError(`saw ${size} equations that contradict each other; wanted ones with an answer`);
    x[i] = row[i] === 0 ? 0 : rest / row[i]!;
  }
  return x;
}
