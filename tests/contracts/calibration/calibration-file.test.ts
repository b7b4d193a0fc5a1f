import { expect, test } from 'vitest';

import { calibrationFileSchema } from '../../../contracts/calibration/calibration-file.ts';

const FILE = {
  schema: 'osteon/calibration-file/1',
  scanner: { manufacturer: 'made up', model: 'A', deviceSerial: null },
  kvp: 120,
  kernel: 'B30f',
  scannedOn: '2026-01-02',
  tableHeightMm: null,
  phantom: { type: 'qrm-bdc3', serial: null },
} as const;
const ROD = { name: 'a', densityMgCc: 100, waterMgCc: null, meanHu: 120, seHu: 1 };
const LINE = { kind: 'line', slope: 0.8, slopeSe: 0.01, intercept: 2, interceptSe: 3, correlation: -0.5 };
const RODS = { kind: 'rods', rods: [ROD, ROD, ROD] };

test.each([LINE, RODS])('a calibration by $kind is read', (measured) => {
  expect(calibrationFileSchema.parse({ ...FILE, measured })).toEqual({ ...FILE, measured });
});

test.each([
  ['of another kind', { ...LINE, kind: 'curve' }],
  ['of no kind', { ...LINE, kind: '' }],
  ['with a line and rods', { ...LINE, ...RODS }],
  ['with two rods', { ...RODS, rods: [ROD, ROD] }],
  ['without an error of the slope', { ...LINE, slopeSe: 0 }],
  ['with a correlation beyond one', { ...LINE, correlation: -1.1 }],
])('one %s is not', (_, measured) => {
  expect(calibrationFileSchema.safeParse({ ...FILE, measured }).success).toBe(false);
});

test('two rods are read of a phantom that has no more, and one never', () => {
  const read = (type: string, rods: unknown[]): boolean =>
    calibrationFileSchema.safeParse({ ...FILE, phantom: { type, serial: null }, measured: { ...RODS, rods } })
      .success;
  expect(read('qrm-cci', [ROD, ROD])).toBe(true);
  expect(read('siemens-osteo', [ROD, ROD])).toBe(true);
  expect(read('qrm-bdc6', [ROD, ROD])).toBe(false);
  expect(read('qrm-cci', [ROD])).toBe(false);
});
