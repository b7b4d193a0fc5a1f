/** Files that other readers take, each odd in its own way, are read right. */
import { expect } from 'vitest';

import { hu, series, slice, SLICES } from '../spine/ct/ct-series.ts';
import { SYNTAX, type Elements } from '../spine/ct/writers/dicom-writer.ts';
import { element, SEQUENCE_END } from './raw-elements.ts';

import { named, type ZooCase } from './zoo.ts';

const whole: ZooCase['expected'] = {
  read: ({ volume }) => {
    expect(volume.dims[2]).toBe(SLICES);
    expect([volume.data[0], volume.data.at(-1)]).toEqual([hu(0, 0, 0), hu(5, 7, SLICES - 1)]);
  },
};

/** The series with each file's bytes changed. */
const rewritten = (change: (bytes: Buffer) => Uint8Array, syntax: string = SYNTAX.explicit) =>
  named(series(() => ({ transferSyntax: syntax })).map((bytes) => change(Buffer.from(bytes))));

/** Raw bytes put in front of PixelData, where tags are in order. */
function beforePixels(inserted: Uint8Array): (bytes: Buffer) => Uint8Array {
  return (bytes) => {
    const at = bytes.indexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00]));
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
  };
}

const withHeader = (change: Readonly<Record<string, Elements[string] | undefined>>) =>
  named(series(() => ({ change })));

