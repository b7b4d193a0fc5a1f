/** Values that are no HU, told by where air, fat and muscle lie. */
import { expect } from 'vitest';

import { niftiTrunk } from './scene.ts';
import { named, type ZooCase } from './zoo.ts';

const shifted = (by: number) => () =>
  named([niftiTrunk((hu) => hu.map((value) => Math.max(-1024, value + by)))]);

/** Named to 50, and known to about 50. */
function near(by: number): RegExp {
  const base = 50 * Math.round(by / 50);
  return new RegExp(`offset of about \\+(${[base - 50, base, base + 50].join('|')}) HU`);
}

export const PLAUSIBLE_HU: readonly ZooCase[] = [
  {
    name: 'a NIfTI in HU',
    why: 'the row that the others differ from',
    make: shifted(0),
    expected: {
      read: ({ about }) => {
        expect(about.flags.map(({ code }) => code)).toEqual(['NO_HEADER']);
      },
    },
  },
  ...[1000, 1024, 8192].map((by): ZooCase => ({
    name: `HU + ${by}`,
    why: `stored values without the intercept of -${by}: muscle passes for cement, and every density is wrong by it`,
    make: shifted(by),
    expected: { refused: 'HU_OFFSET', saw: near(by) },
  })),
  {
    name: 'HU - 1000',
    why: 'an intercept that was applied twice: bone passes for lung',
    make: shifted(-1000),
    expected: { refused: 'HU_OFFSET', saw: /offset of about -/ },
  },
  {
    name: 'HU + 1024, padding left at -1024',
    why: 'the padding outside the circle looks like a sound end of the scale',
    make: () =>
      named([
        niftiTrunk((hu) => hu.map((value, at) => (at % 48 < 5 || at % 48 > 42 ? -1024 : value + 1024))),
      ]),
    expected: { refused: 'HU_OFFSET', saw: near(1024) },
  },
];
