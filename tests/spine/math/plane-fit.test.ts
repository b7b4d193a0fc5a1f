import { expect, test } from 'vitest';

import { uniformNumbers } from '../../../phantoms/random.ts';
import { fitPlane } from '../../../spine/math/plane-fit.ts';

function scatter(count: number): { u: number[]; v: number[] } {
  const uniform = uniformNumbers(9);
  return {
    u: Array.from({ length: count }, () => 40 * uniform() - 20),
    v: Array.from({ length: count }, () => 30 * uniform() - 15),
  };
}
const height = (u: number, v: number): number => 12 + 0.2 * u - 0.1 * v;

test('points of a plane give the plane', () => {
  const { u, v } = scatter(12);
  const { a, b, c } = fitPlane(u, v, u.map((x, n) => height(x, v[n]!)))!; // prettier-ignore
  expect(a).toBeCloseTo(12, 10);
  expect(b).toBeCloseTo(0.2, 10);
  expect(c).toBeCloseTo(-0.1, 10);
});

test('a quarter of the points far above do not move it', () => {
  const { u, v } = scatter(100);
  const { a, b, c } = fitPlane(u, v, u.map((x, n) => height(x, v[n]!) + (n % 4 === 0 ? 15 : 0)))!; // prettier-ignore
  expect(a).toBeCloseTo(12, 10);
  expect(b).toBeCloseTo(0.2, 10);
  expect(c).toBeCloseTo(-0.1, 10);
});

test('what is 4 mm off the plane still counts, as an endplate is hollow; what is 5 mm off does not', () => {
  const { u, v } = scatter(60);
  const offset = (mm: number): number =>
    fitPlane(u, v, u.map((x, n) => height(x, v[n]!) + (n === 0 ? mm : 0)))!.a - 12; // prettier-ignore
  expect(Math.abs(offset(4))).toBeGreaterThan(1e-4);
  expect(Math.abs(offset(5))).toBeLessThan(1e-10);
});

test('too few points, or points on a line, have no plane', () => {
  const { u, v } = scatter(11);
  expect(fitPlane(u, v, u.map((x, n) => height(x, v[n]!)))).toBeNull(); // prettier-ignore
  const line = Array.from({ length: 20 }, (_, n) => n);
  expect(fitPlane(line, line, line)).toBeNull();
});
