/** The model of a body: limits of what makes one, its place and its axes, its densities and its laws. */
import { surfaceOfMask } from '../../../../../spine/outline/surface/with-surfaces.ts';
import { describe, expect, test } from 'vitest';

import { LevelRefused } from '../../../../../contracts/refusals.ts';
import type { Frame } from '../../../../../contracts/segmentation.ts';
import { PARAMETER_SETS } from '../../../../../spine/definitions/parameter-sets.ts';
import { indexToWorld, type Affine, type Volume } from '../../../../../spine/grid/volume.ts';
import { bodyGrid, type BodyGrid } from '../../../../../spine/measure/strength/model/body-grid.ts';
import { bodyModel, heightOf, vertebraGrid } from '../../../../../spine/measure/strength/model/body-model.ts';
import { plasticModel, vertebraModel } from '../../../../../spine/measure/strength/model/vertebra-model.ts';

const IDENTITY: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/** 20 x 10 x `tall` voxels in a grid with one empty voxel all round; `hole` slices are left empty. */
function grid(tall: number, { spacingMm = 1, outside = 0, hole = [] as readonly number[] } = {}): BodyGrid {
  const dims = [22, 12, tall + 2] as const;
  const body = Uint8Array.from({ length: dims[0] * dims[1] * dims[2] }, (_, at) => {
    const [i, j, k] = [at % 22, Math.floor(at / 22) % 12, Math.floor(at / 264)];
    return Number(i > 0 && i < 21 && j > 0 && j < 11 && k > 0 && k <= tall && !hole.includes(k - 1));
  });
  const hu = Float64Array.from(body, (value, at) => value * (100 + Math.floor(at / 264)));
  return {
    dims,
    spacing: [spacingMm, spacingMm, spacingMm],
    affine: IDENTITY,
    hu,
    columns: { across: 1, inside: body },
    ends: [1, tall],
    outside,
  };
}
function codeOf(of: BodyGrid): string {
  try {
    bodyModel(of, 3);
    return 'model';
  } catch (error) {
    if (error instanceof LevelRefused) return error.refusal.code;
    throw error;
  }
}

test.each([
  // Slices of 200 mm3: 2000 are enough, in mm3 and not in voxels.
  [grid(10), 'model'],
  [grid(9), 'BODY_TOO_SMALL'],
  [grid(10, { spacingMm: 0.99 }), 'BODY_TOO_SMALL'],
  [grid(5, { spacingMm: 2 }), 'model'],
  // One voxel beyond the CT is one too many.
  [grid(20, { outside: 1 }), 'BODY_OUTSIDE_CT'],
  // 18 of 20 slices in one piece are whole, 17 of 19 are not.
  [grid(21, { hole: [18] }), 'model'],
  [grid(20, { hole: [17] }), 'BODY_FRAGMENTED'],
])('what makes a body: case %#', (of, wanted) => {
  expect(codeOf(of)).toBe(wanted);
});

test.each([
  [grid(9), { code: 'BODY_TOO_SMALL', saw: '1800 mm3 of bone', wanted: '2000 mm3 or more' }],
  [
    grid(20, { outside: 1 }),
    {
      code: 'BODY_OUTSIDE_CT',
      saw: expect.stringMatching(/^1 of \d+ voxels outside the CT$/) as string,
      wanted: 'a vertebral body within the CT',
    },
  ],
  [
    grid(20, { hole: [17] }),
    { code: 'BODY_FRAGMENTED', saw: 'a largest connected part of 89 %', wanted: '90 % or more' },
  ],
])('what was found and what is wanted of a body is told: case %#', (of, refusal) => {
  expect(() => bodyModel(of, 3)).toThrow(expect.objectContaining({ refusal }));
});

test('a crumb is dropped, so that the height is that of the piece', () => {
  const model = bodyModel(grid(21, { hole: [18] }), 3);
  expect(heightOf(model)).toBe(18);
  expect(model.body.reduce((sum, value) => sum + value, 0)).toBe(18 * 200);
});

