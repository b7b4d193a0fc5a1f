import { expect, test } from 'vitest';

import { writeNifti } from '../../../spine/grid/nifti.ts';

import { COLUMNS, refusalOf, ROWS, series, slice } from './ct-series.ts';

function niftiOf(
  values: readonly number[],
  [x, y, z]: readonly [number, number, number],
  shear = 0,
): Uint8Array {
  return writeNifti({
    dims: [2, 2, 1],
    affine: [x, 0, 0, 0, 0, y, shear, 0, 0, 0, z, 0],
    data: Float32Array.from(values),
  });
}

test.each([
  ['JPEG pictures', () => [Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])], 'NO_DICOM', /jpeg/],
  ['nothing', () => [], 'NO_DICOM', /none/],
  ['an MR series', () => series(() => ({ change: { '00080060 CS': 'MR' } })), 'NO_CT_SERIES', /MR/],
  ['a missing slice', () => series().filter((_, n) => n !== 4), 'MISSING_SLICES', /1 images missing/],
  [
    'another image in the place of one',
    () => [...series(), slice(3, { stored: new Int16Array(ROWS * COLUMNS) })],
    'DUPLICATE_SLICES',
    /1 of 13/,
  ],
  [
    'uneven steps',
    () => series((n) => ({ change: n === 4 ? { '00200032 DS': '-10\\-20\\108.6' } : {} })),
    'SPACING_NOT_UNIFORM',
    /slice spacing from/,
  ],
  [
    'a stack that leans more than a gantry does',
    () => series((n) => ({ change: { '00200032 DS': `-10\\${-20 + 1.2 * n}\\${100 + 2 * n}` } })),
    'GANTRY_TILT',
    /31\.\d degrees/,
  ],
  [
    'an image shifted sideways',
    () => series((n) => ({ change: n === 4 ? { '00200032 DS': '-11\\-20\\108' } : {} })),
    'SLICES_SHIFTED',
    /1 of 12.*1\.0 mm/,
  ],
  [
    'two tube voltages',
    () => series((n) => (n > 6 ? { change: { '00180060 DS': '100' } } : {})),
    'KVP_MIXED',
    /2 tube/,
  ],
  [
    'directions at no right angle',
    () => series(() => ({ change: { '00200037 DS': '1\\0\\0\\0.1\\0.99\\0' } })),
    'GEOMETRY_INVALID',
    /orthogonal/,
  ],
  [
    'mixed sizes of which none is a stack',
    () => series((n) => (n % 2 === 0 ? { rows: 4, columns: 12 } : {})),
    'TOO_FEW_IMAGES',
    /6 images.*6 images/,
  ],
  ['too few images', () => series().slice(0, 5), 'TOO_FEW_IMAGES', /5 images/],
  [
    'a sagittal series',
    () =>
      series((n) => ({ change: { '00200037 DS': '0\\1\\0\\0\\0\\-1', '00200032 DS': `${2 * n}\\0\\0` } })),
    'NOT_AXIAL',
    /90 degrees/,
  ],
  [
    'slices 6 mm apart',
    () => series((n) => ({ change: { '00200032 DS': `0\\0\\${6 * n}` } })),
    'SLICES_TOO_FAR_APART',
    /6\.0 mm/,
  ],
  ['no rescale', () => series(() => ({ change: { '00281052 DS': undefined } })), 'NOT_HU', /rescale/],
  ['a negative slope', () => series(() => ({ change: { '00281053 DS': '-1' } })), 'NOT_HU', /slope -1/],
  ['rescale to something else', () => series(() => ({ change: { '00281054 LO': 'US' } })), 'NOT_HU', /US/],
  [
    'no position',
    () => series(() => ({ change: { '00200032 DS': undefined } })),
    'GEOMETRY_MISSING',
    /position/,
  ],
  [
    'colour',
    () => series(() => ({ change: { '00280002 US': 3, '00280004 CS': 'RGB' } })),
    'PIXEL_FORMAT_UNSUPPORTED',
    /RGB/,
  ],
  [
    'several frames in a file',
    () => series(() => ({ change: { '00280008 IS': '4' } })),
    'ENHANCED_MULTIFRAME_UNSUPPORTED',
    /frames/,
  ],
  [
    'a file that breaks off',
    () => series().map((bytes, n) => (n === 3 ? bytes.subarray(0, bytes.length - 20) : bytes)),
    'TRUNCATED_FILE',
    /file 4/,
  ],
  [
    'JPEG baseline',
    () => series(() => ({ transferSyntax: '1.2.840.10008.1.2.4.50', fragments: [new Uint8Array(8)] })),
    'TRANSFER_SYNTAX_UNSUPPORTED',
    /4\.50/,
  ],
  [
    'a NIfTI of something else',
    () => [
      writeNifti({
        dims: [2, 2, 1],
        affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
        data: Float32Array.from([0, 10, 20, 900]),
      }),
    ],
    'NOT_HU',
    /0 to 900/,
  ],
  ['a NIfTI of values around 0', () => [niftiOf([-3, -1, 0, 4], [1, 1, 1])], 'NOT_HU', /-3 to 4/],
  [
    'a NIfTI with slices 6 mm apart',
    () => [niftiOf([-900, 0, 40, 900], [1, 1, 6])],
    'SLICES_TOO_FAR_APART',
    /1\.00 x 1\.00 x 6\.00/,
  ],
  ['a sheared NIfTI', () => [niftiOf([-900, 0, 40, 900], [1, 1, 1], 0.2)], 'GANTRY_TILT', /sheared/],
  [
    'zip magic without a zip',
    () => [Buffer.from('PK\x03\x04 and then nothing of the kind')],
    'ZIP_DAMAGED',
    /cannot be opened/,
  ],
] as const)('%s is refused', async (_, files, code, saw) => {
  const refusal = await refusalOf(files());
  expect(refusal.code).toBe(code);
  expect(refusal.saw).toMatch(saw);
});

test('no refusal and no flag names the patient', async () => {
  const refusal = await refusalOf(series().filter((_, n) => n !== 4));
  expect(JSON.stringify(refusal)).not.toMatch(/Test|Patient|1950/);
});
