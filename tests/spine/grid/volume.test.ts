import { expect, test } from 'vitest';

import { LABEL_VALUE, levelOfValue, LEVELS } from '../../../contracts/levels.ts';
import { toCanonical } from '../../../spine/grid/orientation.ts';
import {
  affineFrom,
  indexToWorld,
  invertAffine,
  sameGrid,
  sampleLinear,
  spacingOf,
  voxelVolume,
  type Affine,
  type Volume,
} from '../../../spine/grid/volume.ts';

const OBLIQUE: Affine = [0.7, -0.1, 0.2, -100, 0.05, 0.8, -0.3, 40, -0.1, 0.2, 2.4, 900];

test('an affine and its inverse take a voxel there and back', () => {
  const back = indexToWorld(invertAffine(OBLIQUE), ...indexToWorld(OBLIQUE, 3, 7, 11));
  [3, 7, 11].forEach((index, axis) => expect(back[axis]).toBeCloseTo(index, 10));
});

test('a flat affine has no inverse', () => {
  expect(() => invertAffine([1, 0, 1, 0, 0, 1, 0, 0, 1, 0, 1, 0])).toThrow(RangeError);
});

test('spacing is the length of the columns, and the volume of a voxel their triple product', () => {
  expect(spacingOf([0.5, 0, 0, 0, 0, 0.75, 0, 0, 0, 0, 2, 0])).toEqual([0.5, 0.75, 2]);
  expect(voxelVolume([0, 0.5, 0, 0, 0.75, 0, 0, 0, 0, 0, -2, 0])).toBeCloseTo(0.75, 12);
});

test('linear values are sampled exactly, and beyond the last centres there is none', () => {
  const dims = [4, 3, 5] as const;
  const data = Float64Array.from(
    { length: 60 },
    (_, at) => (at % 4) + 10 * (Math.floor(at / 4) % 3) + 100 * Math.floor(at / 12),
  );
  const volume: Volume = { dims, affine: OBLIQUE, data };
  expect(sampleLinear(volume, 1.25, 0.5, 3.75, -1)).toBeCloseTo(1.25 + 5 + 375, 10);
  expect(sampleLinear(volume, 3, 2, 4, -1)).toBe(3 + 20 + 400);
  const beyond: [number, number, number][] = [
    [-0.1, 0, 0],
    [3.1, 0, 0],
    [0, 2.1, 0],
    [0, 0, 4.1],
    [Number.NaN, 0, 0],
  ];
  for (const [i, j, k] of beyond) {
    expect(sampleLinear(volume, i, j, k, -1)).toBe(-1);
  }
});

test.each([
  [[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]],
  [[0, 0, -2, 30, 1, 0, 0, 5, 0, -0.5, 0, 9]],
  [[0, -1, 0, 4, 0.1, 0, -3, 2, -0.7, 0, 0.2, 1]],
] as const)('canonical axes keep every voxel in its place: %j', (affine) => {
  const volume: Volume<Int16Array> = {
    dims: [2, 3, 4],
    affine,
    data: Int16Array.from({ length: 24 }, (_, n) => n),
  };
  const canonical = toCanonical(volume);
  [0, 5, 10].forEach((entry) => expect(canonical.affine[entry]).toBeGreaterThan(0));
  const toOld = invertAffine(affine);
  canonical.data.forEach((value, at) => {
    const [nx, ny] = canonical.dims;
    const world = indexToWorld(
      canonical.affine,
      at % nx,
      Math.floor(at / nx) % ny,
      Math.floor(at / (nx * ny)),
    );
    const [i, j, k] = indexToWorld(toOld, ...world).map((index) => Math.round(index)) as [
      number,
      number,
      number,
    ];
    expect(value).toBe(volume.data[i + 2 * (j + 3 * k)]);
  });
});

test('grids are the same only where sizes and corners are', () => {
  const grid = { dims: [4, 5, 6] as const, affine: OBLIQUE };
  expect(sameGrid(grid, grid)).toBe(true);
  expect(sameGrid(grid, { ...grid, dims: [4, 5, 7] })).toBe(false);
  expect(
    sameGrid(grid, {
      ...grid,
      affine: affineFrom(OBLIQUE.map((v, n) => (n === 10 ? v + 0.02 : v))),
    }),
  ).toBe(false);
});

test('levels have the values of VerSe, there and back', () => {
  expect([
    LABEL_VALUE.C1,
    LABEL_VALUE.C7,
    LABEL_VALUE.T1,
    LABEL_VALUE.T12,
    LABEL_VALUE.L1,
    LABEL_VALUE.L5,
  ]).toEqual([1, 7, 8, 19, 20, 24]);
  expect([LABEL_VALUE.L6, LABEL_VALUE.sacrum, LABEL_VALUE.T13]).toEqual([25, 26, 28]);
  for (const level of LEVELS) expect(levelOfValue(LABEL_VALUE[level])).toBe(level);
});

test.each([11, 13])('%d numbers are no affine', (count) => {
  expect(() => affineFrom(Array<number>(count).fill(1))).toThrow(RangeError);
  expect(affineFrom(Array<number>(12).fill(1))).toHaveLength(12);
});
