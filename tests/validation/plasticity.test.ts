/** Closed forms of perfect plasticity (docs/method.md#closed-forms), and what must hold of any perfectly plastic body. */
import { expect, test } from 'vitest';

import {
  applyLoad,
  isotropicLaw,
  orthotropicLaw,
  reactionOn,
  type DirichletData,
  type PlasticModel,
} from '../../solver/fe/index.ts';
import { solvePlastic } from '../../solver/host/index.ts';

import { blockOf, compression, dirichlet, nodesOf, planeNodes, type Triple } from './blocks.ts';

const E = 1000;
const YIELD = 8;
const TOLERANCE = 1e-7;

function column(
  dims: Triple,
  strengthAt: (i: number, j: number, k: number) => number,
  solid: (i: number, j: number) => boolean = () => true,
): PlasticModel {
  const model = blockOf(dims, [1, 1, 1], (i, j) => (solid(i, j) ? E : 0), isotropicLaw(0.3));
  const [nx, ny] = dims;
  const strength = model.modulus.map((_, e) =>
    strengthAt(e % nx, Math.floor(e / nx) % ny, Math.floor(e / (nx * ny))),
  );
  return { ...model, strength };
}

/** Force of the top plane against the strain, frictionless ends. */
function curve(model: PlasticModel, strains: readonly number[]): number[] {
  const { dims } = model;
  const top = Int32Array.from(planeNodes(dims, dims[2]));
  const { increments, converged } = solvePlastic(
    model,
    strains.map((strain) => compression(dims, -strain * dims[2], 'frictionless')),
    { tolerance: TOLERANCE },
  );
  expect(converged).toBe(true);
  return increments.map(({ force }) => -reactionOn(model, force, top, [0, 0, 0]).force[2]);
}

test('a homogeneous column yields at sigma_y / E and stays at sigma_y A', () => {
  const knee = YIELD / E;
  const forces = curve(column([4, 4, 6], () => YIELD), [0.5 * knee, 0.99 * knee, 1.01 * knee, 2 * knee, 5 * knee]); // prettier-ignore
  const plateau = YIELD * 16;
  [0.5, 0.99, 1, 1, 1].forEach((part, n) => {
    expect(forces[n]! / plateau).toBeCloseTo(part, 6);
  });
});

test('so does a cylinder of voxels, for the area that its voxels have', () => {
  const solid = (i: number, j: number) => Math.hypot(i - 4.5, j - 4.5) <= 5;
  const dims: Triple = [10, 10, 8];
  let area = 0;
  for (let i = 0; i < 10; i++) for (let j = 0; j < 10; j++) if (solid(i, j)) area++;
  const model = column(dims, () => YIELD, solid);
  // The planes x = 0 and y = 0 touch the cylinder: what holds them sideways is one row of nodes each.
  const { dirichlet, topNodes } = applyLoad(model, {
    kind: 'compression',
    shorteningMm: 0.16,
    sideways: 'free',
  });
  const { increments, converged } = solvePlastic(model, [dirichlet], { tolerance: TOLERANCE });
  expect(converged).toBe(true);
  const force = -reactionOn(model, increments[0]!.force, topNodes, [0, 0, 0]).force[2];
  // The held foot confines it a little; a free top lets it flow at no less than sigma_y A.
  expect(force / (YIELD * area)).toBeGreaterThanOrEqual(1 - 1e-6);
  expect(force / (YIELD * area)).toBeLessThan(1.03);
});

test('of two layers the weaker decides: plateau = min sigma_y A', () => {
  const dims: Triple = [4, 4, 20];
  const forces = curve(column(dims, (_i, _j, k) => (k < 16 ? YIELD : 3 * YIELD)), [0.004, 0.02, 0.03]); // prettier-ignore
  expect(forces[0]).toBeCloseTo(E * 16 * 0.004, 4);
  // The strong layer holds the weak one's end sideways: slip passes it by, but the mesh resolves that roughly.
  for (const force of forces.slice(1)) {
    expect(force / (YIELD * 16)).toBeGreaterThanOrEqual(1 - 1e-6);
    expect(force / (YIELD * 16)).toBeLessThan(1.005);
  }
});

