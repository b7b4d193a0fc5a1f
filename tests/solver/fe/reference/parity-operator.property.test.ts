import fc from 'fast-check';
import { expect, test } from 'vitest';

import { denseOperator } from '../../../../solver/fe/reference/dense-operator.ts';
import { isotropicLaw, orthotropicLaw } from '../../../../solver/fe/index.ts';
import { meshOf } from '../../../../solver/fe/mesh.ts';
import { parityOperator } from '../../../../solver/fe/reference/parity-operator.ts';

const BONE = orthotropicLaw('bone', {
  Ex: 0.3,
  Ey: 0.4,
  Ez: 1,
  nuXy: 0.35,
  nuZx: 0.3,
  nuZy: 0.25,
  Gyz: 0.16,
  Gxz: 0.14,
  Gxy: 0.12,
});

const size = fc.integer({ min: 1, max: 5 });
const edge = fc.double({ min: 0.3, max: 3, noNaN: true });
const models = fc
  .tuple(size, size, size, edge, edge, edge, fc.integer({ min: 1, max: 1 << 30 }))
  .map(([nx, ny, nz, hx, hy, hz, seed]) => {
    const random = lcg(seed);
    const count = nx * ny * nz;
    const modulus = Float64Array.from({ length: count }, () => (random() < 0.3 ? 0 : 1 + 5000 * random()));
    modulus[0] = 10;
    const lawIndex = Uint8Array.from({ length: count }, () => (random() < 0.5 ? 0 : 1));
    const dims = [nx, ny, nz] as const;
    return {
      model: { dims, spacing: [hx, hy, hz] as const, modulus, lawIndex, laws: [BONE, isotropicLaw(0.3)] },
      random,
    };
  });

function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

test('the factored operator does what the 24x24 matrices do, holes and single voxels included', () => {
  fc.assert(
    fc.property(models, ({ model, random }) => {
      const mesh = meshOf(model);
      const [plain, factored] = [denseOperator(model, mesh), parityOperator(model, mesh)];
      const u = Float64Array.from({ length: plain.size }, () => random() - 0.5);
      const [a, b] = [new Float64Array(plain.size), new Float64Array(plain.size)];
      plain.applyInto(a, u);
      factored.applyInto(b, u);
      const scale = a.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-300);
      // A few hundred roundings of double precision.
      a.forEach((value, i) => expect(Math.abs(value - b[i]!) / scale).toBeLessThan(1e-12));
    }),
    { seed: 20261124, numRuns: 60 },
  );
});

test('the operator is symmetric, and takes rigid translations to no force', () => {
  fc.assert(
    fc.property(models, ({ model, random }) => {
      const operator = parityOperator(model, meshOf(model));
      const vector = () => Float64Array.from({ length: operator.size }, () => random() - 0.5);
      const [u, v, Ku, Kv] = [vector(), vector(), vector(), vector()];
      operator.applyInto(Ku, u);
      operator.applyInto(Kv, v);
      const dot = (p: Float64Array, q: Float64Array) => p.reduce((sum, value, i) => sum + value * q[i]!, 0);
      expect(Math.abs(dot(v, Ku) - dot(u, Kv))).toBeLessThan(
        1e-10 * (Math.abs(dot(u, Ku)) + Math.abs(dot(v, Kv))),
      );
      const shift = Float64Array.from({ length: operator.size }, (_, dof) => [1, -2, 3][dof % 3]!);
      operator.applyInto(Kv, shift);
      const stiffest = operator.diagonal().reduce((most, value) => Math.max(most, value), 0);
      for (const force of Kv) expect(Math.abs(force)).toBeLessThan(1e-12 * stiffest);
    }),
    { seed: 20261124, numRuns: 40 },
  );
});
