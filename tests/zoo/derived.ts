/** What was computed from other images never passes for a scan. */
import { expect } from 'vitest';

import { series, slice } from '../spine/ct/ct-series.ts';

import { named, type NamedFile, type ZooCase } from './zoo.ts';

type Change = Readonly<Record<string, string>>;

/** 24 thin, soft images of 1 mm beside an original of 12 images of 2 mm: they would win if they could be used. */
function finer(change: Change): Uint8Array[] {
  return Array.from({ length: 24 }, (_, n) =>
    slice(n % 12, {
      change: {
        '0020000e UI': '1.2.9.7',
        '00080018 UI': `1.2.7.${n}`,
        '00200011 IS': '1',
        '00200032 DS': `-10\\-20\\${100 + n}`,
        ...change,
      },
    }),
  );
}

function beside(change: Change): NamedFile[] {
  return named([...series(), ...finer(change)]);
}

const KINDS: readonly (readonly [what: string, change: Change])[] = [
  ['virtual non-contrast, by image type', { '00080008 CS': 'DERIVED\\PRIMARY\\AXIAL\\VNC' }],
  ['virtual non-contrast, by description', { '0008103e LO': 'Abd VNC 1.0 Br40' }],
  ['virtual non-calcium', { '00080008 CS': 'DERIVED\\PRIMARY\\AXIAL', '0008103e LO': 'VNCa bone marrow' }],
  ['an iodine map', { '00080008 CS': 'DERIVED\\PRIMARY\\AXIAL\\IODINE_MAP' }],
  ['an effective atomic number', { '00080008 CS': 'DERIVED\\PRIMARY\\AXIAL', '0008103e LO': 'Z_EFF' }],
  ['a projection, by description', { '00080008 CS': 'DERIVED\\SECONDARY\\AXIAL', '0008103e LO': 'MIP 10mm' }],
  ['bone removed', { '00080008 CS': 'DERIVED\\SECONDARY\\AXIAL', '0008103e LO': 'CTA Bone Removed 1.0' }],
  ['material density', { '0008103e LO': 'Iodine(Water) 1.25' }],
];

export const DERIVED: readonly ZooCase[] = [
  ...KINDS.map(([what, change]): ZooCase => ({
    name: `${what}, finer than the original`,
    why: `${what}: its values are no HU of bone, and it beat the original by its thin slices`,
    make: () => beside(change),
    expected: {
      read: ({ about }) => {
        const chosen = about.series.find((one) => one.chosen)!;
        expect(chosen.images).toBe(12);
        expect(about.series.find((one) => !one.chosen)!.reasons.join()).toContain('DERIVED_IMAGES');
      },
    },
  })),
  {
    name: 'only virtual non-contrast images',
    why: 'bone is partly taken for contrast agent and removed: a density that is too low',
    make: () => named(finer({ '0008103e LO': 'VNC' })),
    expected: { refused: 'DERIVED_IMAGES', saw: /virtual non-contrast/ },
  },
  {
    name: 'images that say no more than that they are derived, finer than the original',
    why: 'what was done to them is not known: the original is preferred',
    make: () => beside({ '00080008 CS': 'DERIVED\\PRIMARY\\AXIAL' }),
    expected: { read: ({ about }) => expect(about.series.find((one) => one.chosen)!.images).toBe(12) },
  },
  {
    name: 'only derived images',
    why: 'some archives call every thin reconstruction derived: used, and said',
    make: () => named(finer({ '00080008 CS': 'DERIVED\\PRIMARY\\AXIAL' })),
    expected: {
      read: ({ about }) => expect(about.flags.map(({ code }) => code)).toContain('SERIES_DERIVED'),
    },
  },
  {
    name: 'only monoenergetic images',
    why: 'at 40 keV bone is twice as bright as at 70: the voltage of the tube must not calibrate it',
    make: () => named(finer({ '0008103e LO': 'Monoenergetic Plus 40 keV' })),
    expected: {
      read: ({ about }) => {
        expect(about.kvp).toBeNull();
        expect(about.flags.map(({ code }) => code)).toContain('MONOENERGETIC_IMAGES');
      },
    },
  },
];
