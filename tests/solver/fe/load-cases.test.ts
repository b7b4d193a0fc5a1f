import { expect, test } from 'vitest';

import {
  applyLoad,
  isotropicLaw,
  reactionOn,
  type LoadCase,
  type VoxelModel,
} from '../../../solver/fe/index.ts';
import { solveLinear } from '../../../solver/host/index.ts';
import { blockOf, type Triple } from '../../validation/blocks.ts';

const E = 1000;
const TIGHT = { tolerance: 1e-10, maxIterations: 500 };

function loaded(model: VoxelModel, load: LoadCase) {
  const { dirichlet, topNodes, bottomNodes, centre } = applyLoad(model, load);
  const solution = solveLinear(model, dirichlet, TIGHT);
  expect(solution.converged).toBe(true);
  return {
    top: reactionOn(model, solution.force, topNodes, centre),
    bottom: reactionOn(model, solution.force, bottomNodes, centre),
    solution,
    dirichlet,
  };
}

const bar = (nu: number, dims: Triple = [8, 6, 24], spacing: Triple = [0.5, 0.5, 0.5]) =>
  blockOf(dims, spacing, () => E, isotropicLaw(nu));

test('compression without lateral strain: F = E A s / H, no moment', () => {
  const { top } = loaded(bar(0), { kind: 'compression', shorteningMm: 0.1, sideways: 'held' });
  expect(top.force[2]).toBeCloseTo((-E * 12 * 0.1) / 12, 6);
  for (const m of top.moment) expect(Math.abs(m)).toBeLessThan(1e-6);
});

test('a top that may spread is softer than a bonded one', () => {
  const held = loaded(bar(0.3, [8, 8, 8]), { kind: 'compression', shorteningMm: 0.1, sideways: 'held' });
  const free = loaded(bar(0.3, [8, 8, 8]), { kind: 'compression', shorteningMm: 0.1, sideways: 'free' });
  expect(free.top.force[2] / held.top.force[2]).toBeGreaterThan(0.9);
  expect(free.top.force[2] / held.top.force[2]).toBeLessThan(1);
});

// Elements whose sides stay straight are too stiff in bending: by 1 / (2 n^2) for n of them across.
test.each([
  { about: 'x', index: 0, across: 6, inertia: (4 * 3 ** 3) / 12 },
  { about: 'y', index: 1, across: 8, inertia: (3 * 4 ** 3) / 12 },
] as const)(
  'bending about $about: M = E I angle / L, and no net force',
  ({ about, index, across, inertia }) => {
    const angleRad = 0.01;
    const { top } = loaded(bar(0), { kind: 'bending', about, angleRad, sideways: 'free' });
    const beam = (E * inertia * angleRad) / 12;
    expect(top.moment[index] / beam).toBeCloseTo(1 + 1 / (2 * across ** 2), 6);
    for (const f of top.force) expect(Math.abs(f)).toBeLessThan(1e-6);
  },
);

test('forward bending pushes the front down and pulls the back up', () => {
  const model = bar(0.3);
  const { dirichlet, topNodes } = applyLoad(model, {
    kind: 'bending',
    about: 'x',
    angleRad: 0.01,
    sideways: 'held',
  });
  const uz = (node: number) => dirichlet.values[dirichlet.dofs.indexOf(3 * node + 2)]!;
  expect(uz(topNodes[0]!)).toBeLessThan(0);
  expect(uz(topNodes.at(-1)!)).toBeGreaterThan(0);
});

test('torsion of a round bar: M = G J angle / L within the roughness of its voxels', () => {
  const n = 32;
  const radius = n / 2;
  const solid = (i: number, j: number) => Math.hypot(i + 0.5 - radius, j + 0.5 - radius) <= radius;
  const model = blockOf([n, n, 8], [1, 1, 1], (i, j) => (solid(i, j) ? E : 0), isotropicLaw(0.3));
  let polar = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      if (solid(i, j)) polar += (i + 0.5 - radius) ** 2 + (j + 0.5 - radius) ** 2 + 1 / 6;
  const { top, bottom } = loaded(model, { kind: 'torsion', angleRad: 0.01 });
  const exact = ((E / 2.6) * polar * 0.01) / 8;
  expect(Math.abs(top.moment[2] / exact - 1)).toBeLessThan(0.02);
  expect(bottom.moment[2]).toBeCloseTo(-top.moment[2], 4);
});

test('work of the reactions is twice the energy: M angle = sum of f u', () => {
  const angleRad = 0.02;
  const { top, solution } = loaded(bar(0.3), { kind: 'bending', about: 'y', angleRad, sideways: 'held' });
  const work = solution.displacement.reduce((sum, u, n) => sum + u * solution.force[n]!, 0);
  expect(top.moment[1] * angleRad).toBeCloseTo(work, 8);
});

test('the plates of one load serve another of the same model', () => {
  const model = bar(0.3, [5, 4, 6]);
  const first = applyLoad(model, { kind: 'compression', shorteningMm: 0, sideways: 'held' });
  const load = { kind: 'bending', about: 'x', angleRad: 0.02, sideways: 'free' } as const;
  expect(applyLoad(model, load, first)).toEqual(applyLoad(model, load));
  const lower = { ...first, topNodes: first.bottomNodes };
  expect(applyLoad(model, load, lower).topNodes).toBe(first.bottomNodes);
});
