/** The same meshes by CalculiX: a direct solver, another code, another element routine. */
import { expect, test } from 'vitest';

import {
  applyLoad,
  isotropicLaw,
  orthotropicLaw,
  reactionOn,
  type LoadCase,
  type PlasticModel,
  type VoxelModel,
} from '../../solver/fe/index.ts';
import { solveLinear, solvePlastic } from '../../solver/host/index.ts';
import { calculixReactions, lacksCalculix } from '../peers/calculix.ts';

import { blockOf, type Triple } from './blocks.ts';

const DIMS: Triple = [9, 8, 10];
const ORTHOTROPIC = orthotropicLaw('orthotropic', {
  Ex: 0.4, Ey: 0.6, Ez: 1, nuXy: 0.2, nuZx: 0.3, nuZy: 0.25, Gyz: 0.2, Gxz: 0.17, Gxy: 0.12,
}); // prettier-ignore
const compression = (shorteningMm: number): LoadCase => ({
  kind: 'compression',
  shorteningMm,
  sideways: 'held',
});

/** Twelve moduli over two decades, and holes away from the plates. */
const moduliAt = (i: number, j: number, k: number): number => {
  const mixed = (5 * i + 7 * j + 11 * k + i * j) % 13;
  return mixed === 12 && k > 0 && k < 9 ? 0 : 20 * 1.5 ** (mixed % 12);
};

function ours(model: VoxelModel, load: LoadCase): number {
  const { dirichlet, topNodes, centre } = applyLoad(model, load);
  const solution = solveLinear(model, dirichlet, { tolerance: 1e-10, maxIterations: 500 });
  expect(solution.converged).toBe(true);
  return reactionOn(model, solution.force, topNodes, centre).force[2];
}

test.skipIf(lacksCalculix)('linear, heterogeneous, isotropic: the reaction agrees to 1e-6', () => {
  const model = blockOf(DIMS, [1, 1, 1], moduliAt, isotropicLaw(0.3));
  const load = compression(0.1);
  expect(Math.abs(ours(model, load) / calculixReactions(model, [load]).forces[0]! - 1)).toBeLessThan(1e-6);
});

test.skipIf(lacksCalculix)(
  'linear, two laws, one of them orthotropic, boxes: the reaction agrees to 1e-6',
  () => {
    const model = blockOf(DIMS, [0.8, 1, 1.3], moduliAt, ORTHOTROPIC);
    const mixed = {
      ...model,
      laws: [ORTHOTROPIC, isotropicLaw(0.3)],
      lawIndex: model.lawIndex.map((_, e) => (e % 3 === 0 ? 1 : 0)),
    };
    const load = compression(0.1);
    expect(Math.abs(ours(mixed, load) / calculixReactions(mixed, [load]).forces[0]! - 1)).toBeLessThan(1e-6);
  },
);

test.skipIf(lacksCalculix)('perfect von Mises plasticity, heterogeneous: the curve agrees to 1e-5', () => {
  const block = blockOf(
    [6, 5, 7],
    [1, 1, 1],
    (i, j, k) => 500 * (1 + ((i + 2 * j + 3 * k) % 4)),
    isotropicLaw(0.3),
  );
  const model = { ...block, strength: block.modulus.map((E) => 0.008 * E) };
  const loads = [0.03, 0.06, 0.09, 0.13].map(compression);
  const applied = loads.map((load) => applyLoad(model, load));
  const { increments, converged } = solvePlastic(
    model,
    applied.map(({ dirichlet }) => dirichlet),
    { tolerance: 1e-8, maxNewton: 40 },
  );
  expect(converged).toBe(true);
  const peer = calculixReactions(model, loads).forces;
  expect(peer).toHaveLength(4);
  increments.forEach(({ force }, n) => {
    const own = reactionOn(model, force, applied[0]!.topNodes, applied[0]!.centre).force[2];
    expect(Math.abs(own / peer[n]! - 1)).toBeLessThan(1e-5);
  });
});

test.skipIf(lacksCalculix)(
  'where bone flows, points with one dilatation carry what incompatible modes do, and the plain element more',
  () => {
    const block = blockOf(
      [8, 7, 9],
      [1, 1, 1],
      (i, j, k) => 100 * (1 + ((i + 2 * j + 3 * k) % 4)),
      isotropicLaw(0.3),
    );
    const plain = { ...block, strength: block.modulus.map((E) => 0.008 * E) };
    const loads = [0.05, 0.1, 0.17].map(compression);
    const applied = loads.map((load) => applyLoad(plain, load));
    const last = (model: PlasticModel): number => {
      const { increments, converged } = solvePlastic(model, applied.map(({ dirichlet }) => dirichlet)); // prettier-ignore
      expect(converged).toBe(true);
      return reactionOn(model, increments.at(-1)!.force, applied[0]!.topNodes, applied[0]!.centre).force[2];
    };
    const peer = calculixReactions(plain, loads, { element: 'C3D8I' }).forces.at(-1)!;
    expect(Math.abs(last({ ...plain, dilatation: 'mean' }) / peer - 1)).toBeLessThan(0.015);
    expect(last(plain) / peer).toBeGreaterThan(1.05);
  },
);
