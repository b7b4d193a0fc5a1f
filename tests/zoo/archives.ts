/** Zips as sites and mail gateways make them, and bombs. */
import { constants, crc32, deflateRawSync } from 'node:zlib';

import { expect } from 'vitest';

import { series, slice } from '../spine/ct/ct-series.ts';
import { SYNTAX } from '../spine/ct/writers/dicom-writer.ts';
import { zipOf, type ZipEntry } from '../spine/ct/writers/zip-writer.ts';

import { named, type ZooCase } from './zoo.ts';

const entries = (): ZipEntry[] => series().map((bytes, n) => ({ name: `${n}`, bytes }));
const zipped = (): Buffer => zipOf(entries());
const within = (inner: Buffer): Buffer => zipOf([{ name: 'inner.zip', bytes: inner }]);
const isRead: ZooCase['expected'] = {
  read: ({ volume }) => {
    expect(volume.dims[2]).toBe(series().length);
  },
};
const byMethod = (method: number) => () => named([zipOf(entries().map((entry) => ({ ...entry, method })))]);
const inFolders = (entry: ZipEntry, n: number): ZipEntry => ({
  ...entry,
  name: `PATIENT/ST${n % 2}/SE${n % 3}/${String(entry.name)}`,
});
function texts(count: number): ZipEntry[] {
  const bytes = Buffer.from('what the archive says of an image');
  const [packed, crc] = [deflateRawSync(bytes), crc32(bytes)];
  return Array.from({ length: count }, (_, n) => ({ name: `${n}.txt`, bytes, packed, crc }));
}
/** What begins as a DICOM file and holds nothing. */
function dicomLike(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  bytes.write('DICM', 128, 'latin1');
  return bytes;
}

