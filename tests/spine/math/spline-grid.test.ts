import { expect, test } from 'vitest';

import {
  emptyWeights,
  splineOver,
  thirdDifferences,
  weighted,
  weightsInto,
} from '../../../spine/math/spline-grid.ts';
import { uniformNumbers } from '../../../phantoms/random.ts';

const grid = splineOver({ u: [-12, 13], v: [-9, 10] }, 3.5);
const PLACES: readonly (readonly [number, number])[] = [
  [-12, -9],
  [0.3, 0.7],
  [5.25, -3.5],
  [13, 10],
];

/** Coefficients whose surface is the parabola: of B-splines, c = f - step^2 f'' / 6. */
function parabola(): Float64Array {
  const out = new Float64Array(grid.nu * grid.nv);
  for (let j = 0; j < grid.nv; j++)
    for (let i = 0; i < grid.nu; i++) {
      const [u, v] = [grid.u0 + i * grid.stepMm, grid.v0 + j * grid.stepMm];
      out[i + grid.nu * j] = f(u, v) - (grid.stepMm ** 2 * (2 * 0.02 + 2 * 0.03)) / 6;
    }
  return out;
}

function f(u: number, v: number): number {
  return 4 + 0.1 * u - 0.2 * v + 0.02 * u * u + 0.03 * v * v + 0.01 * u * v;
}

test('weights of a point come to one, and their derivatives to none', () => {
  const weights = emptyWeights();
  for (const [u, v] of PLACES) {
    weightsInto(weights, grid, u, v);
    const sum = (values: Float64Array): number => values.reduce((total, x) => total + x, 0);
    expect(sum(weights.value)).toBeCloseTo(1, 12);
    for (const values of [weights.du, weights.dv, weights.duu, weights.dvv])
      expect(sum(values)).toBeCloseTo(0, 12);
  }
});

test('a parabola is reproduced with its slopes and second derivatives', () => {
  const weights = emptyWeights();
  const c = parabola();
  for (const [u, v] of PLACES) {
    weightsInto(weights, grid, u, v);
    expect(weighted(weights, weights.value, c)).toBeCloseTo(f(u, v), 10);
    expect(weighted(weights, weights.du, c)).toBeCloseTo(0.1 + 0.04 * u + 0.01 * v, 10);
    expect(weighted(weights, weights.dv, c)).toBeCloseTo(-0.2 + 0.06 * v + 0.01 * u, 10);
    expect(weighted(weights, weights.duu, c)).toBeCloseTo(0.04, 10);
    expect(weighted(weights, weights.dvv, c)).toBeCloseTo(0.06, 10);
  }
});

test('derivatives are those of the value on any surface', () => {
  const uniform = uniformNumbers(3);
  const c = Float64Array.from({ length: grid.nu * grid.nv }, () => uniform());
  const weights = emptyWeights();
  const value = (u: number, v: number): number => {
    weightsInto(weights, grid, u, v);
    return weighted(weights, weights.value, c);
  };
  const h = 1e-4;
  const [u, v] = [1.3, -2.2];
  const differences = {
    du: (value(u + h, v) - value(u - h, v)) / (2 * h),
    dvv: (value(u, v + h) - 2 * value(u, v) + value(u, v - h)) / h ** 2,
  };
  weightsInto(weights, grid, u, v);
  expect(weighted(weights, weights.du, c)).toBeCloseTo(differences.du, 6);
  expect(weighted(weights, weights.dvv, c)).toBeCloseTo(differences.dvv, 5);
});

test('third differences vanish on a parabola and on nothing of third order', () => {
  const c = parabola();
  const rows = thirdDifferences(grid);
  const most = (values: Float64Array): number =>
    rows.reduce((worst, { index, factors }) => {
      const sum = index.reduce((total, i, n) => total + factors[n]! * values[i]!, 0);
      return Math.max(worst, Math.abs(sum));
    }, 0);
  expect(most(c)).toBeLessThan(1e-10);
  expect(most(c.map((x, i) => x + (i % grid.nu) ** 3))).toBeCloseTo(6, 9);
  for (const { index } of rows) expect([...index]).toEqual([...index].sort((a, b) => a - b));
});
