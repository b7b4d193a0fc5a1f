/** A thread that fails in a solve: the others are told at once, and the next solve has a crew of its own. */
import { afterAll, expect, test } from 'vitest';

import { applyLoad, isotropicLaw, solveLinearWith, TeamBroken } from '../../../solver/fe/index.ts';
import { prepare } from '../../../solver/fe/engine/prepare.ts';
import { dismissCrew, hostOf } from '../../../solver/host/index.ts';
import { blockOf } from '../../validation/blocks.ts';

afterAll(dismissCrew);

/** Far below the barrier's patience of two minutes, far above what starting a thread takes. */
const PROMPT_MS = 30_000;

const model = blockOf([26, 26, 26], [1, 1, 1], () => 100, isotropicLaw(0.3));
const { dirichlet } = applyLoad(model, { kind: 'compression', shorteningMm: 0.1, sideways: 'held' });
const solve = () => solveLinearWith(hostOf(2), model, dirichlet, { tolerance: 1e-8, maxIterations: 50 });

test('a thread that fails breaks the team promptly, says why, and is not called again', () => {
  expect(solve().converged).toBe(true);
  const { layout } = prepare(model, dirichlet, 2);
  const options = { tolerance: 1e-8, energyTolerance: 0, maxIterations: 50 };
  // A level that does not exist: the thread fails as it begins.
  const job = { kind: 'linear', layout: { ...layout, levels: [] }, bounds: [1], options } as const;
  const began = performance.now();
  const team = hostOf(2).machine(layout.bytes).begin(job, 2);
  expect(() => {
    team.barrier();
    team.barrier();
  }).toThrow(TeamBroken);
  expect(() => {
    team.barrier();
  }).toThrow(/a thread of the solver has failed/);
  expect(solve().converged).toBe(true);
  expect(performance.now() - began).toBeLessThan(PROMPT_MS);
});
