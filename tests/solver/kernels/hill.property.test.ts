/** Hill's surface on the kernels against a plain twin, von Mises' and closed forms. */
import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  isotropicLaw,
  orthotropicLaw,
  type ElasticLaw,
  type YieldSurface,
} from '../../../solver/fe/index.ts';

import { padded } from './plain-twins.ts';
import { off, plainForce, workbench } from './plastic-workbench.ts';

/** Vertebral bone's elastic ratios (docs/method.md#material-laws). */
const LAW = orthotropicLaw('transversely isotropic', {
  Ex: 1 / 3, Ey: 1 / 3, Ez: 1, nuXy: 0.381, nuZx: 0.312, nuZy: 0.312, Gyz: 0.157, Gxz: 0.157, Gxy: 1 / 3 / 2 / 1.381,
}); // prettier-ignore
const SURFACE = { kind: 'Hill', transverseToAxial: 0.5, shearToAxial: 0.4 } as const;
const VON_MISES = { kind: 'Hill', transverseToAxial: 1, shearToAxial: 1 / Math.sqrt(3) } as const;

/** F (sy-sz)^2 + G (sz-sx)^2 + H (sx-sy)^2 + 2 L yz^2 + 2 M xz^2 + 2 N xy^2 for unit axial strength, as a matrix. */
function quadric(x: number, t: number): number[][] {
  const F = 1 / 2;
  const H = 1 / x ** 2 - F;
  const L = 1 / (2 * t ** 2);
  const N = F + 2 * H;
  return [
    [F + H, -H, -F, 0, 0, 0],
    [-H, F + H, -F, 0, 0, 0],
    [-F, -F, 2 * F, 0, 0, 0],
    [0, 0, 0, 2 * L, 0, 0],
    [0, 0, 0, 0, 2 * L, 0],
    [0, 0, 0, 0, 0, 2 * N],
  ];
}

/** Closest point by bisection on the multiplier of (1 + mu C F) stress = trial, each a system of six equations. */
function plainStress(law: ElasticLaw, F: number[][]) {
  const at = (r: number, s: number) => law.C[6 * r + s]!;
  const six = [0, 1, 2, 3, 4, 5];
  const CF = six.map((r) => six.map((s) => six.reduce((sum, t) => sum + at(r, t) * F[t]![s]!, 0)));
  return (strain: readonly number[], E: number, strength: number): number[] => {
    const trial = six.map((r) => E * six.reduce((sum, s) => sum + at(r, s) * strain[s]!, 0));
    const stress = (mu: number) =>
      solved(
        six.map((r) => six.map((s) => (r === s ? 1 : 0) + mu * CF[r]![s]!)),
        trial,
      );
    const size = (s: number[]) => Math.sqrt(six.reduce((sum, r) => sum + six.reduce((part, t) => part + s[r]! * F[r]![t]! * s[t]!, 0), 0)); // prettier-ignore
    if (size(trial) <= strength) return trial;
    let [low, high] = [0, 1];
    while (size(stress(high)) > strength) high *= 2;
    for (let step = 0; step < 70; step++) {
      const middle = (low + high) / 2;
      if (size(stress(middle)) > strength) low = middle;
      else high = middle;
    }
    return stress(high);
  };
}

function solved(A: number[][], b: readonly number[]): number[] {
  const rows = A.map((row, r) => [...row, b[r]!]);
  for (let p = 0; p < rows.length; p++) {
    for (let r = p + 1; r < rows.length; r++) {
      const part = rows[r]![p]! / rows[p]![p]!;
      rows[r] = rows[r]!.map((value, s) => value - part * rows[p]![s]!);
    }
  }
  const x = b.map(() => 0);
  for (let r = rows.length - 1; r >= 0; r--) {
    let sum = rows[r]![b.length]!;
    for (let s = r + 1; s < b.length; s++) sum -= rows[r]![s]! * x[s]!;
    x[r] = sum / rows[r]![r]!;
  }
  return x;
}

const size = fc.integer({ min: 1, max: 4 });
const cases = fc.record({
  dims: fc.tuple(size, size, size),
  stretch: fc.double({ min: 0.001, max: 0.05, noNaN: true }),
  dilatation: fc.constantFrom('pointwise' as const, 'mean' as const),
  seed: fc.nat(),
});
const RUNS = { numRuns: 25, seed: 31 };

test('internal force equals the plain twin', () => {
  const stressOf = plainStress(LAW, quadric(0.5, 0.4));
  fc.assert(
    fc.property(cases, (input) => {
      const { model, strength, grid, force, u } = workbench(input, LAW, SURFACE);
      expect(off(force(u), padded(grid, plainForce(model, strength, stressOf, u)))).toBeLessThan(1e-11);
    }),
    RUNS,
  );
});

test('with the ratios of von Mises and an isotropic body it is von Mises', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const law = isotropicLaw(0.3);
      const [hill, cylinder] = ([VON_MISES, { kind: 'von Mises' }] satisfies YieldSurface[]).map((surface) =>
        workbench(input, law, surface),
      );
      expect(off(hill!.force(hill!.u), cylinder!.force(cylinder!.u))).toBeLessThan(1e-11);
      const d = hill!.field(1);
      expect(off(hill!.tangent(hill!.u, d), cylinder!.tangent(cylinder!.u, d))).toBeLessThan(1e-4);
    }),
    RUNS,
  );
});

test('once settled, the same displacement gives the same force', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { force, settle, u } = workbench(input, LAW, SURFACE);
      const before = force(u);
      settle();
      expect(off(force(u), before)).toBeLessThan(1e-10);
    }),
    RUNS,
  );
});

test('the tangent is the derivative of the force', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const { u, field, slope, tangent } = workbench(input, LAW, SURFACE);
      const d = field(1);
      expect(off(tangent(u, d), slope(u, d))).toBeLessThan(2e-3);
    }),
    RUNS,
  );
});
