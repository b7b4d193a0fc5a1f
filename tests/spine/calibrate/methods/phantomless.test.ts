import { expect, test } from 'vitest';

import { phantomless } from '../../../../spine/calibrate/methods/phantomless.ts';
import type { FoundRegion } from '../../../../spine/calibrate/regions/find-regions.ts';
import { densityAt, densityLineSe } from '../../../../spine/calibrate/density-line.ts';

function region(tissue: 'air' | 'blood' | 'fat', meanHu: number, accepted = true): FoundRegion {
  return {
    region: {
      tissue,
      name: null,
      meanHu,
      sdHu: 15,
      volumeMm3: 8000,
      centreMm: [0, 0, 0],
      accepted,
      remark: accepted ? null : 'made up',
    },
    seHu: 0.5,
    cells: new Uint8Array(0),
  };
}

test('air and blood where they belong leave the slope of the tube voltage', () => {
  const line = phantomless('air-blood', [region('air', -1000), region('blood', 40)], 120, null)!;
  expect(line.slope).toBeCloseTo(0.7, 9);
  expect(densityAt(line, 0)).toBeCloseTo(0, 6);
});

test('a scale that is stretched and shifted is put right', () => {
  const stretched = (hu: number): number => 1.02 * hu + 8;
  const line = phantomless(
    'air-blood',
    [region('air', stretched(-1000)), region('blood', stretched(40))],
    120,
    null,
  )!;
  expect(densityAt(line, stretched(150))).toBeCloseTo(0.7 * 150, 6);
});

test('the interval holds the spread of scanners, 20 % of the slope, and more near water by what blood leaves open', () => {
  const line = phantomless('air-blood', [region('air', -1000), region('blood', 40)], 120, null)!;
  const far = (1.96 * densityLineSe(line, 1000)) / densityAt(line, 1000);
  // Blood and air add some; 1000 HU is far enough for the slope to lead.
  expect(far).toBeGreaterThan(0.2);
  expect(far).toBeLessThan(0.21);
  // Blood known to 8.5 HU: 6 mg/cm3.
  expect(densityLineSe(line, 40)).toBeCloseTo(0.7 * Math.hypot(8, 3, 0.5, 40 * 0.103), 1);
});

test('fat leaves more open than blood', () => {
  const by = (method: 'air-blood' | 'air-fat'): number =>
    densityLineSe(
      phantomless(method, [region('air', -1000), region('blood', 40), region('fat', -100)], 120, null)!,
      100,
    );
  expect(by('air-fat')).toBeGreaterThan(by('air-blood'));
});

test('fat that is as dark as 80 kVp makes it puts water at 0 HU', () => {
  const at = (kvp: number, fatHu: number): number => {
    const line = phantomless('air-fat', [region('air', -1000), region('fat', fatHu)], kvp, null)!;
    return line.intercept;
  };
  expect(at(80, -114)).toBeCloseTo(0, 9);
  expect(at(140, -97)).toBeCloseTo(0, 9);
  expect(at(80, -100)).toBeLessThan(-5);
});

test('a material that is missing, not accepted, or puts water far from 0 HU makes no line', () => {
  expect(phantomless('air-blood', [region('air', -1000)], 120, null)).toBeNull();
  expect(phantomless('air-blood', [region('air', -1000), region('blood', 300, false)], 120, null)).toBeNull();
  expect(phantomless('air-fat', [region('air', -1000), region('fat', -145)], 120, null)).toBeNull();
});

test('without a tube voltage the interval covers the slopes of all', () => {
  const line = phantomless('air-blood', [region('air', -1000), region('blood', 40)], null, null)!;
  const half = 1.96 * line.error.slopeSe;
  expect(line.slope - half).toBeLessThan(0.55);
  expect(line.slope + half).toBeGreaterThan(0.74);
  expect(line.flags.map(({ code }) => code)).toEqual(['KVP_UNKNOWN']);
});
