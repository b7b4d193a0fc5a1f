import { describe, expect, test } from 'vitest';

import { chooseRegistered } from '../../../../spine/calibrate/methods/registered.ts';
import type { CalibrationFile } from '../../../../contracts/calibration/calibration-file.ts';
import type { RegisteredCalibration } from '../../../../contracts/calibration/registry.ts';

import { FILE } from './calibration-file.ts';

const SCAN = {
  manufacturer: 'Siemens',
  scannerModel: 'Biograph  40',
  deviceSerial: '1',
  kvp: 120,
  kernel: 'B30f',
  study: { date: '2026-04-01' },
} as const;

function registered(id: string, change: Partial<CalibrationFile> = {}): RegisteredCalibration {
  return { schema: 'osteon/registered-calibration/1', id, file: { ...FILE, ...change } };
}
const serial = (deviceSerial: string | null) => ({ scanner: { ...FILE.scanner, deviceSerial } });

test('the one of this scanner, voltage and kernel is chosen, by its values and not by its writing', () => {
  const others = [
    registered('a', { kvp: 100 }),
    registered('b', { kernel: 'B70f' }),
    registered('c', serial('2')),
  ];
  const { chosen, flags } = chooseRegistered([...others, registered('d')], SCAN);
  expect(chosen?.id).toBe('d');
  expect(flags).toEqual([]);
});

test('of several the nearest in time, before or after the study; on one day by id', () => {
  const dated = ['2026-01-10', '2026-03-20', '2026-04-10', '2026-04-10'].map((scannedOn, n) =>
    registered(`${n}`, { scannedOn }),
  );
  expect(chooseRegistered(dated, SCAN).chosen?.id).toBe('2');
  expect(chooseRegistered(dated.toReversed(), SCAN).chosen?.id).toBe('2');
});

test.each([
  ['2025-12-30', true],
  ['2025-12-29', false],
  ['2026-07-02', true],
  ['2026-07-03', false],
])('92 days is near enough, 93 are too many: a phantom scanned on %s', (scannedOn, near) => {
  expect(chooseRegistered([registered('a', { scannedOn })], SCAN).chosen !== null).toBe(near);
});

describe('nothing is chosen on a guess', () => {
  test.each([
    ['tube voltage', { kvp: null }, {}],
    ['kernel', { kernel: null }, {}],
    ['manufacturer', { manufacturer: null }, {}],
    ['scanner model', { scannerModel: null }, {}],
    ['scanner serial number', { deviceSerial: undefined }, {}],
    ['scanner serial number', {}, serial(null)],
    ['time', { study: { date: null } }, {}],
  ])('where %s is known of one alone', (what, scan, file) => {
    const { chosen, flags } = chooseRegistered([registered('a', file)], { ...SCAN, ...scan });
    expect(chosen).toBeNull();
    expect(flags.map(({ code }) => code)).toEqual(['CALIBRATION_NOT_REGISTERED']);
    expect(flags[0]!.message).toContain(`1 by ${what}`);
  });
});

test('serial numbers may be missing in both', () => {
  expect(
    chooseRegistered([registered('a', serial(null))], { ...SCAN, deviceSerial: undefined }).chosen?.id,
  ).toBe('a');
});

test('what did not match is counted, each calibration once; of an empty registry nothing is said', () => {
  const none = [
    registered('a', { kvp: 100, kernel: 'B70f' }),
    registered('b', { kvp: 80 }),
    registered('c', { scannedOn: '2020-01-01' }),
  ];
  expect(chooseRegistered(none, SCAN).flags[0]!.message).toContain(
    'none of 3 registered calibrations matches this scan (not matched: 2 by tube voltage, 1 by time;',
  );
  expect(chooseRegistered([], SCAN)).toEqual({ chosen: null, flags: [] });
});
