/** Cases with a closed-form answer (docs/method.md#closed-forms). */
import { expect, test } from 'vitest';

import {
  elementFields,
  isotropicLaw,
  nodeCount,
  orthotropicLaw,
  totalForce,
  type VoxelModel,
} from '../../solver/fe/index.ts';
import { tripleFrom } from '../../spine/math/vector.ts';
import { solveLinear } from '../../solver/host/index.ts';

import { blockOf, compression, dirichlet, nodeAt, nodesOf, planeNodes, type Triple } from './blocks.ts';

const TIGHT = { tolerance: 1e-12, maxIterations: 5000 };
const MM: Triple = [1, 1, 1];
const BLOCK: Triple = [10, 10, 20];
const E = 300;
/** Bone's law (docs/method.md#material-laws), relative to Ez. */
const BONE = orthotropicLaw('bone', {
  Ex: 1 / 3,
  Ey: 1 / 3,
  Ez: 1,
  nuXy: 0.381,
  nuZx: 0.312,
  nuZy: 0.312,
  Gyz: 0.157,
  Gxz: 0.157,
  Gxy: 0.121,
});

/** Force on the top plane, N; compression is positive. */
function topForce(model: VoxelModel, uz: number, ends: Parameters<typeof compression>[2]): number {
  const solution = solveLinear(model, compression(model.dims, uz, ends), TIGHT);
  expect(solution.converged).toBe(true);
  return -totalForce(solution, planeNodes(model.dims, model.dims[2]))[2];
}

test('the unit stiffness of bone is that of docs/method.md, to its three digits', () => {
  const entry = (row: number, column: number): number => BONE.C[6 * row + column]!;
  const wanted: readonly (readonly [number, number, number])[] = [
    [0, 0, 0.421], [1, 1, 0.421], [0, 1, 0.18], [0, 2, 0.1875], [1, 2, 0.1875], [2, 2, 1.117],
    [3, 3, 0.157], [4, 4, 0.157], [5, 5, 0.121],
  ]; // prettier-ignore
  for (const [row, column, value] of wanted) {
    expect(Math.abs(entry(row, column) - value)).toBeLessThan(6e-4);
    expect(entry(column, row)).toBe(entry(row, column));
  }
});

test('a block between frictionless plates carries E A strain = 300.000 N', () => {
  expect(
    topForce(
      blockOf(BLOCK, MM, () => E),
      -0.2,
      'frictionless',
    ),
  ).toBeCloseTo(300, 6);
});

test('the same block between bonded plates carries 310.132 N', () => {
  expect(
    topForce(
      blockOf(BLOCK, MM, () => E),
      -0.2,
      'bonded',
    ),
  ).toBeCloseTo(310.132, 3);
});

test('a fully confined block has the modulus E (1-nu) / ((1+nu)(1-2nu)) = 1.3462 E', () => {
  const nu = 0.3;
  const confined = (E * (1 - nu)) / ((1 + nu) * (1 - 2 * nu));
  expect(confined / E).toBeCloseTo(1.3462, 4);
  expect(
    topForce(
      blockOf([4, 5, 6], MM, () => E),
      -0.06,
      'confined',
    ),
  ).toBeCloseTo(confined * 20 * 0.01, 8);
});

test('layers in series add their compliances', () => {
  // nu = 0: with it the layers would hold each other sideways.
  const model = blockOf([4, 4, 10], MM, (_i, _j, k) => (k < 4 ? 100 : 900), isotropicLaw(0));
  const K = 1 / (4 / (100 * 16) + 6 / (900 * 16));
  expect(topForce(model, -0.1, 'frictionless')).toBeCloseTo(K * 0.1, 7);
});

test('columns in parallel add their stiffnesses', () => {
  const model = blockOf([6, 4, 10], MM, (i) => (i < 2 ? 100 : 900), isotropicLaw(0));
  expect(topForce(model, -0.1, 'frictionless')).toBeCloseTo(((100 * 8 + 900 * 16) / 10) * 0.1, 7);
});

test('orthotropic bone loaded along x has a third of the modulus along z', () => {
  const dims: Triple = [6, 4, 4];
  const model = blockOf(dims, MM, () => E, BONE);
  const held = dirichlet(
    [...nodesOf(dims)].flatMap(({ node, i, j, k }) => [
      ...(i === 0 || i === 6 ? [[node, 0, i === 0 ? 0 : -0.06] as const] : []),
      ...(j === 0 ? [[node, 1, 0] as const] : []),
      ...(k === 0 ? [[node, 2, 0] as const] : []),
    ]),
  );
  const solution = solveLinear(model, held, TIGHT);
  const face = [...nodesOf(dims)].filter(({ i }) => i === 6).map(({ node }) => node);
  expect(-totalForce(solution, face)[0]).toBeCloseTo((E / 3) * 16 * 0.01, 8);
});