/** A CT image by its meta information, and behind it a megabyte of zeros four thousand times. */
function deflatedBomb(): Buffer {
  const sound = Buffer.from(slice(0, { transferSyntax: SYNTAX.deflated }));
  const at = sound.indexOf(SYNTAX.deflated) + SYNTAX.deflated.length;
  const zeros = deflateRawSync(Buffer.alloc(2 ** 20), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([sound.subarray(0, at), ...Array<Buffer>(4096).fill(zeros)]);
}

export const ARCHIVES: readonly ZooCase[] = [
  {
    name: 'a zip with bytes behind its end',
    why: 'mail gateways append to attachments; other tools read them',
    make: () => named([Buffer.concat([zipped(), Buffer.from('--boundary--\r\n')])]),
    expected: isRead,
  },
  {
    name: 'a zip with 200 kB of zeros behind its end',
    why: 'tapes and disks fill the last block; the end is farther from the end than a comment may be long',
    make: () => named([Buffer.concat([zipped(), Buffer.alloc(200_000)])]),
    expected: isRead,
  },
  {
    name: 'a zip behind a zip in one file',
    why: 'the images of the first were read as the whole study; other tools read those of the last',
    make: () => {
      const half = entries().length / 2;
      return named([Buffer.concat([zipOf(entries().slice(0, half)), zipOf(entries().slice(half))])]);
    },
    expected: { refused: 'ZIP_UNSUPPORTED', saw: /a zip archive behind another/ },
  },
  {
    name: 'a zip in a zip',
    why: 'an archive packed once more for mailing was called "2 zip"',
    make: () => named([within(zipped())]),
    expected: isRead,
  },
  {
    name: 'a zip whose names are CP437',
    why: 'a name outside UTF-8 is not looked at, and must not stop the reading',
    make: () =>
      named([
        zipOf(series().map((bytes, n) => ({ name: Buffer.from([0x4d, 0x81, 0x6c, 0x6c, 48 + n]), bytes }))),
      ]),
    expected: isRead,
  },
  {
    name: 'a zip whose names a reader must not unpack to',
    why: 'names outside the folder, absolute or of Windows: nothing is written by name, and the images are sound',
    make: () =>
      named([
        zipOf(series().map((bytes, n) => ({ name: ['../', '/etc/', 'C:\\\\'][n % 3]! + String(n), bytes }))),
      ]),
    expected: isRead,
  },
  {
    name: 'a ZIP64',
    why: 'many tools write it for any archive; sizes read from where they no longer stand are 4 GiB',
    make: () => named([zipOf(entries(), true)]),
    expected: isRead,
  },
  {
    name: 'a ZIP64 with bytes behind its end',
    why: 'the end of the list lies in another record, and a gateway appends to it all the same',
    make: () => named([Buffer.concat([zipOf(entries(), true), Buffer.from('--boundary--\r\n')])]),
    expected: isRead,
  },
  {
    name: 'a deflated image of 4 MB that unpacks to 4 GB',
    why: 'all memory of the machine for zeros: what an image may unpack to is known before',
    make: () => named([deflatedBomb()]),
    expected: { refused: 'FILE_TOO_LARGE', saw: /unpack to more than 268435456/ },
  },
  {
    name: 'zips five deep',
    why: 'each level can unpack to a thousand times the one before',
    make: () => named([within(within(within(within(zipped()))))]),
    expected: { refused: 'ZIP_UNSUPPORTED', saw: /more than 2 deep/ },
  },
  {
    name: 'a zip by Deflate64',
    why: 'Windows makes them from 2 GB on; called damaged, it would be exported again and again',
    make: byMethod(9),
    expected: { refused: 'ZIP_UNSUPPORTED', saw: /compression by Deflate64/ },
  },
  {
    name: 'a zip by LZMA',
    why: '7-Zip offers it; the user is to learn what to choose instead',
    make: byMethod(14),
    expected: { refused: 'ZIP_UNSUPPORTED', saw: /compression by LZMA/ },
  },
  {
    name: 'an entry of 90 MB in 90 kB that begins as DICOM',
    why: 'memory for zeros, for each of a thousand entries',
    make: () => named([zipOf([{ name: 'bomb', bytes: dicomLike(9e7) }])]),
    expected: { refused: 'ZIP_TOO_LARGE', saw: /90000000 bytes packed in/ },
  },
  {
    name: 'fifty thousand entries over one of 60 MB',
    why: 'an archive of 2 MB kept the study for minutes: each entry was unpacked as if it had bytes of its own',
    make: () => {
      const bytes = Buffer.alloc(6e7);
      const one: ZipEntry = { name: '0', bytes, crc: 0, packed: deflateRawSync(bytes) };
      const more: ZipEntry = { ...one, overFirst: true };
      return named([
        zipOf([one, ...Array.from({ length: 50_000 }, (_, n) => ({ ...more, name: `${n + 1}` }))]),
      ]);
    },
    expected: { refused: 'ZIP_DAMAGED', saw: /entries 1 and 2 over the same bytes, of 50001/ },
  },
  {
    name: 'a zip whose first image is listed twice',
    why: 'some archivers list an entry again, by the same name at the same place: it is one image, and no attack',
    make: () => {
      const [first, ...others] = entries();
      return named([zipOf([first!, ...others, { ...first!, overFirst: true }])]);
    },
    expected: isRead,
  },
  {
    name: 'twenty thousand texts and one',
    why: 'an archive of a hundred thousand tiny files, none of them an image, kept the study for minutes',
    make: () => named([zipOf(texts(20_001))]),
    expected: { refused: 'ZIP_TOO_LARGE', saw: /more than 20000 entries that are no images/ },
  },
  {
    name: 'a text beside each image, in folders within folders',
    why: 'some archives export a text with each image: 5,000 of them must not be taken for an attack',
    make: () => named([zipOf([...entries().map(inFolders), ...texts(5000).map(inFolders)])]),
    expected: isRead,
  },
  {
    name: 'a large entry that is no image',
    why: 'a video on the patient disc stopped the study; its head is enough to pass it over',
    make: () => named([zipOf([...entries(), { name: 'video', bytes: Buffer.alloc(9e7, 7) }])]),
    expected: isRead,
  },
];
