import { expect, test } from 'vitest';

import { isotropicLaw } from '../../../solver/fe/elastic-law.ts';
import {
  elementStiffness,
  meanDilatationStrain,
  strainDisplacement,
  type Dilatation,
} from '../../../solver/fe/hexahedron.ts';

const BOX = [0.8, 1, 1.3] as const;
const CORNERS = Array.from({ length: 8 }, (_, c) => [c & 1, (c >> 1) & 1, c >> 2] as const);

/** Strain energy for unit modulus of a displacement given at the corners of the unit cube. */
function energy(
  law: ReturnType<typeof isotropicLaw>,
  dilatation: Dilatation,
  at: (x: number, y: number, z: number) => readonly [number, number, number],
): number {
  const K = elementStiffness(law, BOX, dilatation);
  const u = CORNERS.flatMap(([x, y, z]) => at(x, y, z));
  return u.reduce((sum, ui, i) => sum + u.reduce((row, uj, j) => row + 0.5 * ui * K[24 * i + j]! * uj, 0), 0);
}

test('with a mean dilatation a constant strain costs what it does pointwise', () => {
  const law = isotropicLaw(0.3);
  const linear = (x: number, y: number, z: number) =>
    [0.1 * x + 0.02 * y, -0.05 * y + 0.03 * z, 0.07 * z - 0.01 * x] as const;
  expect(energy(law, 'mean', linear)).toBeCloseTo(energy(law, 'pointwise', linear), 12);
});

test('a bending that changes no volume on the whole does not lock as Poisson ratio nears a half', () => {
  const bent = (x: number, _: number, z: number) => [0, 0, 0.1 * (x - 0.5) * (z - 0.5)] as const;
  const ratio = (nu: number) =>
    energy(isotropicLaw(nu), 'pointwise', bent) / energy(isotropicLaw(nu), 'mean', bent);
  expect(ratio(0.3)).toBeGreaterThan(1);
  expect(ratio(0.499)).toBeGreaterThan(20);
});

test('only rigid motions are free of energy', () => {
  const K = elementStiffness(isotropicLaw(0.3), BOX, 'mean');
  expect(rankOf(K)).toBe(18);
});

test('the dilatation of every point is that of the middle', () => {
  const trace = (B: Float64Array) => Array.from({ length: 24 }, (_, d) => B[d]! + B[24 + d]! + B[48 + d]!);
  const middle = trace(strainDisplacement(BOX, [0.5, 0.5, 0.5]));
  const corner = trace(meanDilatationStrain(BOX, [0.1, 0.9, 0.3]));
  corner.forEach((value, d) => {
    expect(value).toBeCloseTo(middle[d]!, 12);
  });
});

/** By elimination with full pivots. */
function rankOf(K: Float64Array): number {
  const rows = Array.from({ length: 24 }, (_, r) => Array.from(K.subarray(24 * r, 24 * r + 24)));
  const scale = K.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  let rank = 0;
  const free = new Set(rows.keys());
  for (;;) {
    let best: [number, number] = [-1, -1];
    let most = 1e-9 * scale;
    for (const r of free)
      rows[r]!.forEach((v, c) => {
        if (Math.abs(v) > most) [most, best] = [Math.abs(v), [r, c]];
      });
    const [r, c] = best;
    if (r < 0) return rank;
    free.delete(r);
    rank++;
    for (const other of free) {
      const factor = rows[other]![c]! / rows[r]![c]!;
      rows[other] = rows[other]!.map((v, n) => v - factor * rows[r]![n]!);
    }
  }
}
