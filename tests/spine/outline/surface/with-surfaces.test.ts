/** Surfaces and masks never part: what changes a mask on its way takes the surface with it, or loses it. */
import { describe, expect, test } from 'vitest';

import { LABEL_VALUE, type Level } from '../../../../contracts/levels.ts';
import { byPosition } from '../../../../spine/outline/override/by-position.ts';
import { overrideLevels } from '../../../../spine/outline/override/override-levels.ts';
import type { ProviderResult } from '../../../../spine/outline/provider.ts';
import { surfaceOfMask, withSurfaces } from '../../../../spine/outline/surface/with-surfaces.ts';
import { insideGrid, rasteriseMesh } from '../../../../spine/grid/mesh/rasterise.ts';
import type { Mesh } from '../../../../spine/grid/mesh/mesh.ts';
import { affineFrom, type Volume } from '../../../../spine/grid/volume.ts';

import { ellipsoid } from '../../grid/mesh/meshes.ts';

const LEVELS = ['L1', 'L2', 'L3'] as const;
const SURFACES = new Map<Level, Mesh>(
  LEVELS.map((level, n) => [level, ellipsoid([0, 0, 100 - 30 * n], [19, 15, 12], 4)]),
);

/** Three bodies that were found as surfaces, in slices of 3 mm. */
function drawn(): ProviderResult & { readonly surfaces: ReadonlyMap<Level, Mesh> } {
  const dims = [56, 46, 42] as const;
  const affine = affineFrom([0.8, 0, 0, -22, 0, 0.8, 0, -18, 0, 0, 3, 6]);
  const bodies: Volume<Uint8Array> = { dims, affine, data: new Uint8Array(dims[0] * dims[1] * dims[2]) };
  for (const [level, mesh] of SURFACES) rasteriseMesh(mesh, LABEL_VALUE[level], bodies);
  return {
    provider: { id: 'automatic', version: 'test', convention: null, recognisedBy: null },
    bodies,
    surfaces: SURFACES,
    vertebrae: null,
    studyFlags: [],
    levelFlags: new Map(),
  };
}

/** What must hold whatever was done: the voxels within each surface are its body's. */
function expectOne({ bodies, surfaces }: Pick<ProviderResult, 'bodies' | 'surfaces'>): void {
  const seen = [...new Set(bodies.data)].filter((value) => value !== 0);
  expect([...surfaces!.keys()].map((level) => LABEL_VALUE[level]).sort()).toEqual(seen.sort());
  for (const [level, mesh] of surfaces!)
    expect(insideGrid(mesh, bodies)).toEqual(
      bodies.data.map((value) => (value === LABEL_VALUE[level] ? 1 : 0)),
    );
}

test('surfaces whose masks are as they were cut are kept as they are', () => {
  const found = withSurfaces(drawn());
  for (const level of LEVELS) expect(found.surfaces.get(level)).toBe(SURFACES.get(level));
  expectOne(found);
});

describe('a mask that was changed afterwards', () => {
  const L2 = LABEL_VALUE.L2;
  test.each<[string, (data: Uint8Array) => void]>([
    ['trimmed by a voxel', (data) => data.fill(0, data.indexOf(L2), data.indexOf(L2) + 1)],
    ['given a voxel more', (data) => (data[data.indexOf(L2) - 1] = L2)],
    ['cut through', (data) => data.fill(0, data.indexOf(L2), data.indexOf(L2) + 8000)],
  ])('(%s) has a surface made of it, and its neighbours keep theirs', (_, change) => {
    const before = drawn();
    change(before.bodies.data);
    const found = withSurfaces(before);
    expect(found.surfaces.get('L2')).not.toBe(SURFACES.get('L2'));
    expect(found.surfaces.get('L1')).toBe(SURFACES.get('L1'));
    expectOne(found);
  });

  test('and parted between two names has a surface under each', () => {
    const before = drawn();
    const half = before.bodies.data.map((value, at) =>
      value === L2 && at > 20 * 56 * 46 ? LABEL_VALUE.L1 : value,
    );
    const found = withSurfaces({ ...before, bodies: { ...before.bodies, data: half } });
    for (const level of ['L1', 'L2'] as const)
      expect(found.surfaces.get(level)).not.toBe(SURFACES.get(level));
    expectOne(found);
  });

  test('and emptied has none', () => {
    const before = drawn();
    const data = before.bodies.data.map((value) => (value === L2 ? 0 : value));
    const found = withSurfaces({ ...before, bodies: { ...before.bodies, data } });
    expect([...found.surfaces.keys()].sort()).toEqual(['L1', 'L3']);
  });
});

test('bodies of which no surface is known have ones made of their masks', () => {
  const { provider, bodies } = drawn();
  const masks = { provider, bodies };
  const found = withSurfaces(masks);
  expectOne(found);
  expect(found.surfaces.get('L3')).toEqual(surfaceOfMask(masks.bodies, LABEL_VALUE.L3));
  expect(surfaceOfMask(masks.bodies, LABEL_VALUE.T9)).toBeNull();
});

test('an operator’s names take the surfaces along', () => {
  const found = withSurfaces(overrideLevels(drawn(), { kind: 'first-level', level: 'L2' }));
  expect([...found.surfaces]).toEqual([
    ['L2', SURFACES.get('L1')],
    ['L3', SURFACES.get('L2')],
    ['L4', SURFACES.get('L3')],
  ]);
  expectOne(found);
});

test('names that are not settled take them along as positions', () => {
  const namings = [
    { levels: ['L3', 'L2', 'L1'] as const, probability: 0.5 },
    { levels: ['L4', 'L3', 'L2'] as const, probability: 0.4 },
  ];
  const levels = LEVELS.map((level, n) => ({
    level,
    labelValue: LABEL_VALUE[level],
    frame: { origin: [0, 0, 100 - 30 * n], left: [1, 0, 0], posterior: [0, 1, 0], superior: [0, 0, 1] },
    bodyVolumeMm3: 14_000,
    truncated: false,
    refusal: null,
    qc: { light: 'amber', flags: [] },
  })) as unknown as Parameters<typeof byPosition>[0]['levels'];
  const numbering = { probability: 0.5, anchors: [], runnerUp: null, transitionalProbability: 0, namings };
  const { result } = byPosition({ levels, studyFlags: [], result: { ...withSurfaces(drawn()), numbering } });
  expect([...result.surfaces!]).toEqual([
    ['V3', SURFACES.get('L1')],
    ['V2', SURFACES.get('L2')],
    ['V1', SURFACES.get('L3')],
  ]);
  expectOne(result);
});
