/** Limits of the methods of calibration, on either side, and weights that decide. */
import { describe, expect, test } from 'vitest';

import type { CalibrationFile } from '../../../../contracts/calibration/calibration-file.ts';
import { asynchronous } from '../../../../spine/calibrate/methods/asynchronous.ts';
import { byVoltage } from '../../../../spine/calibrate/methods/by-voltage.ts';
import { phantomless } from '../../../../spine/calibrate/methods/phantomless.ts';
import { slopeSpread } from '../../../../spine/calibrate/methods/slope-prior.ts';
import { apatiteToK2hpo4 } from '../../../../spine/calibrate/phantom/apatite.ts';
import { fitLine, isPhysical } from '../../../../spine/calibrate/phantom/line-fit.ts';
import type { FoundRegion } from '../../../../spine/calibrate/regions/find-regions.ts';

import { FILE } from './calibration-file.ts';

const SCAN = {
  manufacturer: 'SIEMENS',
  scannerModel: 'Biograph 40',
  deviceSerial: '1',
  kvp: 120,
  kernel: 'B30f',
  tableHeightMm: 180,
  study: { date: '2026-03-01' },
} as const;

function region(tissue: 'air' | 'blood' | 'fat', meanHu: number, seHu = 0): FoundRegion {
  const seen = { sdHu: 15, volumeMm3: 8000, centreMm: [0, 0, 0] as [number, number, number] };
  return { region: { tissue, name: null, meanHu, ...seen, accepted: true, remark: null }, seHu, cells: new Uint8Array(0) }; // prettier-ignore
}

describe('a calibration file', () => {
  const codes = (scan: Parameters<typeof asynchronous>[1]) =>
    asynchronous(FILE, scan).flags.map(({ code }) => code);

  test.each([
    ['2026-06-01', []],
    ['2026-06-02', ['CALIBRATION_FILE_OLD']],
    ['2025-11-29', []],
    ['2025-11-28', ['CALIBRATION_FILE_OLD']],
  ])('is old after 92 days, before or after the study: %s', (date, wanted) => {
    expect(codes({ ...SCAN, study: { date } })).toEqual(wanted);
  });

  test.each([
    [150, []],
    [149.9, ['CALIBRATION_TABLE_MOVED']],
    [210, []],
    [210.1, ['CALIBRATION_TABLE_MOVED']],
  ])('is of another place where the table moved by more than 30 mm: %d', (tableHeightMm, wanted) => {
    expect(codes({ ...SCAN, tableHeightMm })).toEqual(wanted);
  });

  test('of no table height says nothing of it', () => {
    expect(asynchronous({ ...FILE, tableHeightMm: null }, { ...SCAN, tableHeightMm: 0 }).flags).toEqual([]);
  });

  const rodsOf = (...densities: readonly number[]): CalibrationFile => ({
    ...FILE,
    measured: {
      kind: 'rods',
      rods: densities.map((densityMgCc) => ({ name: String(densityMgCc), densityMgCc, waterMgCc: null, meanHu: densityMgCc / 0.86 + 2, seHu: 0.2 })), // prettier-ignore
    },
  });

  test.each([
    // Rods of 100, 400 and 800 mg/cm3: within 5 % or 5 mg/cm3, the wider.
    [rodsOf(95, 380, 840), true],
    [rodsOf(94.9, 400, 800), false],
    [rodsOf(100, 379.9, 800), false],
    [rodsOf(100, 400, 840.1), false],
  ])('has the rods of its phantom: case %#, %j', (file, fits) => {
    const run = () => asynchronous(file, SCAN);
    if (fits) expect(run().fit!.points).toHaveLength(3);
    else expect(run).toThrow('CALIBRATION_FILE_IMPLAUSIBLE');
  });
});

test.each([
  [0.45, 0, true],
  [0.4499, 0, false],
  [1, 0, true],
  [1.0001, 0, false],
  [0.7, 40, true],
  [0.7, 40.1, false],
  [0.7, -40, true],
  [0.7, -40.1, false],
])(
  'a line of %d mg/cm3 per HU and %d mg/cm3 at HU 0 is one of a scanner: %s',
  (slope, intercept, physical) => {
    expect(isPhysical({ slope, intercept })).toBe(physical);
  },
);

