import { expect, test } from 'vitest';

import type { Vec3 } from '../../../contracts/primitives.ts';
import { along, cross, distance, dot, scaled, unit, tripleFrom } from '../../../spine/math/vector.ts';

const A: Vec3 = [1, 2, 3];
const B: Vec3 = [-4, 5, 7];

test('products of two vectors', () => {
  expect(dot(A, B)).toBe(27);
  expect(cross(A, B)).toEqual([-1, -19, 13]);
  expect(cross([1, 0, 0], [0, 1, 0])).toEqual([0, 0, 1]);
});

test('sums and multiples', () => {
  expect(along(A, 2, B)).toEqual([-7, 12, 17]);
  expect(scaled(B, -3)).toEqual([12, -15, -21]);
});

test('lengths', () => {
  expect(distance(A, B)).toBeCloseTo(Math.sqrt(25 + 9 + 16), 14);
  expect(unit([2, -3, 6])).toEqual([2 / 7, -3 / 7, 6 / 7]);
  expect(unit([0, 0, 0])[0]).toBeNaN();
});

test.each([2, 4])('%d values are no triple', (count) => {
  expect(() => tripleFrom(new Float64Array(count))).toThrow(RangeError);
  expect(tripleFrom(new Float64Array([1, 2, 3]))).toEqual([1, 2, 3]);
});
