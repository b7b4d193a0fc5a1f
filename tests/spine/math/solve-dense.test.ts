import { expect, test } from 'vitest';

import { solveDense } from '../../../spine/math/normal-equations.ts';

test('a system that needs its rows exchanged', () => {
  const x = solveDense([[0, 2, 1], [1, -1, 0], [3, 0, -2]], [7, -1, -3]); // prettier-ignore
  [1, 2, 3].forEach((value, n) => expect(x[n]).toBeCloseTo(value, 12));
});

test('a singular system that no x solves has no answer', () => {
  expect(() => solveDense([[1, 2], [2, 4]], [1, 3])).toThrow(); // prettier-ignore
});

test('matrix and right side are left as they are', () => {
  const [A, b] = [[[4, 1], [1, 3]], [1, 2]]; // prettier-ignore
  solveDense(A, b);
  expect([A, b]).toEqual([[[4, 1], [1, 3]], [1, 2]]); // prettier-ignore
});
