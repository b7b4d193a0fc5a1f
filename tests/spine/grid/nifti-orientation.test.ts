/** Which of the two places that a NIfTI-1 header can give is taken, and how a quaternion is read (NIfTI-1 standard). */
import { gunzipSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { NotNifti, readNifti, writeNifti } from '../../../spine/grid/nifti.ts';
import type { Affine } from '../../../spine/grid/volume.ts';

/** What sform says in every file here, in LPS: axes along the patient's, 0.7 x 0.8 x 2.5 mm. */
const SFORM: Affine = [0.7, 0, 0, -100, 0, 0.8, 0, -50, 0, 0, 2.5, 300];
const HALF = Math.SQRT1_2;

interface Qform {
  readonly code: number;
  readonly quaternion?: readonly [number, number, number];
  readonly offset?: readonly [number, number, number];
  readonly pixdim?: readonly [qfac: number, x: number, y: number, z: number];
}

/** The bytes of a file with that sform, and a qform of another place. */
function file(sformCode: number, qform: Qform): Uint8Array {
  const { code, quaternion = [0, 0, 0], offset = [1, 2, 3], pixdim = [1, 2, 3, 4] } = qform;
  const bytes = new Uint8Array(
    gunzipSync(writeNifti({ dims: [2, 3, 2], affine: SFORM, data: new Uint8Array(12) })),
  );
  const view = new DataView(bytes.buffer);
  view.setInt16(252, code, true);
  view.setInt16(254, sformCode, true);
  pixdim.forEach((mm, n) => view.setFloat32(76 + 4 * n, mm, true));
  [...quaternion, ...offset].forEach((value, n) => view.setFloat32(256 + 4 * n, value, true));
  return bytes;
}

/** To 0.005: of a half turn, a = sqrt(1 - b b - c c - d d) keeps sqrt of what float32 rounds, 3e-4 of an axis. */
function expectPlace(bytes: Uint8Array, wanted: readonly number[]): void {
  const { affine } = readNifti(bytes).volume;
  affine.forEach((value, n) => expect(value, `entry ${n} of ${affine.join(' ')}`).toBeCloseTo(wanted[n]!, 2));
}

describe('of sform and qform that differ', () => {
  test.each([
    [1, 1],
    [2, 1],
    [1, 2],
    [4, 0],
  ])('sform of code %d is taken beside a qform of code %d', (sform, qform) => {
    expectPlace(file(sform, { code: qform }), SFORM);
  });

  test.each([1, 2])('qform of code %d is taken where sform_code is 0, whatever the rows hold', (code) => {
    // No rotation: 2, 3 and 4 mm along right, anterior and superior, from (1, 2, 3) RAS.
    expectPlace(file(0, { code }), [-2, 0, 0, -1, 0, -3, 0, -2, 0, 0, 4, 3]);
  });

  test('neither is a refusal', () => {
    expect(() => readNifti(file(0, { code: 0 }))).toThrow(NotNifti);
    expect(() => readNifti(file(-1, { code: -1 }))).toThrow('neither sform nor qform');
  });
});

describe('a quaternion', () => {
  test.each<[string, Qform['quaternion'], readonly number[]]>([
    // A turn by 90 degrees about an axis of RAS sends the next axis to the one after it.
    ['about x: y becomes z', [HALF, 0, 0], [-2, 0, 0, -1, 0, 0, 4, -2, 0, 3, 0, 3]],
    ['about y: z becomes x', [0, HALF, 0], [0, 0, -4, -1, 0, -3, 0, -2, -2, 0, 0, 3]],
    ['about z: x becomes y', [0, 0, HALF], [0, 3, 0, -1, -2, 0, 0, -2, 0, 0, 4, 3]],
    ['a half turn about z', [0, 0, 1], [2, 0, 0, -1, 0, 3, 0, -2, 0, 0, 4, 3]],
    ['a half turn about the diagonal of x and y', [HALF, HALF, 0], [0, -3, 0, -1, -2, 0, 0, -2, 0, 0, -4, 3]],
    ['a half turn about that of y and z', [0, HALF, HALF], [2, 0, 0, -1, 0, 0, -4, -2, 0, 3, 0, 3]],
    ['a half turn about that of x and z', [HALF, 0, HALF], [0, 0, -4, -1, 0, 3, 0, -2, 2, 0, 0, 3]],
  ])('%s', (_, quaternion, wanted) => {
    expectPlace(file(0, { code: 1, quaternion: quaternion! }), wanted);
  });

  test('a little longer than 1 by rounding is a half turn, not NaN', () => {
    expectPlace(file(0, { code: 1, quaternion: [0, 0, 1.0001] }), [2, 0, 0, -1, 0, 3, 0, -2, 0, 0, 4, 3]);
  });

  test.each([
    [-1, -4],
    [-2, -4],
    [0, 4],
    [1, 4],
  ])('with pixdim[0] %d has a third axis of %d mm: a qfac of -1 turns it round', (qfac, z) => {
    expectPlace(file(0, { code: 1, pixdim: [qfac, 2, 3, 4] }), [-2, 0, 0, -1, 0, -3, 0, -2, 0, 0, z, 3]);
  });

  test('is turned round by qfac along its own third axis, not that of the patient', () => {
    const turned = file(0, { code: 1, quaternion: [HALF, 0, 0], pixdim: [-1, 2, 3, 4] });
    expectPlace(turned, [-2, 0, 0, -1, 0, 0, -4, -2, 0, 3, 0, 3]);
  });

  test('with a negative pixdim has the size without its sign, as other readers have it', () => {
    expectPlace(file(0, { code: 1, pixdim: [1, 2, -3, 4] }), [-2, 0, 0, -1, 0, -3, 0, -2, 0, 0, 4, 3]);
    expectPlace(file(0, { code: 1, pixdim: [-1, 2, 3, -4] }), [-2, 0, 0, -1, 0, -3, 0, -2, 0, 0, -4, 3]);
  });

  test('of twice its length is the same rotation', () => {
    // Twice (0, 0, 1): a half turn about z.
    expectPlace(file(0, { code: 1, quaternion: [0, 0, 2] }), [2, 0, 0, -1, 0, 3, 0, -2, 0, 0, 4, 3]);
  });
});

test('neither qfac nor a negative pixdim moves what sform says', () => {
  expectPlace(file(1, { code: 2, pixdim: [-1, 2, -3, 4] }), SFORM);
});

describe('the unit of length', () => {
  test.each([
    [0, 1],
    [2, 1],
    [1, 1000],
    [3, 0.001],
  ])('%d makes the numbers of sform %d times as large', (unit, factor) => {
    const bytes = file(1, { code: 0 });
    // Seconds beside it, which are no length.
    bytes[123] = unit + 8;
    expectPlace(bytes, SFORM.map((value) => factor * value)); // prettier-ignore
  });
});

test('sform and qform that differ are told, the same place is not', () => {
  expect(readNifti(file(1, { code: 2 })).doubt).toMatch(/differently, by up to \d+ mm; sform used/);
  const same = {
    code: 2,
    quaternion: [0, 0, 1],
    offset: [100, 50, 300],
    pixdim: [1, 0.7, 0.8, 2.5],
  } as const;
  expect(readNifti(file(1, same)).doubt).toBeNull();
  expect(readNifti(file(1, { code: 0 })).doubt).toBeNull();
});

test('an orientation of two directions is refused', () => {
  const bytes = file(1, { code: 0 });
  new DataView(bytes.buffer).setFloat32(280 + 16 * 2 + 8, 0, true);
  expect(() => readNifti(bytes)).toThrow('without three directions');
});

test('an orientation that is not finite is refused', () => {
  const bytes = file(1, { code: 0 });
  new DataView(bytes.buffer).setFloat32(280, NaN, true);
  expect(() => readNifti(bytes)).toThrow('non-finite');
});

test('a big-endian file is read as its little-endian twin', () => {
  const little = gunzipSync(
    writeNifti({ dims: [2, 1, 1], affine: SFORM, data: new Int16Array([-1000, 300]) }),
  );
  const big = Buffer.from(little);
  const swap = (from: number, count: number, width: 2 | 4): void => {
    for (let at = from; at < from + count * width; at += width) big.subarray(at, at + width).reverse();
  };
  swap(0, 1, 4);
  swap(40, 8, 2);
  swap(70, 2, 2);
  swap(76, 8, 4);
  swap(108, 3, 4);
  swap(252, 2, 2);
  swap(256, 18, 4);
  swap(352, 2, 2);
  const { volume } = readNifti(big);
  expect(volume).toEqual(readNifti(little).volume);
  expect([...volume.data]).toEqual([-1000, 300]);
});
