import { gunzipSync, gzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { NotNifti, readNifti, writeNifti } from '../../../spine/grid/nifti.ts';
import type { Affine, Volume } from '../../../spine/grid/volume.ts';

const AFFINE: Affine = [0.7, 0, 0.1, -100, 0, 0.8, 0, -50, 0.05, 0, 2.5, 300];

function volumeOf(data: Volume['data']): Volume {
  return { dims: [2, 3, 2], affine: AFFINE, data };
}

test.each([
  ['uint8', new Uint8Array(12).map((_, i) => i * 20)],
  ['int16', new Int16Array(12).map((_, i) => i * -90)],
  ['uint16', new Uint16Array(12).map((_, i) => i * 5000)],
  ['int32', new Int32Array(12).map((_, i) => i * -70000)],
  ['float32', new Float32Array(12).map((_, i) => i * 0.25)],
  ['float64', new Float64Array(12).map((_, i) => i / 3)],
])('a written %s volume reads back with the same voxels and place', (_, data) => {
  const { volume } = readNifti(writeNifti(volumeOf(data)));
  expect(volume.dims).toEqual([2, 3, 2]);
  expect(volume.data).toEqual(data);
  volume.affine.forEach((value, i) => expect(value).toBeCloseTo(AFFINE[i]!, 5));
});

test('the file says RAS where the volume says LPS', () => {
  const file = new DataView(new Uint8Array(gunzipSync(writeNifti(volumeOf(new Uint8Array(12))))).buffer);
  expect(file.getFloat32(280 + 12, true)).toBeCloseTo(100);
  expect(file.getFloat32(296 + 12, true)).toBeCloseTo(50);
  expect(file.getFloat32(312 + 12, true)).toBeCloseTo(300);
});

test('the same volume is written as the same bytes', () => {
  expect(writeNifti(volumeOf(new Int16Array(12)))).toEqual(writeNifti(volumeOf(new Int16Array(12))));
});

test.each([
  ['no gzip and no magic', new Uint8Array([1, 2, 3, 4])],
  ['half of a gzip stream', writeNifti(volumeOf(new Int16Array(12))).subarray(0, 60)],
  [
    'fewer voxels than the header says',
    gzipSync(gunzipSync(writeNifti(volumeOf(new Int16Array(12)))).subarray(0, 360)),
  ],
])('%s is refused', (_, bytes) => {
  expect(() => readNifti(bytes)).toThrow(NotNifti);
});
