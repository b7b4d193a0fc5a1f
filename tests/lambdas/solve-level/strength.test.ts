import { expect, test } from 'vitest';

import { linearStrength } from '../../../lambdas/solve-level/strength.ts';
import { boneModulus, modulusSensitivity } from '../../../lambdas/solve-level/vertebra-model.ts';
import { LevelRefused, SolveNotConverged } from '../../../lambdas/shared/errors.ts';

/** A column of voxels, `tall` of them, all bone of one density. */
function column(tall: number) {
  const full = new Uint8Array(tall).fill(1);
  return {
    dims: [1, 1, tall] as const,
    spacingMm: 1,
    densityMgCc: new Float64Array(tall).fill(150),
    body: full,
    caps: new Uint8Array(tall),
  };
}

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}

test('modulus follows Kopperdahl 2002 and never falls below 10 MPa', () => {
  expect(boneModulus(100)).toBeCloseTo(-34.7 + 323, 10);
  expect(boneModulus(0)).toBe(10);
  expect(boneModulus(-80)).toBe(10);
});

test('the sensitivity of the modulus is its logarithmic derivative, and nothing on the floor', () => {
  const step = 1e-6;
  const derivative = (boneModulus(150 * (1 + step)) / boneModulus(150) - 1) / step;
  expect(modulusSensitivity(150)).toBeCloseTo(derivative, 5);
  expect(modulusSensitivity(-20)).toBe(0);
});

test('a solve that does not converge is an error that says how far it came', () => {
  const error = thrownBy(() => linearStrength(column(45), [0, 44], undefined, 2));
  if (!(error instanceof SolveNotConverged)) throw error;
  expect(error.refusal.code).toBe('SOLVE_NOT_CONVERGED');
  expect(error.refusal.saw).toMatch(/after 2 iterations/);
});

test('a piece that hangs between the plates without touching either is refused, not solved', () => {
  const grid = column(7);
  grid.body.set([1, 1, 0, 1, 0, 1, 1]);
  const error = thrownBy(() => linearStrength(grid, [0, 6]));
  if (!(error instanceof LevelRefused)) throw error;
  expect(error.refusal.code).toBe('MODEL_INVALID');
});
