/** Nothing of a study is dropped, doubled or joined without a word. */
import { expect } from 'vitest';

import { hu, series, slice, SLICES } from '../spine/ct/ct-series.ts';

import { named, type NamedFile, type ZooCase } from './zoo.ts';

const codes = (flags: readonly { readonly code: string }[]): string[] => flags.map(({ code }) => code);

/** Images first to last of a spine 2 mm apart, of one acquisition; `brighter` tells its pixels from another's. */
function acquisition(number: number, first: number, last: number, brighter = 0): Uint8Array[] {
  return Array.from({ length: last - first + 1 }, (_, n) => {
    const at = first + n;
    const stored = new Int16Array(48).fill(hu(0, 0, at % 12) + 1024 + brighter);
    const change = {
      '00080018 UI': `1.2.${number}.${at}`,
      '00200012 IS': String(number),
      '00200013 IS': String(100 * number + n),
      '00200032 DS': `-10\\-20\\${100 + 2 * at}`,
    };
    return slice(at, { stored, change });
  });
}

/** A second scan of the same place, brighter by 50 HU. */
function phase(change: Readonly<Record<string, string>>): Uint8Array[] {
  return series((n) => ({
    stored: new Int16Array(48).fill(hu(0, 0, n) + 1024 + 50),
    change: { '00080018 UI': `1.2.77.${n}`, ...change },
  }));
}

function twoPhases(
  first: Readonly<Record<string, string>>,
  second: Readonly<Record<string, string>>,
): NamedFile[] {
  return named([...series(() => ({ change: first })), ...phase(second)]);
}

const split: ZooCase['expected'] = {
  read: ({ volume, about }) => {
    expect(volume.dims[2]).toBe(SLICES);
    expect(about.series).toHaveLength(2);
    expect(codes(about.flags)).toContain('SERIES_SPLIT');
    const firstValues = Array.from({ length: SLICES }, (_, k) => volume.data[48 * k]! - hu(0, 0, k));
    expect(new Set(firstValues).size).toBe(1);
  },
};

