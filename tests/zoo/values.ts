/** What a header says of its values is held against the values. */
import { expect } from 'vitest';

import { series } from '../spine/ct/ct-series.ts';
import type { Elements } from '../spine/ct/dicom-writer.ts';

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

export const VALUES: readonly ZooCase[] = [
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
