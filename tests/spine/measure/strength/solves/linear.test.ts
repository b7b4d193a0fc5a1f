import { expect, test } from 'vitest';

import { linearStrength } from '../../../../../spine/measure/strength/solves/linear.ts';
import { atDensity } from '../../../../../spine/measure/strength/model/vertebra-model.ts';
import { PARAMETER_SETS } from '../../../../../spine/definitions/parameter-sets.ts';
import { LevelRefused, SolveNotConverged } from '../../../../../contracts/refusals.ts';

const { modulus, ...rest } = PARAMETER_SETS['osteon-default-1'];
const materials = { modulus, ...rest };

/** A column of voxels, `tall` of them, all bone of one density. */
function column(tall: number) {
  const full = new Uint8Array(tall).fill(1);
  return {
    dims: [1, 1, tall] as const,
    spacing: [1, 1, 1] as const,
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
  expect(atDensity(modulus, 100)).toBeCloseTo(-34.7 + 323, 10);
  expect(atDensity(modulus, 0)).toBe(10);
  expect(atDensity(modulus, -80)).toBe(10);
});

test('a solve that does not converge is an error that says how far it came', () => {
  const error = thrownBy(() =>
    linearStrength({ grid: column(45), heightMm: 45, materials, strain: 0.0068, maxIterations: 2 }),
  );
  if (!(error instanceof SolveNotConverged)) throw error;
  expect(error.refusal.code).toBe('SOLVE_NOT_CONVERGED');
  expect(error.refusal.saw).toMatch(/after 2 iterations/);
});

test('a piece that hangs between the plates without touching either is refused, not solved', () => {
  const grid = column(7);
  grid.body.set([1, 1, 0, 1, 0, 1, 1]);
  const error = thrownBy(() => linearStrength({ grid, heightMm: 7, materials, strain: 0.0068 }));
  if (!(error instanceof LevelRefused)) throw error;
  expect(error.refusal.code).toBe('MODEL_INVALID');
});