export const PEERS_READ: readonly ZooCase[] = [
  ...['UV', 'SV', 'OV', 'ZZ'].map((vr) => ({
    name: `a private element of value representation ${vr}`,
    why: `${vr} has a length of 32 bits: read as 16, the rest of the header is noise`,
    make: () => rewritten(beforePixels(element(0x7fdf, 0x1001, vr, Buffer.alloc(16, 1)))),
    expected: whole,
  })),
  {
    name: 'a sequence whose delimiter has a length',
    why: 'some writers repeat the undefined length at the end: the series was refused as incomplete',
    make: () =>
      rewritten(
        beforePixels(
          Buffer.concat([
            element(0x7fdf, 0x1002, 'SQ', null),
            Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]),
            element(0x0008, 0x0104, 'LO', Buffer.from('within')),
            Buffer.from([0xfe, 0xff, 0x0d, 0xe0, 0xff, 0xff, 0xff, 0xff]),
            Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0xff, 0xff, 0xff, 0xff]),
          ]),
        ),
      ),
    expected: whole,
  },
  {
    name: 'a sequence inside an unknown element, without its value representations',
    why: 'archives re-write private sequences as UN of undefined length, implicit within (PS3.5 6.2.2)',
    make: () =>
      rewritten(
        beforePixels(
          Buffer.concat([
            element(0x7fdf, 0x1003, 'UN', null),
            Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff]),
            Buffer.from([0x08, 0x00, 0x04, 0x01, 4, 0, 0, 0]),
            Buffer.from('text'),
            Buffer.from([0xfe, 0xff, 0x0d, 0xe0, 0, 0, 0, 0]),
            SEQUENCE_END,
          ]),
        ),
      ),
    expected: whole,
  },
  {
    name: 'padding behind the pixels',
    why: 'media and tape exports fill the last block with zeros',
    make: () => rewritten((bytes) => Buffer.concat([bytes, Buffer.alloc(512)])),
    expected: whole,
  },
  {
    name: 'meta information without a transfer syntax',
    why: 'the bytes themselves say how they are written',
    make: () =>
      rewritten((bytes) => {
        const at = bytes.indexOf(Buffer.from([0x02, 0x00, 0x10, 0x00]));
        const length = bytes.readUInt16LE(at + 6);
        return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 8 + length)]);
      }),
    expected: whole,
  },
  {
    name: 'implicit data under an explicit transfer syntax',
    why: 'gateways rewrite the meta information and not the data',
    make: () => rewritten((bytes) => claimed(bytes, SYNTAX.implicit, SYNTAX.explicit), SYNTAX.implicit),
    expected: whole,
  },
  {
    name: 'explicit data under the implicit transfer syntax',
    why: 'the same the other way round',
    make: () => rewritten((bytes) => claimed(bytes, SYNTAX.explicit, SYNTAX.implicit)),
    expected: whole,
  },
  {
    name: 'big endian data under a little endian transfer syntax',
    why: 'bytes in the other order are other HU',
    make: () => rewritten((bytes) => claimed(bytes, SYNTAX.bigEndian, SYNTAX.explicit), SYNTAX.bigEndian),
    expected: whole,
  },
  {
    name: 'CT Image Storage without a modality',
    why: 'the class of the object says what it is',
    make: () => withHeader({ '00080060 CS': undefined }),
    expected: whole,
  },
  {
    name: 'one tube voltage written in two ways',
    why: '120 and 120.0 are one voltage: the study was refused',
    make: () => named(series((n) => ({ change: { '00180060 DS': n % 2 === 0 ? '120' : '120.0' } }))),
    expected: whole,
  },
  {
    name: 'a rescale type in small letters',
    why: 'hu is HU',
    make: () => withHeader({ '00281054 LO': 'hu' }),
    expected: whole,
  },
  {
    name: 'an age of 000Y',
    why: 'a placeholder made the patient a newborn, who is refused',
    make: () => withHeader({ '00101010 AS': '000Y', '00100030 DA': undefined }),
    expected: { read: ({ about }) => expect(about.patient.ageYears).toBeNull() },
  },
  ...(
    [
      ['the date of the study', '20260301'],
      ['19000101', '19000101'],
    ] as const
  ).map(([what, date]) => ({
    name: `a birth date that is ${what}, and an age`,
    why: `${what} as birth date is a placeholder: the age in the header is what is known`,
    make: () => withHeader({ '00100030 DA': date, '00101010 AS': '065Y' }),
    expected: {
      read: ({ about }) => {
        expect(about.patient).toMatchObject({ ageYears: 65, birthDate: null });
      },
    } satisfies ZooCase['expected'],
  })),
  {
    name: 'positions rounded to 0.1 mm at a spacing of 0.625',
    why: 'steps of 0.6 and 0.7 mm are one spacing, rounded',
    make: () =>
      named(
        // The first and the last are rounded down by 0.04, the second up by 0.035: a line through both ends misses it.
        Array.from({ length: 25 }, (_, n) =>
          slice(n % 12, {
            change: {
              '00080018 UI': `1.2.6.${n}`,
              '00200032 DS': `-10.0\\-20.0\\${(100.04 + 0.625 * n).toFixed(1)}`,
            },
          }),
        ),
      ),
    expected: {
      read: ({ volume }) => {
        // The line through twelve rounded positions: its slope is known to about 0.05 / 24 mm, twice that is allowed.
        expect(Math.abs(volume.affine[10] - 0.625)).toBeLessThan(0.0042);
      },
    },
  },
  {
    name: 'a slice missing among positions rounded to 0.1 mm',
    why: 'the tolerance for rounding must not swallow a gap',
    make: () =>
      named(
        Array.from({ length: 14 }, (_, n) => n)
          .filter((n) => n !== 6)
          .map((n) =>
            slice(n % 12, {
              change: {
                '00080018 UI': `1.2.6.${n}`,
                '00200032 DS': `-10.0\\-20.0\\${(100 + 0.625 * n).toFixed(1)}`,
              },
            }),
          ),
      ),
    expected: { refused: 'MISSING_SLICES', saw: /1 images missing/ },
  },
  {
    name: 'MONOCHROME1',
    why: 'how a value is shown says nothing of its HU: the rescale holds',
    make: () => withHeader({ '00280004 CS': 'MONOCHROME1' }),
    expected: whole,
  },
];

/** The file with another transfer syntax in its meta information. */
function claimed(bytes: Uint8Array, from: string, to: string): Uint8Array {
  const file = Buffer.from(bytes);
  const padded = (uid: string): Buffer => Buffer.from(uid.length % 2 === 0 ? uid : `${uid}\0`, 'latin1');
  const head = Buffer.from([0x02, 0x00, 0x10, 0x00, 0x55, 0x49, padded(from).length, 0]);
  const at = file.indexOf(head);
  const element = Buffer.concat([head.subarray(0, 6), Buffer.from([padded(to).length, 0]), padded(to)]);
  return Buffer.concat([
    file.subarray(0, at),
    element,
    file.subarray(at + head.length + padded(from).length),
  ]);
}