test('an increment that would be too large is cut, and ends where small steps end', () => {
  const model = column([5, 4, 6], (i) => YIELD * (1 + (i % 3)));
  const fine = curve(model, [0.004, 0.008, 0.012, 0.016, 0.02]).at(-1)!;
  const coarse = curve(model, [0.02])[0]!;
  expect(coarse / fine).toBeCloseTo(1, 4);
});

test('unloading is elastic and leaves a set', () => {
  const model = column([3, 3, 4], () => YIELD);
  const forces = curve(model, [0.02, 0.016, 0.012]);
  const slope = E * 9;
  expect(forces[0]).toBeCloseTo(YIELD * 9, 3);
  expect(forces[1]! - forces[0]!).toBeCloseTo(-slope * 0.004, 3);
  expect(forces[2]!).toBeCloseTo(0, 3);
});

test('twice the strength and twice the modulus give twice the force', () => {
  const strains = [0.006, 0.012];
  const one = column([4, 3, 5], (i, j) => YIELD * (1 + ((i + j) % 2)));
  const two = { ...one, modulus: one.modulus.map((v) => 2 * v), strength: one.strength.map((v) => 2 * v) };
  curve(one, strains).forEach((force, n) => {
    expect(curve(two, strains)[n]! / force).toBeCloseTo(2, 6);
  });
});

test.each([Number.NaN, -1, 0])('a strength of %f is refused before anything is solved', (value) => {
  const model = column([3, 3, 3], () => YIELD);
  model.strength[4] = value;
  expect(() => solvePlastic(model, [compression([3, 3, 3], -0.1, 'bonded')])).toThrow(/strength/);
});

test.each([1, 0.8, 0.6])(
  'Drucker-Prager with ratio %f: plateaus of both signs are the uniaxial strengths',
  (ratio) => {
    const model = {
      ...column([4, 4, 6], () => YIELD),
      surface: { kind: 'Drucker-Prager' as const, tensionToCompression: ratio },
    };
    const [compressed] = curve(model, [0.02]);
    const [stretched] = curve(model, [-0.02]);
    expect(compressed! / (YIELD * 16)).toBeCloseTo(1, 5);
    expect(stretched! / (YIELD * 16)).toBeCloseTo(-ratio, 5);
  },
);

test('Drucker-Prager: confined compression, which von Mises lets grow, flows by the angle of the cone', () => {
  const model = {
    ...column([2, 2, 2], () => YIELD),
    surface: { kind: 'Drucker-Prager' as const, tensionToCompression: 0.8 },
  };
  const confined = (strain: number) => compression([2, 2, 2], -2 * strain, 'confined');
  const { increments, converged } = solvePlastic(model, [0.01, 0.02, 0.03, 0.04].map(confined), {
    tolerance: TOLERANCE,
  });
  expect(converged).toBe(true);
  const top = Int32Array.from(planeNodes([2, 2, 2], 2));
  const stress = increments.map(({ force }) => reactionOn(model, force, top, [0, 0, 0]).force[2] / 4);
  // s_zz = p - sqrt(2/3) |s| with |s| = k - eta p; e_zz = tr e, and the deviator keeps flowing at d|s| = -eta dp.
  const K = E / 1.2;
  const G = E / 2.6;
  const eta = (3 * Math.sqrt(2 / 3) * 0.2) / 1.8;
  const flow = (2 * G * Math.sqrt(2 / 3) - K * eta) / (2 * G + K * eta * eta);
  const slope = K * (1 + eta * flow) + Math.sqrt(2 / 3) * 2 * G * (Math.sqrt(2 / 3) - flow);
  expect((stress[3]! - stress[2]!) / -0.01 / slope).toBeCloseTo(1, 5);
});

test.each([0.1, 1.2, Number.NaN])('a ratio of %f is refused', (tensionToCompression) => {
  const model = {
    ...column([3, 3, 3], () => YIELD),
    surface: { kind: 'Drucker-Prager' as const, tensionToCompression },
  };
  expect(() => solvePlastic(model, [compression([3, 3, 3], -0.1, 'bonded')])).toThrow(/ratio/);
});

