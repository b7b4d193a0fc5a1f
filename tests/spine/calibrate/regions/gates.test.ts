/** Every gate of a reference region, just within and just beyond. */
import { describe, expect, test } from 'vitest';

import { doubtAbout } from '../../../../spine/calibrate/regions/gates.ts';
import type { RegionStatistics } from '../../../../spine/calibrate/regions/measure.ts';
import { REFERENCE_HU, type ReferenceTissue } from '../../../../spine/definitions/regions.ts';

const TISSUES: readonly (readonly [ReferenceTissue, low: number, high: number, leastMm3: number])[] = [
  ['air', -1030, -980, 2000],
  ['fat', -130, -70, 1000],
  ['blood', -20, 60, 500],
  ['muscle', -5, 65, 1000],
  ['cortical-bone', 950, 1450, 200],
];

function doubt(tissue: ReferenceTissue, part: Partial<RegionStatistics>): string | null {
  const [low, high] = REFERENCE_HU[tissue];
  const usual = {
    meanHu: (low + high) / 2,
    sdHu: 12,
    volumeMm3: 50_000,
    centreMm: [0, 0, 0],
    cutOff: 0,
  } as const;
  return doubtAbout(tissue, { ...usual, ...part });
}

describe.each(TISSUES)('%s', (tissue, low, high, leastMm3) => {
  test(`is taken from ${low} to ${high} HU`, () => {
    expect(REFERENCE_HU[tissue]).toEqual([low, high]);
    for (const meanHu of [low, high]) expect(doubt(tissue, { meanHu })).toBeNull();
    for (const meanHu of [low - 0.1, high + 0.1])
      expect(doubt(tissue, { meanHu })).toContain('HU; required: ');
  });

  test(`is taken from ${leastMm3} mm3 on`, () => {
    expect(doubt(tissue, { volumeMm3: leastMm3 })).toBeNull();
    expect(doubt(tissue, { volumeMm3: leastMm3 - 1 })).toContain(`required: at least ${leastMm3 / 1000} cm3`);
  });
});

test.each([
  [0.45, null],
  [0.46, '46 % of voxels clipped at the lowest value of the scale'],
])('a share of %d cut off: %s', (cutOff, wanted) => {
  expect(doubt('air', { cutOff })).toBe(wanted);
});

test.each([
  [-1016, 0.9, true],
  [-1016, 1, false],
  [-1014, 0, false],
])('%d HU with a spread of %d is a constant where the scale ends: %s', (meanHu, sdHu, constant) => {
  expect(doubt('air', { meanHu, sdHu })?.includes('constant') ?? false).toBe(constant);
});
