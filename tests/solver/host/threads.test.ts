import { afterAll, expect, test } from 'vitest';

import { porous } from '../../../bench/models/porous.ts';
import { applyLoad, isotropicLaw, solveLinearWith, solvePlasticWith } from '../../../solver/fe/index.ts';
import { dismissCrew, hostOf } from '../../../solver/host/index.ts';
import { blockOf } from '../../validation/blocks.ts';

afterAll(dismissCrew);

/** Large enough to be shared, with holes, and odd along every axis. */
const model = blockOf(
  [31, 27, 19],
  [1, 1, 1],
  (i, j, k) => (k > 0 && k < 18 && (7 * i + 11 * j + 5 * k) % 13 === 0 ? 0 : 100 + ((i * j + k) % 7) * 300),
  isotropicLaw(0.3),
);
const load = (shorteningMm: number) =>
  applyLoad(model, { kind: 'compression', shorteningMm, sideways: 'held' }).dirichlet;

test('a linear solve is the same to the bit for one, two and three threads', () => {
  const [one, two, three] = [1, 2, 3].map((threads) =>
    solveLinearWith(hostOf(threads), model, load(0.1), { tolerance: 1e-8, maxIterations: 100 }),
  );
  expect(one!.converged).toBe(true);
  for (const other of [two, three]) {
    expect(other!.iterations).toBe(one!.iterations);
    expect(other!.displacement).toEqual(one!.displacement);
    expect(other!.force).toEqual(one!.force);
  }
});

test("so is one of porous bone, whose coarse levels are the first member's", () => {
  const bone = porous(32, 'smooth');
  const { dirichlet } = applyLoad(bone, { kind: 'compression', shorteningMm: 0.1, sideways: 'held' });
  const [one, two] = [1, 2].map((threads) =>
    solveLinearWith(hostOf(threads), bone, dirichlet, { tolerance: 1e-8, maxIterations: 100 }),
  );
  expect(one!.converged).toBe(true);
  expect(two!.displacement).toEqual(one!.displacement);
});

test('so is a plastic one', () => {
  const strength = model.modulus.map((E) => 0.01 * E);
  const increments = [0.1, 0.2, 0.3].map(load);
  const [one, two] = [1, 2].map((threads) =>
    solvePlasticWith(hostOf(threads), { ...model, strength }, increments),
  );
  expect(one!.converged).toBe(true);
  expect(one!.yieldedFraction.some((part) => part > 0)).toBe(true);
  expect(two!.increments.map(({ krylovIterations }) => krylovIterations)).toEqual(
    one!.increments.map(({ krylovIterations }) => krylovIterations),
  );
  expect(two!.displacement).toEqual(one!.displacement);
  expect(two!.yieldedFraction).toEqual(one!.yieldedFraction);
});
