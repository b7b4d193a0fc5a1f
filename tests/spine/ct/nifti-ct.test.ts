/** What of a NIfTI is taken for a CT: every limit just within and just beyond. */
import { expect, test } from 'vitest';

import { StudyRefused } from '../../../contracts/refusals.ts';
import { niftiCt } from '../../../spine/ct/nifti-ct.ts';
import { writeNifti } from '../../../spine/grid/nifti.ts';
import { affineFrom, type Affine } from '../../../spine/grid/volume.ts';

const SQUARE: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

function outcome(values: readonly number[], affine: Affine = SQUARE): string {
  try {
    niftiCt(writeNifti({ dims: [values.length, 1, 1], affine, data: Float32Array.from(values) }));
    return 'CT';
  } catch (error) {
    if (error instanceof StudyRefused) return error.refusal.code;
    throw error;
  }
}

test.each([
  [-1, 151, 'CT'],
  [0, 151, 'NOT_HU'],
  [-1, 150, 'NOT_HU'],
  [-1024, 32767, 'CT'],
  [-1024, 32768, 'NOT_HU'],
])('values from %d to %d: %s', (low, high, wanted) => {
  expect(outcome([low, 20, high])).toBe(wanted);
});

test('values are rounded and held at the lowest of a CT', () => {
  const file = writeNifti({ dims: [4, 1, 1], affine: SQUARE, data: Float32Array.of(-3024, -0.6, 40.4, 900) });
  expect([...niftiCt(file).volume.data].toSorted((a, b) => a - b)).toEqual([-1024, -1, 40, 900]);
});

test.each([0, 1, 2])('voxels up to 5 mm along axis %d are taken', (axis) => {
  const sized = (mm: number): Affine => {
    const affine = [...SQUARE];
    affine[5 * axis] = mm;
    return affineFrom(affine);
  };
  expect(outcome([-900, 900], sized(5))).toBe('CT');
  expect(outcome([-900, 900], sized(5.01))).toBe('SLICES_TOO_FAR_APART');
});

test.each([
  [1, 'rows against columns'],
  [2, 'rows against slices'],
  [6, 'columns against slices'],
])('a grid sheared by a cosine up to 0.005 is square (entry %d: %s)', (entry) => {
  const sheared = (shear: number): Affine => {
    const affine = [...SQUARE];
    affine[entry] = shear;
    return affineFrom(affine);
  };
  for (const sign of [1, -1]) {
    expect(outcome([-900, 900], sheared(sign * 0.0049))).toBe('CT');
    expect(outcome([-900, 900], sheared(sign * 0.0051))).toBe('GANTRY_TILT');
  }
});

test('voxels without a number are padding at the border, and a refusal inside', () => {
  const line = (values: readonly number[]): Uint8Array =>
    writeNifti({ dims: [values.length, 1, 1], affine: SQUARE, data: Float32Array.from(values) });
  const { volume, flags } = niftiCt(line([NaN, -900, 40, 900, Infinity]));
  expect([...volume.data].toSorted((a, b) => a - b)).toEqual([-1024, -1024, -900, 40, 900]);
  expect(flags.map(({ code }) => code)).toEqual(['VOXELS_WITHOUT_VALUE']);
  expect(outcome([-900, NaN, 40, 900])).toBe('NOT_HU');
});

test.each([
  [0.049, 'GEOMETRY_INVALID'],
  [0.051, 'CT'],
])('voxels of %d mm: %s', (mm, wanted) => {
  expect(outcome([-900, 900], affineFrom(SQUARE.map((value) => value * mm)))).toBe(wanted);
});

test('what is no NIfTI is refused with what was seen', () => {
  expect(() => niftiCt(new Uint8Array(400))).toThrow('NIFTI_UNREADABLE');
});
