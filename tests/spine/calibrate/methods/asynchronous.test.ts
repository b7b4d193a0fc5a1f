import { describe, expect, test } from 'vitest';

import { asynchronous } from '../../../../spine/calibrate/methods/asynchronous.ts';
import {
  calibrationFileSchema,
  type CalibrationFile,
} from '../../../../contracts/calibration/calibration-file.ts';
import { StudyRefused } from '../../../../contracts/refusals.ts';

import { FILE } from './calibration-file.ts';

const SCAN = {
  manufacturer: 'Siemens',
  scannerModel: 'Biograph  40',
  deviceSerial: '1',
  kvp: 120,
  kernel: 'B30f',
  tableHeightMm: 175,
  study: { date: '2026-04-01' },
} as const;
const codes = (file: CalibrationFile, scan: Parameters<typeof asynchronous>[1]): string[] =>
  asynchronous(file, scan).flags.map(({ code }) => code);

test('a file of the same scanner, voltage and kernel gives its line, less sure than in its own scan', () => {
  const line = asynchronous(FILE, SCAN);
  expect(line).toMatchObject({ method: 'asynchronous-phantom', slope: 0.72, intercept: 1, flags: [] });
  // Wang 2017: 6.7 % of the slope in 95 %.
  expect(1.96 * line.error.slopeSe).toBeCloseTo(0.72 * Math.hypot(0.067, (1.96 * 0.005) / 0.72), 6);
  expect(line.error.interceptSe).toBeCloseTo(Math.hypot(1, 0.91), 9);
  // The covariance of the file stays what it was.
  expect(line.error.correlation * line.error.slopeSe * line.error.interceptSe).toBeCloseTo(
    -0.5 * 0.005 * 1,
    12,
  );
});

describe('a file of another', () => {
  test.each([
    ['tube voltage', { kvp: 100 }],
    ['kernel', { kernel: 'B70f' }],
    ['scanner model', { scannerModel: 'Force' }],
    ['manufacturer', { manufacturer: 'GE' }],
    ['scanner serial number', { deviceSerial: '2' }],
  ])('%s is refused by name', (what, change) => {
    expect(() => asynchronous(FILE, { ...SCAN, ...change })).toThrow(StudyRefused);
    expect(() => asynchronous(FILE, { ...SCAN, ...change })).toThrow(what);
  });
});

test('what the image does not say is flagged and not guessed', () => {
  expect(codes(FILE, { ...SCAN, kernel: null, deviceSerial: undefined })).toEqual([
    'CALIBRATION_FILE_UNCHECKED',
  ]);
});

test('a scan of unknown voltage or of an unknown scanner can not be told to be the file’s', () => {
  const wanted = ['CALIBRATION_FILE_UNCHECKED', 'CALIBRATION_FILE_UNTRACEABLE'];
  expect(codes(FILE, { ...SCAN, kvp: null })).toEqual(wanted);
  const nameless = { manufacturer: null, scannerModel: null, deviceSerial: undefined };
  expect(codes(FILE, { ...SCAN, ...nameless })).toEqual(wanted);
});

describe('a file is refused as implausible', () => {
  const line = FILE.measured as Extract<CalibrationFile['measured'], { kind: 'line' }>;
  test.each([
    ['a slope', { slope: 1.4 }],
    ['an intercept', { intercept: 55 }],
  ])('with %s that no scanner has', (_, change) => {
    const file = { ...FILE, measured: { ...line, ...change } };
    expect(() => asynchronous(file, SCAN)).toThrow('CALIBRATION_FILE_IMPLAUSIBLE');
  });

  test('with rods that its phantom’s type does not have', () => {
    const file = { ...FILE, measured: { kind: 'rods' as const, rods: rodsOf(50, 200, 400) } };
    expect(() => asynchronous(file, SCAN)).toThrow(/CALIBRATION_FILE_IMPLAUSIBLE.*rods of 50, 200 mg/);
    const liquid = rodsOf(100, 400, 800).map((rod) => ({ ...rod, waterMgCc: 1000 }));
    expect(() => asynchronous({ ...FILE, measured: { kind: 'rods', rods: liquid } }, SCAN)).toThrow(
      'CALIBRATION_FILE_IMPLAUSIBLE',
    );
  });
});

test('a file more than a quarter away from the study, or a table moved, is flagged', () => {
  expect(codes(FILE, { ...SCAN, study: { date: '2026-09-01' } })).toEqual(['CALIBRATION_FILE_OLD']);
  expect(codes(FILE, { ...SCAN, study: { date: '2025-09-01' } })).toEqual(['CALIBRATION_FILE_OLD']);
  expect(codes(FILE, { ...SCAN, study: { date: null } })).toEqual(['CALIBRATION_FILE_AGE_UNKNOWN']);
  expect(codes(FILE, { ...SCAN, tableHeightMm: 100 })).toEqual(['CALIBRATION_TABLE_MOVED']);
});

test('rods in the file are fitted as rods in the image are', () => {
  // QRM rods on density = 0.86 (HU - 2) in CaHA; K2HPO4 at 120 kVp is 0.83 of that (docs/method.md#mineral-bases).
  // The piece's own densities, a little off what its type is graded as.
  const rods = rodsOf(101, 403, 796);
  const phantom = { type: 'qrm-bdc3', serial: '12' } as const;
  const line = asynchronous({ ...FILE, phantom, measured: { kind: 'rods', rods } }, SCAN);
  expect(line.source).toContain('serial 12, densities as stated for this phantom');
  expect(line.slope).toBeCloseTo(0.83 * 0.86, 3);
  expect(line.fit?.points).toHaveLength(3);
});

test('a file with a field that nobody knows is no calibration file', () => {
  expect(calibrationFileSchema.safeParse(FILE).success).toBe(true);
  expect(calibrationFileSchema.safeParse({ ...FILE, slope: 0.7 }).success).toBe(false);
  expect(calibrationFileSchema.safeParse({ ...FILE, kvp: 150 }).success).toBe(false);
});

/** CaHA rods that read as density = 0.86 (HU - 2). */
function rodsOf(...densities: readonly number[]) {
  return densities.map((densityMgCc) => ({
    name: String(densityMgCc),
    densityMgCc,
    waterMgCc: null,
    meanHu: densityMgCc / 0.86 + 2,
    seHu: 0.2,
  }));
}