test.each([
  ['yz', 0.157],
  ['xz', 0.157],
  ['xy', 0.121],
] as const)('simple shear %s of orthotropic bone has the modulus %f Ez', (plane, G) => {
  const dims: Triple = [3, 3, 3];
  const model = blockOf(dims, MM, () => E, BONE);
  const [along, across] = Array.from(plane, (axis) => 'xyz'.indexOf(axis)) as [number, number];
  const gamma = 0.01;
  const held = dirichlet(
    [...nodesOf(dims)].flatMap(({ node, i, j, k }) => {
      const onSurface = [i, j, k].some((n) => n === 0 || n === 3);
      const shear = gamma * [i, j, k][across]!;
      return onSurface ? [0, 1, 2].map((axis) => [node, axis, axis === along ? shear : 0] as const) : [];
    }),
  );
  const { strainEnergyDensity } = elementFields(model, solveLinear(model, held, TIGHT));
  for (const U of strainEnergyDensity) expect(U).toBeCloseTo(0.5 * G * E * gamma * gamma, 10);
});

test('a linear displacement is reproduced on an arbitrary set of voxels, to 1e-10', () => {
  const dims: Triple = [7, 6, 5];
  const spacing: Triple = [0.7, 1.1, 0.9];
  // A blob with holes and a neck, in one piece; a pseudo-random pattern of moduli would need equal moduli anyway.
  const solid = (i: number, j: number, k: number): boolean => (i * 7 + j * 5 + k * 3) % 11 !== 0;
  const model = blockOf(dims, spacing, (i, j, k) => (solid(i, j, k) ? E : 0), BONE);
  const gradient = [0.01, -0.004, 0.003, 0.002, -0.012, 0.005, -0.001, 0.006, 0.008];
  const linear = (i: number, j: number, k: number): Triple => {
    const p = [i * spacing[0], j * spacing[1], k * spacing[2]];
    return tripleFrom([0, 3, 6].map((row) => p.reduce((sum, x, a) => sum + gradient[row + a]! * x, 0.1)));
  };
  const elementsAround = (i: number, j: number, k: number): number => {
    let count = 0;
    for (const [a, b, c] of [0, 1, 2, 3, 4, 5, 6, 7].map((n) => [n & 1, (n >> 1) & 1, n >> 2] as const)) {
      const [x, y, z] = [i - a, j - b, k - c];
      const inside = x >= 0 && y >= 0 && z >= 0 && x < dims[0] && y < dims[1] && z < dims[2];
      if (inside && solid(x, y, z)) count++;
    }
    return count;
  };
  const all = [...nodesOf(dims)].map((at) => ({ ...at, around: elementsAround(at.i, at.j, at.k) }));
  const boundary = all.filter(({ around }) => around > 0 && around < 8);
  const inner = all.filter(({ around }) => around === 8);
  expect(inner.length).toBeGreaterThan(5);
  const held = dirichlet(
    boundary.flatMap(({ node, i, j, k }) =>
      linear(i, j, k).map((value, axis) => [node, axis, value] as const),
    ),
  );
  const solution = solveLinear(model, held, { tolerance: 1e-13, maxIterations: 500 });
  for (const { node, i, j, k } of inner) {
    linear(i, j, k).forEach((value, axis) => {
      expect(Math.abs(solution.displacement[3 * node + axis]! - value)).toBeLessThan(1e-10);
    });
  }
});

test('a cantilever of 8 elements depth bends by P L^3 / 3 E I and shears, within 5 %', () => {
  const [L, width, depth, nu] = [40, 4, 8, 0.3];
  const dims: Triple = [L, width, depth];
  const deflection = 0.5;
  // The tip face goes down as one, and is free to turn: turning moves it along x only.
  const held = dirichlet(
    [...nodesOf(dims)].flatMap(({ node, i }) => [
      ...(i === 0 ? [0, 1, 2].map((axis) => [node, axis, 0] as const) : []),
      ...(i === L ? [[node, 2, -deflection] as const] : []),
    ]),
  );
  const solution = solveLinear(blockOf(dims, MM, () => E), held, TIGHT); // prettier-ignore
  const tip = [...nodesOf(dims)].filter(({ i }) => i === L).map(({ node }) => node);
  const P = -totalForce(solution, tip)[2];
  const inertia = (width * depth ** 3) / 12;
  const shear = E / (2 * (1 + nu));
  const theory = (P * L ** 3) / (3 * E * inertia) + (P * L) / ((5 / 6) * shear * width * depth);
  expect(Math.abs(deflection / theory - 1)).toBeLessThan(0.05);
});

