import { expect, test } from 'vitest';

import { applyLoad, elementEnergies, isotropicLaw, totalForce } from '../../../solver/fe/index.ts';
import { orthotropicLaw, type VoxelModel } from '../../../solver/fe/index.ts';
import { solveLinear } from '../../../solver/host/index.ts';

const DIMS = [4, 5, 6] as const;
const SHORTER_MM = 0.05;
const LAWS = [
  orthotropicLaw('test', { Ex: 0.4, Ey: 0.5, Ez: 1, nuXy: 0.3, nuZx: 0.3, nuZy: 0.2, Gyz: 0.2, Gxz: 0.15, Gxy: 0.1 }), // prettier-ignore
  isotropicLaw(0.3),
];

/** Moduli by chance from 50 to 1000 MPa, with a hole, under cement of another law. */
function model(change: (modulus: Float64Array) => void = () => undefined): VoxelModel {
  let state = 3;
  const chance = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
  const modulus = new Float64Array(120).map((_, e) => (e === 50 || e === 51 ? 0 : 50 + 950 * chance()));
  change(modulus);
  const lawIndex = new Uint8Array(120).fill(1, 100);
  return { dims: DIMS, spacing: [0.9, 1, 1.2], modulus, lawIndex, laws: LAWS };
}

function solved(of: VoxelModel) {
  const { dirichlet, topNodes } = applyLoad(of, {
    kind: 'compression',
    shorteningMm: SHORTER_MM,
    sideways: 'held',
  });
  const solution = solveLinear(of, dirichlet, { tolerance: 1e-9, maxIterations: 200 });
  return { solution, work: -totalForce(solution, topNodes)[2] * SHORTER_MM };
}

test('the energies of all elements are the work of the reactions, and empty ones have none', () => {
  const { solution, work } = solved(model());
  const energies = elementEnergies(model(), solution);
  expect(energies.reduce((sum, energy) => sum + energy, 0) / work).toBeCloseTo(1, 7);
  expect([energies[50], energies[51]]).toEqual([0, 0]);
  expect(energies.filter((energy) => energy > 0)).toHaveLength(118);
});

test.each([0, 57, 70, 110])('the work moves with the modulus of element %d by its share', (e) => {
  const { solution } = solved(model());
  const step = 1e-3;
  const [up, down] = [1 + step, 1 - step].map(
    (factor) => solved(model((modulus) => (modulus[e]! *= factor))).work,
  );
  const share = elementEnergies(model(), solution)[e]!;
  expect((up! - down!) / (2 * step) / share).toBeCloseTo(1, 3);
});