test('the capped grid keeps every voxel in its place', () => {
  const before = grid(10);
  const model = bodyModel(before, 3);
  const plane = 22 * 12;
  const at = (of: { readonly affine: Affine; readonly hu: Float64Array }, k: number) => ({
    z: indexToWorld(of.affine, 5, 5, k)[2],
    hu: of.hu[5 + 22 * 5 + plane * k],
  });
  const [first, last] = model.boneSlices;
  expect(last - first).toBe(9);
  expect(at(model, first)).toEqual(at(before, 1));
  expect(at(model, last)).toEqual(at(before, 10));
  expect(model.caps.some((value, n) => value === 1 && model.body[n] === 1)).toBe(false);
});

test('densities are those of the line in bone, and none elsewhere', () => {
  const model = bodyModel(grid(10), 3);
  const { densityMgCc } = vertebraGrid(model, { slope: 0.7, intercept: -4 });
  densityMgCc.forEach((density, n) => expect(density).toBe(model.body[n] === 1 ? 0.7 * model.hu[n]! - 4 : 0));
});

describe('materials', () => {
  const { plastic, ...materials } = PARAMETER_SETS['osteon-default-4'];
  // Bone of three densities, cement, and nothing.
  const of = {
    dims: [5, 1, 1] as const,
    spacing: [1, 1, 1] as const,
    densityMgCc: Float64Array.of(0, 100, 200, 0, 0),
    body: Uint8Array.of(1, 1, 1, 0, 0),
    caps: Uint8Array.of(0, 0, 0, 1, 0),
  };

  test('are bone by its density, cement by its own modulus, and nothing', () => {
    const { modulus, lawIndex, laws } = vertebraModel(of, materials);
    const { a, b, floor } = materials.modulus;
    expect([...modulus]).toEqual([Math.max(a, floor), a + b / 10, a + b / 5, materials.caps.modulus, 0]);
    expect([...lawIndex]).toEqual([0, 0, 0, 1, 0]);
    expect(laws).toHaveLength(2);
  });

  test('yield in bone alone', () => {
    const { strength, modulus } = plasticModel(of, materials, plastic);
    const { a, b, floor } = plastic.yieldStress;
    const wanted = [Math.max(a, floor), a + b / 10, a + b / 5];
    wanted.forEach((value, n) => expect(strength[n]).toBeCloseTo(value, 12));
    expect([...strength.subarray(3)]).toEqual([Infinity, Infinity]);
    expect([...modulus]).toEqual([...vertebraModel(of, materials).modulus]);
  });
});