test('a rigid rotation gives no force', () => {
  const dims: Triple = [5, 4, 6];
  const model = blockOf(dims, MM, (i, j, k) => 10 + 100 * ((i * 3 + j * 5 + k * 7) % 13), BONE);
  const omega: Triple = [0.002, -0.001, 0.003];
  const held = dirichlet(
    [...nodesOf(dims)].flatMap(({ node, i, j, k }) => {
      const u = [omega[1] * k - omega[2] * j, omega[2] * i - omega[0] * k, omega[0] * j - omega[1] * i];
      return u.map((value, axis) => [node, axis, value] as const);
    }),
  );
  const { force } = solveLinear(model, held, TIGHT);
  // Against the forces of a strain of the same size: E h du = 1210 * 0.003.
  for (const f of force) expect(Math.abs(f)).toBeLessThan(1e-12 * 1210 * 6);
});

test('twice the modulus is twice the force, and at the same strain force grows with the square of the edge', () => {
  const dims: Triple = [4, 4, 8];
  const modulusAt = (i: number, j: number, k: number): number => 50 + 40 * ((i + 2 * j + 3 * k) % 7);
  const F = topForce(blockOf(dims, MM, modulusAt), -0.08, 'bonded');
  expect(
    topForce(
      blockOf(dims, MM, (...at) => 2 * modulusAt(...at)),
      -0.08,
      'bonded',
    ),
  ).toBeCloseTo(2 * F, 6);
  expect(topForce(blockOf(dims, [0.5, 0.5, 0.5], modulusAt), -0.04, 'bonded')).toBeCloseTo(F / 4, 6);
});

test('work equals energy', () => {
  const dims: Triple = [6, 5, 7];
  const spacing: Triple = [1, 0.8, 1.2];
  const model = blockOf(dims, spacing, () => E, BONE);
  const solution = solveLinear(model, compression(dims, -0.07, 'frictionless'), TIGHT);
  const { strainEnergyDensity } = elementFields(model, solution);
  let work = 0;
  for (let dof = 0; dof < 3 * nodeCount(dims); dof++)
    work += 0.5 * solution.force[dof]! * solution.displacement[dof]!;
  const energy = strainEnergyDensity.reduce((sum, U) => sum + U * 0.96, 0);
  expect(work).toBeCloseTo(energy, 8);
});

test('a mirrored model gives the mirrored displacement', () => {
  const dims: Triple = [5, 4, 6];
  const modulusAt = (i: number, j: number, k: number): number => 20 + 90 * ((i * 3 + j * 5 + k * 2) % 11);
  const one = solveLinear(blockOf(dims, MM, modulusAt), compression(dims, -0.06, 'bonded'), TIGHT);
  const mirrored = blockOf(dims, MM, (i, j, k) => modulusAt(4 - i, j, k));
  const other = solveLinear(mirrored, compression(dims, -0.06, 'bonded'), TIGHT);
  for (const { node, i, j, k } of nodesOf(dims)) {
    const twin = nodeAt(dims, 5 - i, j, k);
    expect(other.displacement[3 * twin]).toBeCloseTo(-one.displacement[3 * node]!, 10);
    expect(other.displacement[3 * twin + 2]).toBeCloseTo(one.displacement[3 * node + 2]!, 10);
  }
});

test('a model with its axes exchanged has the displacement with its axes exchanged', () => {
  // x -> y -> z -> x: what was along z, bone's stiff axis too, is now along x.
  const dims: Triple = [4, 5, 6];
  const spacing: Triple = [1, 0.8, 1.2];
  const turnedBone = orthotropicLaw('bone turned', {
    Ex: 1,
    Ey: 1 / 3,
    Ez: 1 / 3,
    nuXy: 0.312,
    nuZx: 0.104,
    nuZy: 0.381,
    Gyz: 0.121,
    Gxz: 0.157,
    Gxy: 0.157,
  });
  const modulusAt = (i: number, j: number, k: number): number => 20 + 90 * ((i * 3 + j * 5 + k * 2) % 11);
  const held = compression(dims, -0.06, 'bonded');
  const turn = ([x, y, z]: Triple): Triple => [z, x, y];
  const turned = turn(dims);
  const indices = (node: number): Triple => {
    const [nx, ny] = dims;
    const row = Math.floor(node / (nx + 1));
    return [node % (nx + 1), row % (ny + 1), Math.floor(row / (ny + 1))];
  };
  const turnedDof = (dof: number): number =>
    3 * nodeAt(turned, ...turn(indices(Math.floor(dof / 3)))) + (((dof % 3) + 1) % 3);
  const one = solveLinear(blockOf(dims, spacing, modulusAt, BONE), held, TIGHT);
  const other = solveLinear(
    blockOf(turned, turn(spacing), (i, j, k) => modulusAt(j, k, i), turnedBone),
    { dofs: held.dofs.map(turnedDof), values: held.values },
    TIGHT,
  );
  expect(one.converged && other.converged).toBe(true);
  one.displacement.forEach((u, dof) => expect(other.displacement[turnedDof(dof)]).toBeCloseTo(u, 9));
});
