import { deflateRawSync, gzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { kindOf } from '../../../spine/ct/source-files.ts';
import { writeNifti } from '../../../spine/grid/nifti.ts';
import { unzipBudget, unzipped } from '../../../spine/host/unzip.ts';

import { find, hu, refusalOf, series } from './ct-series.ts';
import { SYNTAX } from './writers/dicom-writer.ts';
import { zipOf } from './writers/zip-writer.ts';

const PREAMBLE = 132;

function zipped(files: readonly Uint8Array[]): Buffer {
  return zipOf(files.map((bytes, n) => ({ name: `Müller/deep/${'er/'.repeat(n)}${n}.dcm`, bytes })));
}

/** The data set of a file alone, as old archives keep it. */
function bare(file: Uint8Array): Uint8Array {
  const metaLength = Buffer.from(file).readUInt32LE(PREAMBLE + 8);
  return file.subarray(PREAMBLE + 12 + metaLength);
}

/** What begins as a DICOM file and holds nothing. */
function dicomLike(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write('DICM', 128, 'latin1');
  return bytes;
}

test('a series in a zip, in folders, among files that are none of it, is the same series', async () => {
  const others = [
    { name: 'readme.txt', bytes: Buffer.from('open index.html') },
    { name: 'empty/', bytes: Buffer.alloc(0) },
    { name: 'thumb.jpg', bytes: Buffer.from([0xff, 0xd8, 0xff, 0xe0]) },
  ];
  const images = series().map((bytes, n) => ({ name: `a/${n}/IM`, bytes }));
  const { volume } = await find([zipOf([...others, ...images])]);
  expect(volume).toEqual((await find(series())).volume);
});

test('images that are stored as they are come from where they lie in the archive, at whatever byte', async () => {
  const images = series().map((bytes, n) => ({ name: 'i'.repeat(n + 1), bytes, packed: bytes, method: 0 }));
  const zip = zipOf(images);
  expect((await find([zip])).volume).toEqual((await find(series())).volume);
  let entries = 0;
  for await (const { bytes } of unzipped({ id: 'zip', bytes: zip }, unzipBudget(), () => true)) {
    expect(bytes.buffer).toBe(zip.buffer);
    entries++;
  }
  expect(entries).toBe(images.length);
});

test('an image that is packed with much before it that unpacks to nothing is found', async () => {
  const padding = Array.from({ length: 4000 }, () => [0, 0, 0, 0xff, 0xff]).flat();
  const padded = (bytes: Uint8Array): Uint8Array => Buffer.from([...padding, ...deflateRawSync(bytes)]);
  const images = series().map((bytes, n) => ({
    name: `${n}`,
    bytes,
    ...(n === 2 ? { packed: padded(bytes) } : {}),
  }));
  expect((await find([zipOf(images)])).volume).toEqual((await find(series())).volume);
});

test('a file that is no DICOM does not disturb those that are', async () => {
  const { volume } = await find([Buffer.from('hello'), ...series(), gzipSync(Buffer.from('a log'))]);
  expect(volume.data[0]).toBe(hu(0, 0, 0));
});

test.each([
  ['explicit', SYNTAX.explicit],
  ['implicit', SYNTAX.implicit],
])('an %s data set without preamble and meta information is read', async (_, transferSyntax) => {
  const files = series(() => ({ transferSyntax })).map(bare);
  expect(files.map(kindOf)).toContain('dicom');
  expect((await find(files)).volume).toEqual((await find(series())).volume);
});

test('meta information without a preamble before it counts', async () => {
  const files = series(() => ({ transferSyntax: SYNTAX.bigEndian })).map((file) => file.subarray(PREAMBLE));
  expect((await find(files)).volume).toEqual((await find(series())).volume);
});

type Damage = readonly [what: string, zip: () => Buffer, code: string, saw: RegExp];

test.each<Damage>([
  ['empty', () => zipOf([]), 'NO_DICOM', /1 zip/],
  ['of texts', () => zipOf([{ name: 'a', bytes: Buffer.from('text') }]), 'NO_DICOM', /1 zip, 1 unknown/],
  ['cut short', () => zipped(series()).subarray(0, 5000), 'ZIP_DAMAGED', /cannot be opened/],
  [
    'with a password',
    () => zipOf(series().map((bytes, n) => ({ name: `${n}`, bytes, encrypted: true }))),
    'ZIP_ENCRYPTED',
    /entry 1/,
  ],
  [
    'with a flipped bit',
    () => zipOf(series().map((bytes, n) => ({ name: `${n}`, bytes, ...(n === 2 ? { crc: 1 } : {}) }))),
    'ZIP_DAMAGED',
    /checksum.*entry 3/,
  ],
  [
    'with an image that says it is nothing',
    () => zipOf(series().map((bytes, n) => ({ name: `${n}`, bytes, ...(n === 2 ? { saysSize: 0 } : {}) }))),
    'ZIP_DAMAGED',
    /does not unpack.*entry 3/,
  ],
  ...[0, 2, 40].map((left): Damage => [
    `with an image of which the first ${left} packed bytes are left`,
    () =>
      zipOf(
        series().map((bytes, n) => ({
          name: `${n}`,
          bytes,
          ...(n === 2 ? { packed: deflateRawSync(bytes).subarray(0, left) } : {}),
        })),
      ),
    'ZIP_DAMAGED',
    /does not unpack.*entry 3/,
  ]),
  [
    'that would unpack to 4 GB',
    () => zipOf([{ name: 'bomb', bytes: dicomLike(20_000), saysSize: 0xfffffff0 }]),
    'ZIP_TOO_LARGE',
    /4294967280 bytes/,
  ],
  [
    'that unpacks to more than it says',
    () => zipOf([{ name: 'bomb', bytes: dicomLike(100_000), saysSize: 10 }]),
    'ZIP_DAMAGED',
    /does not unpack/,
  ],
])('a zip %s is refused', async (_, zip, code, saw) => {
  const refusal = await refusalOf([zip()]);
  expect(refusal.code).toBe(code);
  expect(refusal.saw).toMatch(saw);
});

test('names of files in a zip, which may be names of patients, are in no refusal', async () => {
  const whole = zipped(series());
  for (let at = 0; at < whole.length; at += 997) {
    const broken = Buffer.from(whole);
    broken.fill(0x55, at, at + 40);
    const outcome = await find([broken]).catch((error: unknown) => (error as Error).message);
    expect(JSON.stringify(outcome)).not.toMatch(/M.ller|deep/);
  }
});

test('a NIfTI is known by its content, gzipped or not, whole or not', () => {
  const nifti = writeNifti({
    dims: [8, 8, 8],
    affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
    data: new Int16Array(512),
  });
  expect(kindOf(nifti)).toBe('nifti');
  expect(kindOf(nifti.subarray(0, nifti.length - 10))).toBe('nifti');
});

test('a NIfTI that breaks off is refused as such', async () => {
  const data = Int16Array.from({ length: 4096 }, (_, n) => (n * 7919) % 2000);
  const nifti = writeNifti({ dims: [16, 16, 16], affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0], data });
  expect((await refusalOf([nifti.subarray(0, nifti.length - 100)])).code).toBe('NIFTI_UNREADABLE');
});
