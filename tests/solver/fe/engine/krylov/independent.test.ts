import { expect, test } from 'vitest';

import { invertIndependent } from '../../../../../solver/fe/engine/krylov/independent.ts';

test('a positive definite matrix is inverted whole', () => {
  const matrix = [
    [4, 1, 0.5],
    [1, 3, -0.2],
    [0.5, -0.2, 2],
  ];
  const { chosen, inverse } = invertIndependent(matrix);
  expect(chosen.toSorted()).toEqual([0, 1, 2]);
  chosen.forEach((row, n) => {
    chosen.forEach((column, m) => {
      const product = chosen.reduce((sum, k, q) => sum + matrix[row]![k]! * inverse[q]![m]!, 0);
      expect(product).toBeCloseTo(n === m ? 1 : 0, 12);
    });
  });
});

test('a vector that hangs on another is left out, and so is one without energy', () => {
  // The second is twice the first; the third has none; the fourth stands alone.
  const matrix = [
    [1, 2, 0, 0],
    [2, 4.0001, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 5],
  ];
  const { chosen, inverse } = invertIndependent(matrix);
  expect(chosen).toHaveLength(2);
  expect(chosen).toContain(3);
  expect(inverse[chosen.indexOf(3)]![chosen.indexOf(3)]).toBeCloseTo(0.2, 12);
});

test('what is not positive definite is never returned as if it were', () => {
  const { chosen } = invertIndependent([
    [1, 3],
    [3, 1],
  ]);
  expect(chosen).toHaveLength(1);
  expect(invertIndependent([])).toEqual({ chosen: [], inverse: [] });
});
