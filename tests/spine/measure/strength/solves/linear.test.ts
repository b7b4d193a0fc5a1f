import { expect, test } from 'vitest';

import {
  boneStrain,
  linearStrength,
  refusingFaults,
} from '../../../../../spine/measure/strength/solves/linear.ts';
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
  expect(error.refusal).toEqual({
    code: 'SOLVE_NOT_CONVERGED',
    saw: expect.stringMatching(/^relative residual \d\.\de[+-]\d+ after 2 iterations$/) as string,
    wanted: '1e-6 within 2',
  });
});

test('a piece that hangs between the plates without touching either is refused, not solved', () => {
  const grid = column(7);
  grid.body.set([1, 1, 0, 1, 0, 1, 1]);
  const error = thrownBy(() => linearStrength({ grid, heightMm: 7, materials, strain: 0.0068 }));
  if (!(error instanceof LevelRefused)) throw error;
  expect(error.refusal).toMatchObject({
    code: 'MODEL_INVALID',
    wanted: 'a connected vertebral body between its caps',
  });
  expect(error.cause).toMatchObject({ message: error.refusal.saw });
});

test('a column of bone has the stiffness E A / H and the force of its strain, whatever its height', () => {
  for (const tall of [5, 9]) {
    const { stiffness, strength } = linearStrength({
      grid: column(tall),
      heightMm: tall,
      materials,
      strain: 0.0068,
    });
    const E = atDensity(modulus, 150);
    // Held ends confine a column of one voxel's width: a few per cent of it.
    expect(Math.abs((stiffness * tall) / E - 1)).toBeLessThan(0.15);
    expect(strength).toBeCloseTo(0.0068 * stiffness * tall, 9);
  }
});

test('H is the one that is told, not that of the grid', () => {
  const at = (heightMm: number) => linearStrength({ grid: column(6), heightMm, materials, strain: 0.0068 });
  expect(at(9).stiffness).toBeCloseTo(at(6).stiffness, 4);
  expect(at(9).strength / at(6).strength).toBeCloseTo(1.5, 4);
});

test('strain is that of the bone alone', () => {
  const grid = column(6);
  const solved = linearStrength({ grid, heightMm: 6, materials, strain: 0.0068 });
  const strain = boneStrain(solved, Uint8Array.of(0, 1, 1, 1, 1, 0));
  expect([strain[0], strain[5]]).toEqual([0, 0]);
  // Near the strain that the whole column is shortened by.
  for (const n of [2, 3]) expect(Math.abs(strain[n]! / 0.0068 - 1)).toBeLessThan(0.2);
});

test('only a fault of the model is a refusal', () => {
  const fault = (): never => {
    throw new RangeError('made up');
  };
  expect(() => refusingFaults(fault)).toThrow(RangeError);
});

test('progress is told', () => {
  const seen: number[] = [];
  linearStrength({ grid: column(45), heightMm: 45, materials, strain: 0.0068, onIteration: ({ iteration }) => seen.push(iteration) }); // prettier-ignore
  expect(seen.length).toBeGreaterThan(1);
});
