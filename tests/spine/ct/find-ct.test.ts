import { expect, test } from 'vitest';

import { StudyRefused } from '../../../contracts/refusals.ts';
import { writeNifti } from '../../../spine/grid/nifti.ts';
import { indexToWorld } from '../../../spine/grid/volume.ts';

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

test('files that begin at an odd place of a larger buffer are the same series', async () => {
  const moved = series().map((file) =>
    Buffer.concat([Buffer.alloc(1), file, Buffer.alloc(8192)]).subarray(1, 1 + file.length),
  );
  expect(moved.every(({ byteOffset }) => byteOffset % 2 === 1)).toBe(true);
  expect((await find(moved)).volume).toEqual((await find(series())).volume);
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

test('padding may be a range, and is left alone where tissue has that value too', async () => {
  const stored = new Int16Array(ROWS * COLUMNS).fill(1100);
  stored.set([-2000, -1990, -1980, 1024], 0);
  const range = { '00280120 SS': -2000 & 0xffff, '00280121 SS': -1990 & 0xffff, '00281052 DS': '1000' };
  expect([...(await find(series(() => ({ stored, change: range })))).volume.data.subarray(0, 3)]).toEqual([
    -1024, -1024, -980,
  ]);
  const water = await find(series(() => ({ stored, change: { '00280120 SS': 1024 } })));
  expect(water.volume.data[3]).toBe(0);
  expect(water.about.flags.map(({ code }) => code)).toContain('PADDING_IGNORED');
});

test('12 bits stored at the top of 16 are brought down', async () => {
  const stored = Uint16Array.from({ length: ROWS * COLUMNS }, (_, n) => (n << 4) | 0x0f);
  const change = { '00280101 US': 12, '00280102 US': 15 };
  expect((await find(series(() => ({ stored, change })))).volume.data[7]).toBe(7 - 1024);
});

test('8 bits a pixel are read, and rescaled values rounded', async () => {
  const bytes = Uint8Array.from({ length: ROWS * COLUMNS }, (_, n) => n);
  const change = {
    '00280100 US': 8,
    '00280101 US': 8,
    '00280102 US': 7,
    '00281053 DS': '10.26',
    '7fe00010 OW': bytes,
  };
  expect((await find(series(() => ({ change })))).volume.data[9]).toBe(Math.round(9 * 10.26 - 1024));
});

test('values below those of a CT are held at its lowest, values above are padding', async () => {
  const stored = new Int16Array(ROWS * COLUMNS);
  stored.set([-32768, 32767], 0);
  const { data } = (await find(series(() => ({ stored, change: { '00281053 DS': '4' } })))).volume;
  expect([data[0], data[1]]).toEqual([-1024, -1024]);
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

/** A second series, which would be preferred for its finer spacing if it could be used. */
function finer(change: Readonly<Record<string, string>>): Uint8Array[] {
  return Array.from({ length: 24 }, (_, n) =>
    slice(n % 12, {
      change: {
        '0020000e UI': '1.2.9.7',
        '00200011 IS': '7',
        '00080018 UI': `1.2.7.${n}`,
        '00200032 DS': `-10\\-20\\${100 + n}`,
        ...change,
      },
    }),
  );
}

test('finer slices are preferred', async () => {
  const { about, volume } = await find([...series(), ...finer({})]);
  expect(about.series.map(({ chosen }) => chosen)).toEqual([false, true]);
  expect(volume.dims[2]).toBe(24);
});

test.each([
  ['that is an iodine map', { '00281054 LO': 'MGML' }, 'NOT_HU'],
  ['that is a maximum projection', { '00080008 CS': 'DERIVED\\SECONDARY\\AXIAL\\THIN_MIP' }, 'MIP'],
  ['that is a screen save', { '00080016 UI': '1.2.840.10008.5.1.4.1.1.7' }, 'SECONDARY_CAPTURE'],
  ['that is MR', { '00080060 CS': 'MR' }, 'MODALITY_MR'],
  ['in colours', { '00280004 CS': 'YBR_FULL' }, 'PIXEL_FORMAT_UNSUPPORTED'],
])('a finer series %s does not stop the other', async (_, change, reason) => {
  const { about } = await find([...series(), ...finer(change)]);
  expect(about.series.map(({ chosen }) => chosen)).toEqual([true, false]);
  expect(about.series[1]!.reasons.join()).toContain(reason);
});

test('a broken file of another series does not stop the good one; of its own it does', async () => {
  const other = finer({}).map((bytes, n) => (n === 5 ? bytes.subarray(0, bytes.length - 30) : bytes));
  const { about } = await find([...series(), ...other]);
  expect(about.series.map(({ chosen }) => chosen)).toEqual([true, false]);
  expect(about.series[1]!.reasons.join()).toContain('TRUNCATED_FILE');
  const last = series().map((bytes, n) => (n === 11 ? bytes.subarray(0, bytes.length - 30) : bytes));
  expect((await refusalOf(last)).code).toBe('TRUNCATED_FILE');
});

test('a file broken before it says its series stops the study', async () => {
  const refusal = await refusalOf([...series(), slice(3).subarray(0, 330)]);
  expect(refusal).toMatchObject({
    code: 'TRUNCATED_FILE',
    saw: expect.stringContaining('file 13') as string,
  });
});

test('a file cut anywhere stops its series', async () => {
  const files = series();
  const whole = await find(files);
  const last = files[11]!;
  for (let length = 140; length < last.length; length += 1) {
    const outcome = await find([...files.slice(0, 11), last.subarray(0, length)]).catch(
      (error: unknown) => error,
    );
    expect(outcome, `cut to ${length}`).toBeInstanceOf(StudyRefused);
  }
  expect(whole.volume.dims[2]).toBe(SLICES);
});

test('the same file twice counts once', async () => {
  const { volume } = await find([...series(), slice(3), slice(4), slice(4)]);
  expect(volume).toEqual((await find(series())).volume);
});

test('a wide field and a narrow one that share a series are two', async () => {
  const narrow = series((n) => ({ change: { '00280030 DS': '0.3\\0.3', '00080018 UI': `1.2.8.${n}` } }));
  expect((await find([...series(), ...narrow])).about.series).toHaveLength(2);
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

test.each([
  ['whole years before the birthday of the year', { '00100030 DA': '19500302' }, 75],
  ['on the birthday', { '00100030 DA': '19500301' }, 76],
  ['months where there is no birth date', { '00100030 DA': undefined, '00101010 AS': '018M' }, 1.5],
  ['years as typed where there is no birth date', { '00100030 DA': undefined, '00101010 AS': '052Y' }, 52],
  ['nothing where nothing is said', { '00100030 DA': undefined }, null],
  ['nothing for what is no date', { '00100030 DA': '19501301' }, null],
])('age: %s', async (_, change, years) => {
  expect((await find(series(() => ({ change })))).about.patient.ageYears).toBe(years);
});

test.each([
  ['ISO_IR 144', Buffer.from([0xbb, 0xee, 0xda, 0x5e, 0xd0]), 'Люк, а'],
  ['ISO 2022 IR 101', Buffer.from('\xb1^\xe6', 'latin1'), 'ą, ć'],
  ['\\ISO 2022 IR 149', Buffer.from('Hong=\x1b$)C\xfb\xf3', 'latin1'), 'Hong'],
  ['\\ISO 2022 IR 149', Buffer.from('=\x1b$)C\xfb\xf3^\x1b$)C\xb1\xe6', 'latin1'), '洪, 길'],
  ['\\ISO 2022 IR 87', Buffer.from('=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B', 'latin1'), '山田, 太郎'],
  ['GB18030', Buffer.from('=\xcd\xf5', 'latin1'), '王'],
])('a name in %s is read', async (set, name, wanted) => {
  const change = { '00080005 CS': set, '00100010 PN': name };
  expect((await find(series(() => ({ change })))).about.patient.name).toBe(wanted);
});

test('an impossible age is not used', async () => {
  const { about } = await find(series(() => ({ change: { '00100030 DA': '18000101' } })));
  expect(about.patient.ageYears).toBeNull();
  expect(about.flags.map(({ code }) => code)).toContain('AGE_IMPLAUSIBLE');
});

test.each([
  ['060Y', ['AGE_INCONSISTENT']],
  ['071Y', []],
])('of a typed age of %s and a birth date 70 years before the CT the date is used', async (typed, codes) => {
  const change = { '00101010 AS': typed, '00100030 DA': '19540101', '00080020 DA': '20240601' };
  const { about } = await find(series(() => ({ change })));
  expect(about.patient.ageYears).toBe(70);
  expect(about.flags.map(({ code }) => code).filter((code) => code.startsWith('AGE'))).toEqual(codes);
});