export const COMPLETENESS: readonly ZooCase[] = [
  {
    name: 'a slice was lost on the way',
    why: 'a vertebra measured across the gap is too short: a fracture that is none',
    make: () => named(series().filter((_, n) => n !== 4)),
    expected: { refused: 'MISSING_SLICES', saw: /1 images missing/ },
  },
  {
    name: 'two acquisitions that share one position',
    why: 'the smaller one was dropped without a word: half of the spine is missing from the report',
    make: () => named([...acquisition(1, 0, 12), ...acquisition(2, 12, 23, 5)]),
    expected: {
      read: ({ volume, about }) => {
        expect(volume.dims[2]).toBe(24);
        expect(codes(about.flags)).toContain('ACQUISITIONS_JOINED');
        // What is shared is of the lower acquisition; what lies above it is of the other.
        expect(volume.data[48 * 12]! - hu(0, 0, 0)).toBe(0);
        expect(volume.data[48 * 13]! - hu(0, 0, 1)).toBe(5);
      },
    },
  },
  {
    name: 'three acquisitions that share two positions each, the last one first',
    why: 'a spine scanned in three steps of the table is one spine, whatever their order',
    make: () => named([...acquisition(3, 24, 37), ...acquisition(2, 12, 25), ...acquisition(1, 0, 13)]),
    expected: {
      read: ({ volume, about }) => {
        expect(volume.dims[2]).toBe(38);
        expect(about.series).toHaveLength(1);
      },
    },
  },
  {
    name: 'two acquisitions of which half is shared',
    why: 'what was scanned twice are two phases: bone of one and contrast agent of the other',
    make: () => named([...acquisition(1, 0, 19), ...acquisition(2, 10, 29, 5)]),
    expected: {
      read: ({ volume, about }) => {
        expect(volume.dims[2]).toBe(20);
        expect(about.series).toHaveLength(2);
        expect(codes(about.flags)).toContain('SERIES_SPLIT');
      },
    },
  },
  {
    name: 'two acquisitions with two kernels that share one position',
    why: 'two noises and two edges in one volume are no measurement',
    make: () => named([...acquisition(1, 0, 12), ...acquisition(2, 12, 23).map(sharp)]),
    expected: { read: ({ about }) => expect(about.series).toHaveLength(2) },
  },
  {
    name: 'phases told apart by acquisition time',
    why: 'every peer reads them; refused, the patient has no report',
    make: () => twoPhases({ '00080032 TM': '101500' }, { '00080032 TM': '101545.5' }),
    expected: split,
  },
  {
    name: 'phases told apart by times that grow within each',
    why: 'a helix gives each image a time of its own',
    make: () =>
      named([
        ...series((n) => ({ change: { '00080032 TM': `1015${String(n).padStart(2, '0')}` } })),
        ...phase({}).map((_, n) =>
          slice(n, {
            stored: new Int16Array(48).fill(hu(0, 0, n) + 1074),
            change: { '00080018 UI': `1.2.77.${n}`, '00080032 TM': `1017${String(n).padStart(2, '0')}` },
          }),
        ),
      ]),
    expected: split,
  },
  {
    name: 'phases told apart by instance number alone',
    why: 'an anonymiser that empties times leaves the order of the images',
    make: () =>
      named([
        ...series((n) => ({ change: { '00200013 IS': String(n + 1) } })),
        ...Array.from({ length: SLICES }, (_, n) =>
          slice(n, {
            stored: new Int16Array(48).fill(hu(0, 0, n) + 1074),
            change: { '00080018 UI': `1.2.77.${n}`, '00200013 IS': String(n + 13) },
          }),
        ),
      ]),
    expected: split,
  },
  {
    name: 'phases told apart by contrast agent',
    why: 'plain and enhanced images in one series: the density of bone differs by the agent',
    make: () => twoPhases({}, { '00180010 LO': 'OMNIPAQUE' }),
    expected: split,
  },
  {
    name: 'two phases that nothing tells apart',
    why: 'every second slice of another phase would be a volume of nobody',
    make: () => twoPhases({}, {}),
    expected: { refused: 'DUPLICATE_SLICES', saw: /12 of 24/ },
  },
  {
    name: 'the same images twice, with a study description that was touched up',
    why: 'an archive that corrects a header sends both: refused as duplicates, read by peers',
    make: () => named([...series(), ...series(() => ({ change: { '00081030 LO': 'SPINE, CORRECTED' } }))]),
    expected: {
      read: ({ volume, about }) => {
        expect(volume.dims[2]).toBe(SLICES);
        expect(codes(about.flags)).toContain('COPIES_DIFFER');
      },
    },
  },
  {
    name: 'the same pixels twice with another intercept',
    why: 'one of the two is wrong by 24 HU, and nothing says which',
    make: () => named([...series(), ...series(() => ({ change: { '00281052 DS': '-1000' } }))]),
    expected: { refused: 'DUPLICATE_SLICES', saw: /12 of 24/ },
  },
  {
    name: 'a broken file of another class beside the CT',
    why: 'one stray file in an export must not cost the patient the report',
    make: () => [
      ...named(series()),
      {
        name: 'report',
        bytes: slice(0, {
          change: {
            '00080016 UI': '1.2.840.10008.5.1.4.1.1.88.22',
            '00080060 CS': 'SR',
            '0020000e UI': undefined,
          },
        }).subarray(0, 420),
      },
    ],
    expected: {
      read: ({ volume, about }) => {
        expect(volume.dims[2]).toBe(SLICES);
        expect(about.flags.map(({ message }) => message).join()).toMatch(/1 unreadable file.*file 13/);
      },
    },
  },
];

function sharp(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes);
  file.write('B70f', file.indexOf('B30f'), 'latin1');
  return file;
}
