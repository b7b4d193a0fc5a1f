/** A study without its patient: what leaves the house, byte by byte, and what LoadCt makes of it. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';

import dicomParser from 'dicom-parser';
import { expect, test } from 'vitest';

import { findCt } from '../../../spine/ct/index.ts';
import { deidentifiedNifti } from '../../../local/send/deidentify/deidentify-nifti.ts';
import { deidentifiedStudy } from '../../../local/send/deidentify/deidentify-study.ts';
import { keyAt, pseudonyms } from '../../../local/send/deidentify/pseudonyms.ts';
import { deidentifiedOrder, shiftedDate } from '../../../local/send/deidentify/shifted-dates.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { COLUMNS, find, LOG, ROWS, series } from '../../spine/ct/ct-series.ts';
import { SYNTAX, type Elements } from '../../spine/ct/writers/dicom-writer.ts';
import { niftiTrunk } from '../../zoo/scene.ts';

const KEY = Buffer.alloc(32, 7);
/** Everything that names the patient, the people, the place or the device. */
const IDENTIFYING: Elements = {
  '00080020 DA': '20240315',
  '00080023 DA': '20240316',
  '0008002a DT': '20240315101112.5',
  '00080030 TM': '101500',
  '00080032 TM': '101112',
  '00080050 SH': 'ACC-SECRET',
  '00080080 LO': 'Clinic SECRET',
  '00080090 PN': 'Doctor^SECRET',
  '00081010 SH': 'STATIONSECRET',
  '00081030 LO': 'Spine of SECRET',
  '0008103e LO': 'Thin SECRET',
  '00090010 LO': 'SECRET PRIVATE',
  '00091001 LO': 'private SECRET',
  '00100010 PN': 'SECRET^Erika',
  '00100020 LO': 'P-SECRET',
  '00100030 DA': '19500602',
  '00100040 CS': 'F',
  '00101030 DS': '61',
  '00104000 LT': 'comment SECRET',
  '00181000 LO': 'SERIAL-SECRET',
  '0020000d UI': '1.2.3.777.1',
  '0020000e UI': '1.2.3.777.2',
  '00200010 SH': 'ID-SECRET',
  '00200052 UI': '1.2.3.777.3',
  '00204000 LT': 'SECRET too',
};

function images(change: Elements = {}, options: Parameters<typeof series>[0] = () => ({})): Uint8Array[] {
  return series((n) => ({
    ...options(n),
    change: { ...IDENTIFYING, '00080018 UI': `1.2.3.777.4.${n}`, ...change },
  }));
}

async function deidentified(files: readonly Uint8Array[], key = KEY) {
  const sources = files.map((bytes, n) => ({ id: `file ${n + 1}`, bytes }));
  return deidentifiedStudy(sources, await findCt(sources, LOG), pseudonyms(key));
}

/** By a reader of another house. */
function headerOf(bytes: Uint8Array) {
  const data = dicomParser.parseDicom(bytes);
  return { tags: Object.keys(data.elements), string: (tag: string) => data.string(tag) };
}

test('nothing that names the patient, people, places or devices is left, in any encoding of the file', async () => {
  for (const transferSyntax of [SYNTAX.explicit, SYNTAX.implicit, SYNTAX.deflated]) {
    const { files } = await deidentified(images({}, () => ({ transferSyntax })));
    expect(files).toHaveLength(12);
    for (const bytes of files) {
      const text = Buffer.from(bytes).toString('latin1');
      expect(text).not.toMatch(/SECRET|Erika|1\.2\.3\.777|19500602|20240315|20240316/);
      expect(headerOf(bytes).tags.filter((tag) => Number.parseInt(tag.slice(1, 5), 16) % 2 === 1)).toEqual(
        [],
      );
    }
  }
});

test('LoadCt makes the same CT of it, with another patient, other UIDs and earlier dates', async () => {
  const before = await find(images());
  const { files, shiftDays } = await deidentified(images());
  const after = await find(files);
  expect(after.volume).toEqual(before.volume);
  expect(after.about.patient).toEqual({
    name: after.about.patient.id,
    id: expect.stringMatching(/^P[0-9A-F]{12}$/) as string,
    birthDate: null,
    sex: 'female',
    ageYears: 73,
  });
  const days = (Date.parse(before.about.study.date!) - Date.parse(after.about.study.date!)) / 86_400_000;
  expect(days).toBe(shiftDays);
  expect(days).toBeGreaterThan(0);
  expect(after.about.study).toMatchObject({ description: null, accessionNumber: null, institution: null });
  const header = headerOf(files[0]!);
  expect(header.string('x00120062')).toBe('YES');
  expect(header.string('x00280303')).toBe('MODIFIED');
  expect(header.string('x00101030')).toBe('61');
  // What lies between two dates stays.
  const [study, content] = ['x00080020', 'x00080023'].map((tag) => header.string(tag)!);
  expect(Number(content) - Number(study) === 1 || content!.endsWith('01')).toBe(true);
  expect(header.string('x0008002a')).toBe(`${study!}101112.5`);
});

test('the same key makes the same bytes, so that a break can be resumed; another key makes others', async () => {
  const [one, again, other] = [
    await deidentified(images()),
    await deidentified(images()),
    await deidentified(images(), Buffer.alloc(32, 8)),
  ];
  expect(again.files).toEqual(one.files);
  const uidsOf = (files: readonly Uint8Array[]) =>
    files.map((bytes) =>
      ['x0020000d', 'x0020000e', 'x00200052', 'x00080018'].map((tag) => headerOf(bytes).string(tag)),
    );
  const [mine, others] = [uidsOf(one.files), uidsOf(other.files)];
  // One study, one series, one frame of reference, an instance each.
  expect(mine[0]!.map((_, n) => new Set(mine.map((uids) => uids[n])).size)).toEqual([1, 1, 1, 12]);
  for (const uid of mine.flat()) expect(uid).toMatch(/^2\.25\.[1-9]\d{0,38}$/);
  expect(new Set([...mine.flat(), ...others.flat()]).size).toBe(30);
});

