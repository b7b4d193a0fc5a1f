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

/**
 * The same where entries come in pairs side by side, `index[n + 1]` one more than `index[n]` for even n: to the bit what `addRow` makes.
 */
export function addPairs(
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
    for (let b = 0; b < a; b += 2) {
      const to = at + index[b]!;
      matrix[to]! += scaled * row[b]!;
      matrix[to + 1]! += scaled * row[b + 1]!;
    }
    if (a % 2 === 0) matrix[at + i]! += scaled * row[a]!;
  }
}

/** L of L L^T = matrix: lower triangular, and where each of its rows begins (what stands before is 0). */
export interface Factor {
  readonly size: number;
  readonly L: Float64Array;
  readonly first: Int32Array;
}

/** Rows that are factored together: a sum waits for its last product, four wait for one another no longer. */
const TOGETHER = 4;

/** @param damping share that the diagonal grows by @returns null where the rows do not determine x */
export function choleskyFactor({ size, matrix }: NormalEquations, damping = 0): Factor | null {
  const L = matrix.slice();
  const first = new Int32Array(size);
  for (let i = 0; i < size; i++) {
    let start = 0;
    while (start < i && L[i * size + start] === 0) start++;
    first[i] = start;
  }
  for (let i = 0; i < size; i += TOGETHER) {
    const end = Math.min(i + TOGETHER, size);
    const areFour = end - i === TOGETHER;
    if (areFour) fourRows(L, first, size, i);
    const done = areFour ? i : 0;
    for (let row = i; row < end; row++) {
      const at = row * size;
      for (let j = Math.max(first[row]!, done); j <= row; j++) {
        const other = j * size;
        let sum = L[at + j]!;
        if (row === j) sum *= 1 + damping;
        for (let k = Math.max(first[row]!, first[j]!); k < j; k++) sum -= L[at + k]! * L[other + k]!;
        if (row === j) {
          if (!(sum > LEAST_PIVOT * matrix[at + row]!)) return null;
          L[at + row] = Math.sqrt(sum);
        } else L[at + j] = sum / L[other + j]!;
      }
    }
  }
  return { size, L, first };
}

/** Rows i to i + 3 as far as the rows above them reach: to the bit what one after another comes to. */
function fourRows(L: Float64Array, first: Int32Array, size: number, i: number): void {
  const [a, b, c, d] = [i * size, (i + 1) * size, (i + 2) * size, (i + 3) * size] as const;
  const start = Math.min(first[i]!, first[i + 1]!, first[i + 2]!, first[i + 3]!);
  for (let j = start; j < i; j++) {
    const other = j * size;
    let [p, q, r, s] = [L[a + j]!, L[b + j]!, L[c + j]!, L[d + j]!];
    for (let k = Math.max(start, first[j]!); k < j; k++) {
      const above = L[other + k]!;
      p -= L[a + k]! * above;
      q -= L[b + k]! * above;
      r -= L[c + k]! * above;
      s -= L[d + k]! * above;
    }
    const pivot = L[other + j]!;
    L[a + j] = p / pivot;
    L[b + j] = q / pivot;
    L[c + j] = r / pivot;
    L[d + j] = s / pivot;
  }
}

/** x of L L^T x = b. */
export function backSolve(factor: Factor, b: Float64Array): Float64Array {
  const { size, L, first } = factor;
  const x = forwardSolve(factor, b);
  for (let i = size - 1; i >= 0; i--) {
    const at = i * size;
    const value = x[i]! / L[at + i]!;
    x[i] = value;
    for (let k = first[i]!; k < i; k++) x[k]! -= L[at + k]! * value;
  }
  return x;
}

/** y of L y = b: |y|^2 is b^T (L L^T)^-1 b. */
export function forwardSolve({ size, L, first }: Factor, b: Float64Array): Float64Array {
  const y = b.slice();
  for (let i = 0; i < size; i++) {
    const at = i * size;
    let value = y[i]!;
    for (let k = first[i]!; k < i; k++) value -= L[at + k]! * y[k]!;
    y[i] = value / L[at + i]!;
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