test('Hill: plateaus along z, along x and in shear are the strengths that its ratios give', () => {
  const dims: Triple = [3, 3, 3];
  const law = orthotropicLaw('transversely isotropic', {
    Ex: 1 / 3, Ey: 1 / 3, Ez: 1, nuXy: 0.381, nuZx: 0.312, nuZy: 0.312, Gyz: 0.157, Gxz: 0.157, Gxy: 1 / 3 / 2 / 1.381,
  }); // prettier-ignore
  const model: PlasticModel = {
    ...column(dims, () => YIELD),
    laws: [law],
    surface: { kind: 'Hill', transverseToAxial: 0.5, shearToAxial: 0.4 },
  };
  const onSide = (axis: number) =>
    [...nodesOf(dims)].filter(({ i, j, k }) => [i, j, k][axis] === 3).map(({ node }) => node);
  const plateau = (load: DirichletData, side: number, component: number) => {
    const { increments, converged } = solvePlastic(model, [load], { tolerance: TOLERANCE });
    expect(converged).toBe(true);
    return (
      reactionOn(model, increments[0]!.force, Int32Array.from(onSide(side)), [0, 0, 0]).force[component]! / 9
    );
  };
  // Pulled by 10 % along an axis, free to narrow; sheared by 10 % in the plane of two.
  const pulled = (axis: number) =>
    dirichlet(
      [...nodesOf(dims)].flatMap(({ node, i, j, k }) =>
        [i, j, k].flatMap((at, c) =>
          at === 0 || (c === axis && at === 3) ? [[node, c, 0.1 * at] as const] : [],
        ),
      ),
    );
  const sheared = (along: number, across: number) =>
    dirichlet(
      [...nodesOf(dims)].flatMap(({ node, i, j, k }) =>
        [i, j, k].some((at) => at === 0 || at === 3)
          ? [0, 1, 2].map((c) => [node, c, c === along ? 0.1 * [i, j, k][across]! : 0] as const)
          : [],
      ),
    );
  expect(plateau(pulled(2), 2, 2) / YIELD).toBeCloseTo(1, 6);
  expect(plateau(pulled(0), 0, 0) / YIELD).toBeCloseTo(0.5, 6);
  expect(plateau(pulled(1), 1, 1) / YIELD).toBeCloseTo(0.5, 6);
  expect(plateau(sheared(0, 2), 2, 0) / YIELD).toBeCloseTo(0.4, 6);
  expect(plateau(sheared(1, 2), 2, 1) / YIELD).toBeCloseTo(0.4, 6);
  // Around z all directions are alike: shear of x and y is tension and compression at 45 degrees.
  const inPlane = 1 / Math.sqrt(2 * (0.5 + 2 * (1 / 0.25 - 0.5)));
  expect(plateau(sheared(0, 1), 1, 0) / YIELD).toBeCloseTo(inPlane, 6);
});

test.each([
  { kind: 'Hill', transverseToAxial: 2, shearToAxial: 0.5 },
  { kind: 'Hill', transverseToAxial: 0.5, shearToAxial: Number.NaN },
  { kind: 'Hill', transverseToAxial: -1, shearToAxial: 0.5 },
] as const)('%o is refused', (surface) => {
  const model = { ...column([3, 3, 3], () => YIELD), surface };
  expect(() => solvePlastic(model, [compression([3, 3, 3], -0.1, 'bonded')])).toThrow(/strength of/);
});

test('going on from a state ends where going through ends', () => {
  const model = column([5, 4, 6], (i, j) => YIELD * (1 + ((i + j) % 3)));
  const loads = [0.006, 0.012, 0.018].map((strain) => compression([5, 4, 6], -6 * strain, 'frictionless'));
  const through = solvePlastic(model, loads, { tolerance: TOLERANCE });
  const { state } = solvePlastic(model, loads.slice(0, 2), { tolerance: TOLERANCE });
  const on = solvePlastic(model, loads.slice(2), { tolerance: TOLERANCE, from: state });
  const top = Int32Array.from(planeNodes([5, 4, 6], 6));
  const force = ({ increments }: typeof on) =>
    reactionOn(model, increments.at(-1)!.force, top, [0, 0, 0]).force[2];
  expect(force(on) / force(through)).toBeCloseTo(1, 6);
  expect(on.yieldedFraction).toEqual(through.yieldedFraction);
  expect(() =>
    solvePlastic(
      column([3, 3, 3], () => YIELD),
      [compression([3, 3, 3], -0.1, 'bonded')],
      { from: state },
    ),
  ).toThrow(/state of/);
});