describe('air and a tissue', () => {
  test.each([
    // Water at 39 and 41 HU: blood 40 HU above it, on a scale whose air is where it should be.
    [39, true],
    [41, false],
    [-39, true],
    [-41, false],
  ])('that put water at %d HU make a line: %s', (water, made) => {
    const at = (hu: number): number => -1000 + (hu + 1000) * ((water + 1000) / 1000);
    const line = phantomless('air-blood', [region('air', -1000), region('blood', at(40))], 120, null);
    expect(line !== null).toBe(made);
  });

  test.each([
    [80, -114],
    [89, -114],
    [91, -104],
    [100, -104],
    [120, -100],
    [129, -100],
    [131, -97],
    [140, -97],
  ])('fat at %d kVp is expected at %d HU, by the nearest tabulated voltage', (kvp, fat) => {
    expect(
      phantomless('air-fat', [region('air', -1000), region('fat', fat)], kvp, null)!.intercept,
    ).toBeCloseTo(0, 9);
  });

  test('are as unsure as the reference, the place and the noise of each', () => {
    // At the tissue's own HU air and slope hardly count, so that the density's error is the tissue's own, times 0.7.
    const seAt = (method: 'air-blood' | 'air-fat', hu: number, seHu: number, kvp: number): number => {
      const tissue = method === 'air-blood' ? 'blood' : 'fat';
      const { slope, error } = phantomless(
        method,
        [region('air', -1000), region(tissue, hu, seHu)],
        kvp,
        null,
      )!;
      const a = error.slopeSe * hu;
      const bent = slope * slopeSpread(kvp) * hu;
      const all = a * a + error.interceptSe ** 2 + 2 * error.correlation * a * error.interceptSe;
      return Math.sqrt(all - bent * bent) / slope;
    };
    expect(seAt('air-blood', 40, 0, 120)).toBeCloseTo(Math.hypot(8, 3), 6);
    expect(seAt('air-blood', 40, 6, 120)).toBeCloseTo(Math.hypot(8, 3, 6), 6);
    expect(seAt('air-fat', -100, 0, 120)).toBeCloseTo(Math.hypot(7, 5), 6);
    // Half of the shift of 14 HU at 80 kVp.
    expect(seAt('air-fat', -114, 0, 80)).toBeCloseTo(Math.hypot(7, 5, 7), 6);
  });
});

test('the tube voltage alone leaves the spread of scanners, and 5 HU of water', () => {
  const { slope, intercept, error } = byVoltage(120, null);
  expect({ slope, intercept }).toEqual({ slope: 0.7, intercept: 0 });
  expect(error.slopeSe).toBeCloseTo(slopeSpread(120) * 0.7, 9);
  expect(error.interceptSe).toBeCloseTo(3.5, 9);
});

test('apatite is converted by the voltage, held within 80 to 140 kVp, twice as unsure where it is not known', () => {
  expect([70, 80, 100, 120, 130, 140, 150].map((kvp) => apatiteToK2hpo4(kvp).factor.toFixed(3))).toEqual(['0.860', '0.860', '0.845', '0.830', '0.820', '0.810', '0.810']); // prettier-ignore
  expect(apatiteToK2hpo4(120).se).toBe(0.0125);
  expect(apatiteToK2hpo4(null)).toMatchObject({ factor: 0.83, se: 0.025 });
});

test('a line through rods is as unsure as their scatter, a prior of six points and Student’s t have it', () => {
  // The expansion of Student's t is good to 1 %.
  const isNear = (seen: number, wanted: number): void =>
    expect(Math.abs(seen / wanted - 1)).toBeLessThan(0.01);
  // Two points fit exactly: all scatter is the prior's, 3 HU as of six points, with six degrees of freedom (t = 2.447).
  const two = fitLine([0, 100], [10, 130], { sd: 3, points: 6 });
  expect(two).toMatchObject({ slope: 1.2, intercept: 10, r2: 1 });
  const scatter = (3 * 2.447) / 1.96;
  isNear(two.slopeSe, scatter / Math.sqrt(5000));
  isNear(two.interceptSe, scatter * Math.sqrt(1 / 2 + 2500 / 5000));
  expect(two.correlation).toBeCloseTo(-50 / Math.sqrt(2500 + 2500), 9);
  // y = 10 + 1.2 x with +9, -18, +9 beside it: the line stays, and seven degrees of freedom are left (t = 2.365).
  const three = fitLine([0, 50, 100], [19, 52, 139], { sd: 3, points: 6 });
  expect(three.residuals.map((value) => Math.round(value))).toEqual([9, -18, 9]);
  isNear(three.slopeSe, (Math.sqrt((6 * 9 + 486) / 7) * 2.365) / 1.96 / Math.sqrt(5000));
});
