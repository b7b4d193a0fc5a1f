import { expect, test } from 'vitest';

import { writeNifti } from '../../../lambdas/shared/nifti.ts';
import { indexToWorld } from '../../../lambdas/shared/volume.ts';

import { COLUMNS, find, hu, refusalOf, ROWS, series, slice, SLICES } from './ct-series.ts';

test('a series becomes HU in place, whatever the order of its files', async () => {
  const files = series();
  const { volume, about } = await find([...files.slice(5), ...files.slice(0, 5).reverse()]);
  expect(volume.dims).toEqual([COLUMNS, ROWS, SLICES]);
  expect(indexToWorld(volume.affine, 2, 3, 4)).toEqual([-10 + 2 * 0.75, -20 + 3 * 0.5, 108]);
  for (let k = 0; k < SLICES; k++) {
    for (let j = 0; j < ROWS; j++) {
      for (let i = 0; i < COLUMNS; i++) expect(volume.data[i + COLUMNS * (j + ROWS * k)]).toBe(hu(i, j, k));
    }
  }
  expect(about).toMatchObject({
    source: 'dicom',
    kvp: 120,
    kernel: 'B30f',
    patient: { sex: 'female', ageYears: 76, name: 'Test, Patient' },
  });
});

test('a series stored head down and facing backwards is turned into left, posterior, superior', async () => {
  const flipped = series((index) => ({
    change: { '00200037 DS': '-1\\0\\0\\0\\-1\\0', '00200032 DS': `10\\20\\${100 - 2 * index}` },
  }));
  const { volume } = await find(flipped);
  expect([volume.affine[0], volume.affine[5], volume.affine[10]]).toEqual([0.75, 0.5, 2]);
  const [i, j, k] = [1, 2, 3];
  const at = COLUMNS - 1 - i + COLUMNS * (ROWS - 1 - j + ROWS * (SLICES - 1 - k));
  expect(volume.data[at]).toBe(hu(i, j, k));
  expect(indexToWorld(volume.affine, COLUMNS - 1 - i, ROWS - 1 - j, SLICES - 1 - k)).toEqual([
    10 - i * 0.75,
    20 - j * 0.5,
    100 - 2 * k,
  ]);
});

test('stored bits above BitsStored do not count, and the sign is the highest stored bit', async () => {
  const stored = new Uint16Array(ROWS * COLUMNS).fill(0xf000 | 0x0fff);
  const files = series(() => ({
    stored,
    change: {
      '00280101 US': 12,
      '00280102 US': 11,
      '00280103 US': 1,
      '00281052 DS': '0',
      '00281053 DS': '2',
    },
  }));
  expect(new Set((await find(files)).volume.data)).toEqual(new Set([-2]));
});

test('padding becomes air, whatever it is stored as', async () => {
  const stored = new Int16Array(ROWS * COLUMNS).fill(1100);
  stored[7] = -2000;
  const files = series(() => ({ stored, change: { '00280120 SS': -2000 & 0xffff } }));
  const { data } = (await find(files)).volume;
  expect([data[6], data[7]]).toEqual([76, -1024]);
});

test('slope and intercept are those of each image', async () => {
  const files = series((index) => ({
    stored: new Int16Array(48).fill(100),
    change: { '00281053 DS': `${1 + index / 10}` },
  }));
  const { data } = (await find(files)).volume;
  expect([data[0], data[48]]).toEqual([100 - 1024, 110 - 1024]);
});

test('a NIfTI CT is taken as it lies, its header facts unknown', async () => {
  const data = Float32Array.from({ length: 8 }, (_, n) => -1000.4 + 300 * n);
  const { volume, about } = await find([
    writeNifti({ dims: [2, 2, 2], affine: [-1, 0, 0, 5, 0, 1, 0, 0, 0, 0, 2, 0], data }),
  ]);
  expect(volume.affine.slice(0, 4)).toEqual([1, 0, 0, 4]);
  expect([...volume.data.subarray(0, 2)]).toEqual([-700, -1000]);
  expect(about).toMatchObject({ source: 'nifti', kvp: null, patient: { sex: null, ageYears: null } });
});

test('the better of two series is chosen, and every series has its reasons', async () => {
  const lung = series((index) => ({
    change: {
      '0020000e UI': '1.2.9.2',
      '00200011 IS': '3',
      '00181210 SH': 'B70f',
      '00080018 UI': `1.2.4.${index}`,
    },
  }));
  const localizer = slice(0, {
    change: { '0020000e UI': '1.2.9.3', '00200011 IS': '1', '00080008 CS': 'ORIGINAL\\PRIMARY\\LOCALIZER' },
  });
  const { about } = await find([...lung, localizer, ...series()]);
  expect(about.series.map(({ chosen }) => chosen)).toEqual([false, true, false]);
  expect(about.series[0]!.reasons.join()).toContain('LOCALIZER');
  expect(about.series[2]!.reasons.join()).toContain('sharp');
});

test('two acquisitions in one series are told apart, not averaged', async () => {
  const first = series(() => ({ change: { '00200012 IS': '1' } }));
  const second = series(() => ({ stored: new Int16Array(48).fill(1000), change: { '00200012 IS': '2' } }));
  const { volume, about } = await find([...first, ...second]);
  expect(about.series).toHaveLength(2);
  expect(volume.dims[2]).toBe(SLICES);
  expect(volume.data[0]).toBe(hu(0, 0, 0));
});

test('an image of another size is a series of its own, and the rest goes on', async () => {
  const { about } = await find([...series(), slice(12, { rows: 4, columns: 12 })]);
  expect(about.series.map(({ chosen, images }) => [chosen, images])).toContainEqual([true, SLICES]);
  expect(about.series).toHaveLength(2);
});

test('a name in UTF-8 and one in Latin-1 are read by their character set', async () => {
  const utf8 = series(() => ({ change: { '00080005 CS': 'ISO_IR 192', '00100010 PN': 'Müller^Žofie' } }));
  expect((await find(utf8)).about.patient.name).toBe('Müller, Žofie');
  const latin1 = series(() => ({
    change: { '00080005 CS': 'ISO_IR 100', '00100010 PN': Buffer.from('Müller^Zoé', 'latin1') },
  }));
  expect((await find(latin1)).about.patient.name).toBe('Müller, Zoé');
});

test('an impossible age is not used', async () => {
  const { about } = await find(series(() => ({ change: { '00100030 DA': '18000101' } })));
  expect(about.patient.ageYears).toBeNull();
  expect(about.flags.map(({ code }) => code)).toContain('AGE_IMPLAUSIBLE');
});

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
    /steps from/,
  ],
  [
    'a tilted gantry',
    () => series((n) => ({ change: { '00200032 DS': `-10\\${-20 + 0.7 * n}\\${100 + 2 * n}` } })),
    'GANTRY_TILT',
    /19\.\d degrees/,
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
  [
    'zip magic without a zip',
    () => [Buffer.from('PK\x03\x04 and then nothing of the kind')],
    'ZIP_DAMAGED',
    /can't be opened/,
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
