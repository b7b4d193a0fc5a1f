/** The whole of the fast linear solver against its plain twin: diagonal CG in f64 over lists of elements. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  applyLoad,
  isotropicLaw,
  ModelInvalid,
  orthotropicLaw,
  type VoxelModel,
} from '../../../../solver/fe/index.ts';
import { checkMemory } from '../../../../solver/fe/engine/prepare.ts';
import { solveLinear as solvePlain } from '../../../../solver/fe/reference/solve-linear.ts';
import { solveLinear } from '../../../../solver/host/index.ts';

const LAWS = [
  isotropicLaw(0.3),
  orthotropicLaw('orthotropic', {
    Ex: 0.4, Ey: 0.6, Ez: 1, nuXy: 0.2, nuZx: 0.3, nuZy: 0.25, Gyz: 0.2, Gxz: 0.17, Gxy: 0.12,
  }),
]; // prettier-ignore

/** A column through the model keeps its plates joined; round it anything may be missing. */
function modelOf(dims: [number, number, number], filled: number, seed: number): VoxelModel {
  let state = seed + 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const [nx, ny, nz] = dims;
  const modulus = new Float64Array(nx * ny * nz);
  const lawIndex = new Uint8Array(modulus.length);
  for (let e = 0; e < modulus.length; e++) {
    const i = e % nx;
    const j = Math.floor(e / nx) % ny;
    const stem = Math.abs(2 * i + 1 - nx) <= 2 && Math.abs(2 * j + 1 - ny) <= 2;
    lawIndex[e] = random() < 0.4 ? 1 : 0;
    const E = 10 * 500 ** random();
    if (random() < filled || stem) modulus[e] = E;
  }
  return { dims, spacing: [0.8, 1, 1.2], modulus, lawIndex, laws: LAWS };
}

test('displacements and forces equal those of the plain twin', () => {
  const size = fc.integer({ min: 1, max: 14 });
  fc.assert(
    fc.property(
      fc.tuple(size, size, size),
      fc.double({ min: 0.6, max: 1, noNaN: true }),
      fc.nat(),
      (dims, filled, seed) => {
        const model = modelOf(dims, filled, seed % 2 ** 31);
        const { dirichlet } = applyLoad(model, { kind: 'compression', shorteningMm: 0.1, sideways: 'held' });
        const options = { tolerance: 1e-10, maxIterations: 3000 };
        let plain;
        try {
          plain = solvePlain(model, dirichlet, options);
        } catch (error) {
          // A crumb that touches nothing: both refuse it.
          expect(error).toBeInstanceOf(ModelInvalid);
          expect(() => solveLinear(model, dirichlet, options)).toThrow(ModelInvalid);
          return;
        }
        const fast = solveLinear(model, dirichlet, options);
        expect(fast.converged).toBe(plain.converged);
        expect([fast.elements, fast.nodes]).toEqual([plain.elements, plain.nodes]);
        let [off, offForce, most] = [0, 0, 0];
        plain.displacement.forEach((u, n) => {
          off = Math.max(off, Math.abs(u - fast.displacement[n]!));
          offForce = Math.max(offForce, Math.abs(plain.force[n]! - fast.force[n]!));
          most = Math.max(most, Math.abs(plain.force[n]!));
        });
        expect(off).toBeLessThan(1e-6);
        expect(offForce / most).toBeLessThan(1e-6);
      },
    ),
    { numRuns: 40, seed: 11 },
  );
});

test('the stop on energy leaves the reaction as near as it was told', () => {
  const model = modelOf([30, 26, 24], 0.97, 5);
  const { dirichlet, topNodes } = applyLoad(model, {
    kind: 'compression',
    shorteningMm: 0.1,
    sideways: 'held',
  });
  const force = (options: { tolerance: number; energyTolerance?: number }) => {
    const solution = solveLinear(model, dirichlet, { ...options, maxIterations: 500 });
    return {
      iterations: solution.iterations,
      z: topNodes.reduce((sum, n) => sum + solution.force[3 * n + 2]!, 0),
    };
  };
  const exact = force({ tolerance: 1e-11 });
  const early = force({ tolerance: 1e-11, energyTolerance: 1e-5 });
  expect(early.iterations).toBeLessThan(exact.iterations);
  expect(Math.abs(early.z / exact.z - 1)).toBeLessThan(1e-5);
});

test('a grid beyond memory is refused with what it would need', () => {
  expect(() => {
    checkMemory(7 * 2 ** 30);
  }).toThrow(/7\.0 GiB; wanted less than 4 GiB/);
});
