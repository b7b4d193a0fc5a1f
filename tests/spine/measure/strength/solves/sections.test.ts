import { expect, test } from 'vitest';

import { PARAMETER_SETS } from '../../../../../spine/definitions/parameter-sets.ts';
import { sectionStrength } from '../../../../../spine/measure/strength/solves/sections.ts';

const SET = PARAMETER_SETS['osteon-default-4'];

/** Ten slices of 6 x 5 voxels of 1 mm, of these densities from below; an eleventh holds a single voxel. */
function stack(...densities: readonly number[]) {
  const dims = [6, 5, densities.length + 1] as const;
  const count = dims[0] * dims[1] * dims[2];
  const body = new Uint8Array(count).fill(1, 0, 30 * densities.length + 1);
  const densityMgCc = Float64Array.from(body, (_, at) => densities[Math.floor(at / 30)] ?? 5);
  return { dims, spacing: [1, 1, 1] as const, densityMgCc, body, caps: new Uint8Array(count) };
}

test('rigidity is the harmonic mean over slices, the weakest slice collapses first, and a tip is no slice', () => {
  const { rigidity, leastRigidity, collapse } = sectionStrength(stack(200, 100, 200), SET, SET.plastic);
  const [strong, weak] = [200, 100].map((density) => 30 * (-34.7 + 3.23 * density)) as [number, number];
  expect(rigidity).toBeCloseTo(3 / (2 / strong + 1 / weak), 6);
  expect(leastRigidity).toBeCloseTo(weak, 6);
  expect(collapse).toBeCloseTo(30 * (-0.75 + 2.49), 9);
});

test('without plasticity nothing is said of collapse', () => {
  expect(sectionStrength(stack(100), SET, null).collapse).toBeNull();
});

test('a slice counts from two thirds of the largest on, by its area in mm2', () => {
  // Two slices of 6 and n voxels of 2 x 3 mm; the smaller one is the weaker where it counts.
  const slices = (n: number) => {
    const body = Uint8Array.from({ length: 12 }, (_, at) => Number(at < 6 + n));
    const grid = { dims: [3, 2, 2] as const, spacing: [2, 3, 7] as const, densityMgCc: new Float64Array(12).fill(100), body, caps: new Uint8Array(12) }; // prettier-ignore
    return sectionStrength(grid, SET, SET.plastic);
  };
  const voxel = 6 * (-34.7 + 323);
  expect(slices(4).leastRigidity).toBeCloseTo(4 * voxel, 6);
  expect(slices(4).rigidity).toBeCloseTo((2 * 24 * voxel) / 10, 6);
  expect(slices(4).collapse).toBeCloseTo(4 * 6 * (-0.75 + 2.49), 9);
  expect(slices(3).leastRigidity).toBeCloseTo(6 * voxel, 6);
  expect(slices(3).collapse).toBeCloseTo(6 * 6 * (-0.75 + 2.49), 9);
});
