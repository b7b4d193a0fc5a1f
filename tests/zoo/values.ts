/** What a header says of its values is held against the values. */
import { expect } from 'vitest';

import { hu, series } from '../spine/ct/ct-series.ts';
import type { Elements } from '../spine/ct/writers/dicom-writer.ts';

import { named, type NamedFile, type ZooCase } from './zoo.ts';

type Change = Readonly<Record<string, Elements[string]>>;

/** Square images of 8 x 8, water within, `corner` at the first pixel. */
function square(corner: number, signed: boolean, change: Change = {}): NamedFile[] {
  const words = new Uint16Array(64).fill(1024);
  words[0] = corner;
  const stored = signed ? new Int16Array(words.buffer) : words;
  return named(series(() => ({ rows: 8, columns: 8, stored, change })));
}

const code = (found: {
  readonly about: { readonly flags: readonly { readonly code: string }[] };
}): string[] => found.about.flags.map((flag) => flag.code);

/** The usual series as words of 32 bits. */
const wide = (change: Change, stored: (hu: number) => number = (value) => value): NamedFile[] =>
  named(
    series((n) => {
      const words = Int32Array.from({ length: 48 }, (_, at) => stored(hu(at % 6, Math.floor(at / 6), n)));
      const pixels = new Uint8Array(words.buffer);
      const bits = { '00280100 US': 32, '00280101 US': 32, '00280102 US': 31, '00281052 DS': '0' };
      return { change: { ...bits, '7fe00010 OW': pixels, ...change } };
    }),
  );
const asStored: ZooCase['expected'] = {
  read: ({ volume, about }) => {
    expect([volume.data[0], volume.data.at(-1)]).toEqual([hu(0, 0, 0), hu(5, 7, 11)]);
    expect(about.flags.map(({ code }) => code)).not.toContain('BITS_STORED_DOUBTED');
  },
};