describe('a body brought into its frame', () => {
  /** HU that tell x, y and z apart, linear so that means of voxels are exact; the body is longer to the left than to the right. */
  const hu = (x: number, y: number, z: number): number => 400 + 2 * x + 5 * y - 7 * z;
  const dims = [60, 50, 40] as const;
  const affine: Affine = [1, 0, 0, -20, 0, 1, 0, -30, 0, 0, 1, -10];
  const count = dims[0] * dims[1] * dims[2];
  const ct: Volume<Int16Array> = { dims, affine, data: new Int16Array(count) };
  const mask: Volume<Uint8Array> = { dims, affine, data: new Uint8Array(count) };
  for (let at = 0; at < count; at++) {
    const [x, y, z] = indexToWorld(affine, at % 60, Math.floor(at / 60) % 50, Math.floor(at / 3000));
    ct.data[at] = hu(x, y, z);
    if (x >= -5 && x <= 20 && y >= -10 && y <= 5 && z >= 0 && z <= 15) mask.data[at] = 1;
  }
  const surface = surfaceOfMask(mask, 1)!;
  const turn = (degrees: number): Frame => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
    return { origin: [3, -4, 6], left: [c, s, 0], posterior: [-s, c, 0], superior: [0, 0, 1] };
  };

  test.each([0, 20])('has the HU of its own place in every voxel (%d degrees)', (degrees) => {
    const found = bodyGrid({ ct, surface, frame: turn(degrees), spacingMm: 1.5 });
    expect(found.outside).toBe(0);
    let voxels = 0;
    const body = found.columns.inside;
    for (let at = 0; at < body.length; at++) {
      if (body[at] === 0) {
        expect(found.hu[at]).toBe(0);
        continue;
      }
      voxels++;
      const [i, j, k] = [at % found.dims[0], Math.floor(at / found.dims[0]) % found.dims[1], Math.floor(at / (found.dims[0] * found.dims[1]))]; // prettier-ignore
      const p = indexToWorld(found.affine, i, j, k);
      expect(found.hu[at]).toBeCloseTo(hu(...(p as [number, number, number])), 6);
    }
    // 26 x 16 x 16 voxels of the mask; whole voxels of 1.5 mm are off by up to half of one on each axis: 2 + 6 + 6 %.
    expect(Math.abs((voxels * 1.5 ** 3) / (26 * 16 * 16) - 1)).toBeLessThan(0.14);
  });

  test('has axes of its spacing along left, posterior and superior', () => {
    const { affine: a, spacing } = bodyGrid({ ct, surface, frame: turn(20), spacingMm: 1.5 });
    const frame = turn(20);
    expect(spacing.slice(0, 2)).toEqual([1.5, 1.5]);
    [frame.left, frame.posterior, frame.superior].forEach((axis, column) =>
      axis.forEach((value, row) => expect(a[4 * row + column]).toBeCloseTo(spacing[column]! * value, 12)),
    );
  });

  test.each([0.5, 1, 1.5, 2, 3.3])('is as tall in elements of %d mm as its surface is', (spacingMm) => {
    const found = bodyGrid({ ct, surface, frame: turn(0), spacingMm });
    const z = Array.from({ length: surface.vertices.length / 3 }, (_, v) => surface.vertices[3 * v + 2]!);
    const extent = z.reduce((high, v) => Math.max(high, v)) - z.reduce((low, v) => Math.min(low, v));
    expect(heightOf(bodyModel(found, 3))).toBeCloseTo(extent, 6);
    expect(Math.abs(found.spacing[2] / spacingMm - 1)).toBeLessThan(0.2);
  });

  test('that leans further and further grows taller without a step', () => {
    const leaning = (degrees: number): Frame => {
      const [c, s] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      return { origin: [3, -4, 6], left: [1, 0, 0], posterior: [0, c, s], superior: [0, -s, c] };
    };
    const heights = Array.from({ length: 13 }, (_, n) =>
      heightOf(bodyModel(bodyGrid({ ct, surface, frame: leaning(0.25 * n), spacingMm: 1.5 }), 3)),
    );
    const steps = heights.slice(1).map((height, n) => height - heights[n]!);
    steps.forEach((step) => {
      // 16 mm of depth lean by 0.25 degrees: 0.07 mm.
      expect(step).toBeGreaterThan(-0.01);
      expect(step).toBeLessThan(0.12);
    });
    expect(heights.at(-1)! - heights[0]!).toBeGreaterThan(0.3);
  });

  test('that reaches beyond the CT says by how many voxels', () => {
    const small: Volume<Int16Array> = { dims: [60, 50, 22], affine, data: ct.data.subarray(0, 66_000) };
    const { outside, hu: values, columns } = bodyGrid({ ct: small, surface, frame: turn(0), spacingMm: 1.5 });
    // The CT ends at z = 11; slices above it are lost whole or in part.
    expect(outside).toBeGreaterThan(0);
    const empty = columns.inside.reduce((sum, value, n) => sum + Number(value === 1 && values[n] === 0), 0);
    expect(empty).toBe(outside);
  });
});
