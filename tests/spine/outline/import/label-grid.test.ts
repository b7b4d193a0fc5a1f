/** Whole numbers in whatever type they were saved, on the grid of the CT. */
import { gunzipSync, gzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { StudyRefused } from '../../../../contracts/refusals.ts';
import { writeNifti } from '../../../../spine/grid/nifti.ts';
import type { Affine, VoxelArray } from '../../../../spine/grid/volume.ts';
import { readLabels } from '../../../../spine/outline/import/label-grid.ts';

const AFFINE: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
const GRID = { dims: [4, 2, 1], affine: AFFINE } as const;
const CT = { ...GRID, data: new Int16Array(8) };
const VALUES = [0, 0, 26, 27, 27, 300, 1, 0];

function outcome(data: VoxelArray): readonly number[] | string {
  try {
    return [...readLabels(writeNifti({ ...GRID, data }), CT).labels.data];
  } catch (error) {
    if (error instanceof StudyRefused) return error.refusal.code;
    throw error;
  }
}

test('64-bit integers are labels like any others', () => {
  const file = gunzipSync(writeNifti({ ...GRID, data: new Float64Array(8) }));
  file.writeInt16LE(1024, 70);
  VALUES.forEach((value, n) => file.writeBigInt64LE(BigInt(value), 352 + 8 * n));
  expect([...readLabels(file, CT).labels.data]).toEqual(VALUES);
});

test('what scaling in float32 leaves is rounded, what lies between two labels is refused', () => {
  expect(outcome(Float32Array.from(VALUES, (value) => value * (1 + 4e-7)))).toEqual(VALUES);
  expect(outcome(Float32Array.from(VALUES, (value) => value + 0.0009))).toEqual(VALUES);
  expect(outcome(Float32Array.from(VALUES, (value) => value + 0.0011))).toBe('LABELS_NOT_INTEGER');
  expect(outcome(Float32Array.from(VALUES, (value) => value - 1))).toBe('LABELS_NOT_INTEGER');
  expect(outcome(Float32Array.from(VALUES, (value) => (value === 1 ? NaN : value)))).toBe(
    'LABELS_NOT_INTEGER',
  );
});

test('a map of another size is told by its header, and not unpacked', () => {
  const file = gunzipSync(writeNifti({ ...GRID, data: new Uint8Array(8) }));
  [600, 600, 600].forEach((n, axis) => file.writeInt16LE(n, 42 + 2 * axis));
  expect(() => readLabels(gzipSync(file), CT)).toThrow(/LABEL_GRID_MISMATCH.*600x600x600/);
});