export const VALUES: readonly ZooCase[] = [
  {
    name: 'words of 32 bits, signed',
    why: 'research exports write them, and pydicom, GDCM and dcm2niix read them',
    make: () => wide({}),
    expected: asStored,
  },
  {
    name: 'words of 32 bits, unsigned, with a slope below 1',
    why: 'beyond 16 bits a value is cut to its lower half by readers that take words of 16',
    make: () =>
      wide(
        { '00280103 US': 0, '00281052 DS': '-1024', '00281053 DS': '0.001' },
        (value) => (value + 1024) * 1000,
      ),
    expected: asStored,
  },
  {
    name: '12 of 32 bits declared and used, signed, the bits above left empty',
    why: 'air of -1000 HU becomes bone of 3096 where the empty bits are read as its sign',
    make: () => wide({ '00280101 US': 12, '00280102 US': 11 }, (value) => value & 0xfff),
    expected: asStored,
  },
  {
    name: '12 of 32 bits declared, 32 used, signed',
    why: 'the header believed against the data turns the sign of air',
    make: () =>
      wide({ '00280101 US': 12, '00280102 US': 11, '00281052 DS': '2000' }, (value) => value - 2000),
    expected: {
      read: ({ volume, about }) => {
        expect(volume.data[0]).toBe(hu(0, 0, 0));
        expect(about.flags.map(({ code }) => code)).toContain('BITS_STORED_DOUBTED');
      },
    },
  },
  {
    name: 'padding of 32 bits beside words of 32 bits',
    why: 'its lower half is -2000 in 16 bits, or any value of tissue',
    make: () =>
      wide({ '00280120 SL': new Uint8Array(Int32Array.of(-100_000).buffer) }, (value) =>
        value === hu(0, 0, 0) ? -100_000 : value,
      ),
    expected: {
      read: ({ volume }) => expect([volume.data[0], volume.data[1]]).toEqual([-1024, hu(1, 0, 0)]),
    },
  },
  {
    name: 'floating-point pixel data',
    why: 'no CT image class has them: a map of something else, and no HU',
    make: () =>
      named(
        series(() => ({
          change: {
            '00280100 US': 32,
            '00280101 US': 32,
            '00280102 US': 31,
            '7fe00010 OW': undefined,
            '7fe00008 OF': new Uint8Array(new Float32Array(48).buffer),
          },
        })),
      ),
    expected: { refused: 'PIXEL_FORMAT_UNSUPPORTED', saw: /^series 1 .*floating-point pixel data/ },
  },
  {
    name: 'padding of 63536, declared, in unsigned words',
    why: '-2000 in words that have no sign is 62,512 HU: air became metal, and the calibration another',
    make: () => square(63536, false, { '00280120 US': 63536 }),
    expected: { read: ({ volume }) => expect([volume.data[0], volume.data[1]]).toEqual([-1024, 0]) },
  },
  {
    name: 'padding of 63536 that no header declares',
    why: 'a value that no CT can have is padding, whoever forgot to say so',
    make: () => square(63536, false),
    expected: {
      read: (found) => {
        expect(found.volume.data[0]).toBe(-1024);
        expect(code(found)).toContain('VALUES_BEYOND_CT');
      },
    },
  },
  {
    name: 'an image that is mostly brighter than any CT',
    why: 'a scale that is none must not be taken for an image full of padding',
    make: () => named(series(() => ({ stored: new Uint16Array(48).fill(65000) }))),
    expected: { refused: 'NOT_HU', saw: /100\.0 % of the voxels above 31743 HU/ },
  },
  {
    name: '12 bits declared, 16 used, signed',
    why: '-3024 read with 12 bits is +1072: air is bone',
    make: () => square(-3024 & 0xffff, true, { '00280101 US': 12, '00280102 US': 11, '00281052 DS': '0' }),
    expected: {
      read: (found) => {
        expect(found.volume.data[0]).toBe(-1024);
        expect(code(found)).toContain('BITS_STORED_DOUBTED');
      },
    },
  },
  {
    name: '12 bits declared and used, signed, the bits above left empty',
    why: 'PS3.5 leaves those bits alone: read with them, air of -1000 HU becomes bone of 3096',
    make: () => square(-1000 & 0xfff, true, { '00280101 US': 12, '00280102 US': 11, '00281052 DS': '0' }),
    expected: {
      read: (found) => {
        expect(found.volume.data[0]).toBe(-1000);
        expect(code(found)).not.toContain('BITS_STORED_DOUBTED');
      },
    },
  },
  {
    name: '12 bits declared, 13 used, unsigned',
    why: 'metal of 4,000 HU read with 12 bits is soft tissue: streaks behind it are not expected',
    make: () => square(5024, false, { '00280101 US': 12, '00280102 US': 11 }),
    expected: { read: ({ volume }) => expect(volume.data[0]).toBe(4000) },
  },
  {
    name: 'an overlay in the bits above the stored ones, as the header says',
    why: 'an annotation drawn into the pixels must not become metal',
    make: () => square(0x1000 | 1024, false, { '00280101 US': 12, '00280102 US': 11, '60000102 US': 12 }),
    expected: {
      read: (found) => {
        expect(found.volume.data[0]).toBe(0);
        expect(code(found)).not.toContain('BITS_STORED_DOUBTED');
      },
    },
  },
  {
    name: 'padding declared as a value of tissue, in the corner of a square image',
    why: 'outside the circle of reconstruction there is no patient: padding there is air, inside it stays tissue',
    make: () => square(1024, true, { '00280120 SS': 1024 }),
    expected: {
      read: ({ volume }) => {
        expect(volume.data[0]).toBe(-1024);
        expect(volume.data[8 * 4 + 4]).toBe(0);
      },
    },
  },
  {
    name: '65535 rows and columns',
    why: 'one header of one file took all memory of the machine',
    make: () => named(series(() => ({ change: { '00280010 US': 65535, '00280011 US': 65535 } }))),
    expected: { refused: 'FILE_TOO_LARGE', saw: /65535 x 65535/ },
  },
  {
    name: 'no rows',
    why: 'an image of nothing is no image',
    make: () => named(series(() => ({ change: { '00280010 US': 0 } }))),
    expected: { refused: 'GEOMETRY_INVALID', saw: /6 x 0 pixels/ },
  },
  {
    name: 'numbers with a decimal comma',
    why: 'the message said that they are missing: the site looks for the wrong fault',
    make: () => named(series(() => ({ change: { '00280030 DS': '0,5\\0,75' } }))),
    expected: { refused: 'GEOMETRY_INVALID', saw: /decimal comma in PixelSpacing/ },
  },
  {
    name: 'a study description of 60,000 characters',
    why: 'the report of one study ran for minutes and was never written',
    make: () => named(series(() => ({ change: { '00081030 LT': 'x'.repeat(60_000) } }))),
    expected: { read: ({ about }) => expect(about.study.description!.length).toBeLessThanOrEqual(192) },
  },
  {
    name: 'a series description of 60,000 characters',
    why: 'the list of series has room for a line',
    make: () => named(series(() => ({ change: { '0008103e LT': 'x'.repeat(60_000) } }))),
    expected: { read: ({ about }) => expect(about.series[0]!.description!.length).toBeLessThanOrEqual(192) },
  },
];
