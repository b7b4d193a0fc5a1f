/** The plastic kernels against a plain twin: B matrices and the closest-point return of one Gauss point at a time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isotropicLaw } from '../../../solver/fe/index.ts';

import { padded } from './plain-twins.ts';
import { off, plainForce, workbench } from './plastic-workbench.ts';

const LAW = isotropicLaw(0.3);
const NU = 0.3;

/** Drucker-Prager with associated flow through both uniaxial strengths, from total strain, without a past. */
function plainStress(strain: readonly number[], E: number, strength: number, ratio: number): number[] {
  const K = E / (3 * (1 - 2 * NU));
  const G = E / (2 * (1 + NU));
  const trace = strain[0]! + strain[1]! + strain[2]!;
  const s = strain.map((e, n) => (n < 3 ? 2 * G * (e - trace / 3) : G * e));
  const length = Math.sqrt(s.reduce((sum, v, n) => sum + (n < 3 ? 1 : 2) * v * v, 0));
  const p = K * trace;
  // From tension sqrt(2/3) t + eta t / 3 = k and compression sqrt(2/3) c - eta c / 3 = k, with t = ratio c.
  const eta = (3 * Math.sqrt(2 / 3) * (1 - ratio)) / (1 + ratio);
  const k = (Math.sqrt(2 / 3) - eta / 3) * strength;
  const beyond = length + eta * p - k;
  if (beyond <= 0) return s.map((v, n) => v + (n < 3 ? p : 0));
  const flow = beyond / (2 * G + K * eta * eta);
  if (length < 2 * G * flow) return s.map((_, n) => (n < 3 ? k / eta : 0));
  const kept = 1 - (2 * G * flow) / length;
  return s.map((v, n) => kept * v + (n < 3 ? p - K * eta * flow : 0));
}

const size = fc.integer({ min: 1, max: 6 });
const cases = fc.record({
  dims: fc.tuple(size, size, size),
  ratio: fc.constantFrom(1, 0.8, 0.5),
  stretch: fc.double({ min: 0.001, max: 0.05, noNaN: true }),
  dilatation: fc.constantFrom('pointwise' as const, 'mean' as const),
  seed: fc.nat(),
});

function coneBench(input: typeof cases extends fc.Arbitrary<infer T> ? T : never) {
  return workbench(input, LAW, { kind: 'Drucker-Prager', tensionToCompression: input.ratio });
}

const RUNS = { numRuns: 40, seed: 29 };

test('internal force equals the plain twin: elastic, flowing and at the apex', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { model, strength, grid, force, u } = coneBench(input);
      const stressOf = (strain: readonly number[], E: number, limit: number) =>
        plainStress(strain, E, limit, input.ratio);
      expect(off(force(u), padded(grid, plainForce(model, strength, stressOf, u)))).toBeLessThan(1e-12);
    }),
    RUNS,
  );
});

test('once settled, a state is in place: the same displacement gives the same force, now elastically', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { force, settle, u } = coneBench(input);
      const before = force(u);
      settle();
      expect(off(force(u), before)).toBeLessThan(1e-10);
    }),
    RUNS,
  );
});

test('where no point was beyond the surface, settling leaves the state as it was', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { force, settle, strains, yielded, u } = coneBench(input);
      force(u);
      const flowed = yielded.slice();
      yielded.fill(0);
      settle();
      expect(strains.every((strain) => strain === 0)).toBe(true);
      yielded.set(flowed);
      settle();
      expect(strains.some((strain) => strain !== 0)).toBe(flowed.some((byte) => byte !== 0));
    }),
    RUNS,
  );
});

test('the tangent is the derivative of the force, but at an apex', () => {
  fc.assert(
    fc.property(cases, (input) => {
      // A point of the surface moves between states for a small step now and then: small stretches keep off the apex.
      const bone = {
        ...input,
        ratio: input.ratio === 0.5 ? 1 : input.ratio,
        stretch: 0.02 * (input.stretch / 0.05) + 0.001,
      };
      const { u, field, slope, tangent } = coneBench(bone);
      if (bone.ratio < 1)
        u.forEach((value, d) => (u[d] = d % 3 === 2 ? value - 0.02 * Math.floor(d / 3 / 4) : value));
      const d = field(1);
      expect(off(tangent(u, d), slope(u, d))).toBeLessThan(2e-3);
    }),
    RUNS,
  );
});