test('compressed pixels stay as they are, fragment by fragment', async () => {
  const packed = (plain: Uint8Array): Uint8Array => {
    const pixels = Buffer.from(plain.subarray(-2 * COLUMNS * ROWS));
    // PS3.5 G: two segments, high bytes first, each one literal run.
    const header = Buffer.alloc(64);
    const run = COLUMNS * ROWS;
    [2, 64, 64 + run + 2].forEach((value, n) => header.writeUInt32LE(value, 4 * n));
    const plane = (at: number) =>
      Buffer.from([run - 1, ...Array.from({ length: run }, (_, n) => pixels[2 * n + at]!), 0x80]);
    return Buffer.concat([header, plane(1), plane(0)]);
  };
  const plain = series();
  const compressed = images({}, (n) => ({ transferSyntax: SYNTAX.rle, fragments: [packed(plain[n]!)] }));
  const { files } = await deidentified(compressed);
  expect((await find(files)).volume).toEqual((await find(plain)).volume);
  const { fragments } = dicomParser.parseDicom(files[0]!).elements.x7fe00010!;
  expect(fragments).toHaveLength(1);
  expect(headerOf(files[0]!).string('x00020010')).toBe(SYNTAX.rle);
});

test('other series, reports and strangers in the folder are left out', async () => {
  const scout = images({ '0020000e UI': '1.2.3.777.9', '00080018 UI': '1.2.3.777.10' }).slice(0, 1);
  const { files, leftOut } = await deidentified([...images(), ...scout, Buffer.from('a letter to SECRET')]);
  expect([files.length, leftOut]).toEqual([12, 2]);
});

test.each<[what: string, files: () => Uint8Array[], message: string]>([
  ['burned-in text', () => images({ '00280301 CS': 'YES' }), 'text burned into the pixels'],
  ['big endian', () => images({}, () => ({ transferSyntax: SYNTAX.bigEndian })), 'big endian images'],
  [
    'a meaning that only a description told',
    () => images({ '0008103e LO': 'Monoenergetic 70 keV' }),
    'would be read otherwise (voltage)',
  ],
])('%s is refused: nothing is guessed', async (_, files, message) => {
  await expect(deidentified(files())).rejects.toThrow(message);
});

test('an age above 90 is told as 90', async () => {
  const { files } = await deidentified(images({ '00100030 DA': '19280101' }));
  expect(headerOf(files[0]!).string('x00101010')).toBe('090Y');
});

test('texts and extensions of a NIfTI file are blank, its voxels are not', () => {
  const plain = gunzipSync(niftiTrunk());
  const named = Buffer.concat([plain.subarray(0, 352), Buffer.alloc(64, 'SECRET'), plain.subarray(352)]);
  named[348] = 1;
  named.write('SECRET', 148);
  named.write('SECRET', 14);
  named.writeFloatLE(352 + 64, 108);
  for (const file of [named, gzipSync(named)]) {
    const bytes = deidentifiedNifti(file);
    const content = file === named ? Buffer.from(bytes) : Buffer.from(gunzipSync(bytes));
    expect(content.toString('latin1')).not.toContain('SECRET');
    expect(content.subarray(416).equals(plain.subarray(352))).toBe(true);
  }
  expect(() => deidentifiedNifti(Buffer.alloc(400))).toThrow('required: NIfTI-1');
});

test('an order goes without free text and names, its dates shifted like those of the images', () => {
  const order = deidentifiedOrder(
    {
      schema: 'osteon/order/1',
      indication: 'SECRET fell',
      orderedBy: 'Dr. SECRET',
      request: { system: 'urn:SECRET', value: 'SECRET-7' },
      date: '2024-03-01',
      patient: { ageYears: 93, weightKg: 61 },
      riskFactors: { priorFractures: [{ site: 'wrist', date: '2023-12-31' }, { site: 'hip' }], falls: true },
      dxa: { site: 'total-hip', tScore: -2, date: '2024-01-01' },
    },
    366,
  );
  expect(order).toEqual({
    schema: 'osteon/order/1',
    indication: 'not transferred (de-identified)',
    date: '2023-03-01',
    patient: { ageYears: 90, weightKg: 61 },
    riskFactors: { priorFractures: [{ site: 'wrist', date: '2022-12-30' }, { site: 'hip' }], falls: true },
    dxa: { site: 'total-hip', tScore: -2, date: '2022-12-31' },
  });
});

test.each([
  ['20240301', 1, '20240229'],
  ['20240101', 1, '20231231'],
  ['20240231', 1, null],
  ['SECRET', 1, null],
  ['', 1, null],
])('%s, %d days earlier, is %s', (date, days, expected) => {
  expect(shiftedDate(date, days)).toBe(expected);
});

test('a key is made once, for its owner alone, and what is none is refused', async () => {
  const path = join(scratchFolder(), 'site.key');
  const key = await keyAt(path);
  expect(existsSync(path) && statSync(path).mode & 0o077).toBe(0);
  expect(readFileSync(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  expect(await keyAt(path)).toEqual(key);
  writeFileSync(path, 'a letter');
  await expect(keyAt(path)).rejects.toThrow('found a file that is no key');
  await expect(keyAt(join(path, 'below'))).rejects.toThrow('--deidentify');
});
