import { lusolve } from 'mathjs';
import { expect, test } from 'vitest';

import {
  addPairs,
  addRow,
  backSolve,
  choleskyFactor,
  forwardSolve,
  normalEquations,
  solveDense,
} from '../../../spine/math/normal-equations.ts';
import { uniformNumbers } from '../../../phantoms/random.ts';

const SIZE = 12;

/** Rows of three neighbouring unknowns and one far one, so that the factor has gaps; and the same matrix written out. */
function example(): { equations: ReturnType<typeof normalEquations>; dense: number[][]; right: number[] } {
  const uniform = uniformNumbers(11);
  const equations = normalEquations(SIZE);
  const dense = Array.from({ length: SIZE }, () => new Array<number>(SIZE).fill(0));
  const right = new Array<number>(SIZE).fill(0);
  for (let n = 0; n < 60; n++) {
    const first = Math.floor(uniform() * (SIZE - 3));
    const index = Int32Array.of(first, first + 1, first + 2, SIZE - 1);
    const row = Float64Array.from(index, () => uniform() - 0.5);
    const [value, weight] = [uniform(), 0.5 + uniform()];
    addRow(equations, index, row, 4, value, weight);
    index.forEach((i, a) => {
      right[i]! += weight * row[a]! * value;
      index.forEach((j, b) => (dense[i]![j]! += weight * row[a]! * row[b]!));
    });
  }
  return { equations, dense, right };
}

test('rows add up to the matrix of least squares, and Cholesky solves it as elimination does', () => {
  const { equations, dense, right } = example();
  for (let i = 0; i < SIZE; i++)
    for (let j = 0; j <= i; j++) expect(equations.matrix[i * SIZE + j]).toBeCloseTo(dense[i]![j]!, 12);
  const x = backSolve(choleskyFactor(equations)!, equations.right);
  const twin = lusolve(dense, right) as number[][];
  twin.forEach(([value], i) => {
    expect(x[i]).toBeCloseTo(value!, 9);
  });
});

test('damping grows the diagonal alone', () => {
  const { equations, dense, right } = example();
  const x = backSolve(choleskyFactor(equations, 0.3)!, equations.right);
  const damped = dense.map((row, i) => row.map((value, j) => (i === j ? 1.3 * value : value)));
  (lusolve(damped, right) as number[][]).forEach(([value], i) => {
    expect(x[i]).toBeCloseTo(value!, 9);
  });
});

test('the half-way solution tells the variance of a sum', () => {
  const { equations, dense } = example();
  const row = Float64Array.from({ length: SIZE }, (_, i) => (i % 3 === 0 ? 0.5 : 0));
  const y = forwardSolve(choleskyFactor(equations)!, row);
  const full = lusolve(dense, [...row]) as number[][];
  const variance = full.reduce((sum, [value], i) => sum + row[i]! * value!, 0);
  expect(y.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(variance, 9);
});

test('an unknown that no row tells has no solution', () => {
  const equations = normalEquations(3);
  addRow(equations, Int32Array.of(0, 1), Float64Array.of(1, 2), 2, 1, 1);
  expect(choleskyFactor(equations)).toBeNull();
});

test('a system that needs its rows exchanged', () => {
  const x = solveDense([[0, 2, 1], [1, -1, 0], [3, 0, -2]], [7, -1, -3]); // prettier-ignore
  [1, 2, 3].forEach((value, n) => expect(x[n]).toBeCloseTo(value, 12));
});

test('a singular system that no x solves has no answer', () => {
  expect(() => solveDense([[1, 2], [2, 4]], [1, 3])).toThrow(); // prettier-ignore
});

test('an unknown of which nothing is said is 0, and the others are found', () => {
  expect(solveDense([[2, 0, 1], [0, 0, 0], [1, 0, 3]], [4, 0, 7])).toEqual([1, 0, 2]); // prettier-ignore
});

test('what is no number stays none', () => {
  expect(solveDense([[Number.NaN, 1], [1, 2]], [1, 2]).some(Number.isNaN)).toBe(true); // prettier-ignore
});

test('matrix and right side are left as they are', () => {
  const [A, b] = [[[4, 1], [1, 3]], [1, 2]]; // prettier-ignore
  solveDense(A, b);
  expect([A, b]).toEqual([[[4, 1], [1, 3]], [1, 2]]); // prettier-ignore
});

test.each([1, 2, 3, 4, 5, 8])('%i unknowns as another elimination finds them', (size) => {
  const uniform = uniformNumbers(size);
  for (let n = 0; n < 50; n++) {
    const A = Array.from({ length: size }, () => Array.from({ length: size }, () => uniform() - 0.5));
    const b = Array.from({ length: size }, () => uniform() - 0.5);
    const twin = lusolve(A, b) as number[][];
    solveDense(A, b).forEach((value, i) => {
      expect(Math.abs(value - twin[i]![0]!)).toBeLessThan(1e-9 * Math.max(1, Math.abs(value)));
    });
  }
});

test('entries in pairs make the same matrix, to the bit', () => {
  const uniform = uniformNumbers(3);
  const [one, other] = [normalEquations(SIZE), normalEquations(SIZE)];
  for (let n = 0; n < 30; n++) {
    const first = 2 + Math.floor(4 * uniform());
    const index = Int32Array.of(0, 1, first, first + 1, first + 2, first + 3, 10, 11);
    const row = Float64Array.from(index, () => uniform() - 0.5);
    const [count, value, weight] = [n % 2 === 0 ? 8 : 6, uniform(), uniform()];
    addRow(one, index, row, count, value, weight);
    addPairs(other, index, row, count, value, weight);
  }
  expect(other).toEqual(one);
  expect(one.matrix.some((entry) => entry !== 0)).toBe(true);
});

test.each([1, 3, 4, 7, 12, 21])(
  '%i rows factored together are those factored one by one, to the bit',
  (size) => {
    const uniform = uniformNumbers(size);
    const equations = normalEquations(size);
    const first = Array.from({ length: size }, (_, i) => Math.floor(uniform() * (i + 1)));
    for (let i = 0; i < size; i++)
      for (let j = first[i]!; j <= i; j++) equations.matrix[i * size + j] = i === j ? 30 : uniform() - 0.5;
    const L = equations.matrix.slice();
    for (let i = 0; i < size; i++)
      for (let j = first[i]!; j <= i; j++) {
        let sum = L[i * size + j]! * (i === j ? 1.01 : 1);
        for (let k = Math.max(first[i]!, first[j]!); k < j; k++) sum -= L[i * size + k]! * L[j * size + k]!;
        L[i * size + j] = i === j ? Math.sqrt(sum) : sum / L[j * size + j]!;
      }
    const factor = choleskyFactor(equations, 0.01)!;
    expect(factor.L).toEqual(L);
    expect([...factor.first]).toEqual(first);
  },
);
