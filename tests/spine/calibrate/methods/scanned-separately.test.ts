import { expect, test } from 'vitest';

import { asynchronous } from '../../../../spine/calibrate/methods/asynchronous.ts';
import { phantomless } from '../../../../spine/calibrate/methods/phantomless.ts';
import { afterPhantomScan } from '../../../../spine/calibrate/methods/scanned-separately.ts';
import { densityLineSe } from '../../../../spine/calibrate/density-line.ts';
import { phantomOf } from '../../../../spine/calibrate/phantom/phantom.ts';

import { FILE } from './calibration-file.ts';

const SCAN = {
  manufacturer: FILE.scanner.manufacturer,
  scannerModel: FILE.scanner.model,
  deviceSerial: FILE.scanner.deviceSerial ?? '1',
  kvp: FILE.kvp,
  kernel: FILE.kernel,
  study: { date: FILE.scannedOn },
};

test('what a phantom scan would leave is what a calibration file of such rods leaves', () => {
  const phantom = phantomOf('qrm-bdc3', null);
  const told = afterPhantomScan(0.66, SCAN)!;
  const file = asynchronous(
    {
      ...FILE,
      phantom: { type: 'qrm-bdc3', serial: null },
      measured: {
        kind: 'rods',
        rods: phantom.rods.map((rod) => ({ ...rod, meanHu: (0.83 * rod.densityMgCc) / 0.66, seHu: 0.5 })),
      },
    },
    SCAN,
  );
  expect(told).toMatchObject({
    slopeSe: file.error.slopeSe,
    interceptSe: file.error.interceptSe,
    correlation: file.error.correlation,
  });
  // 6.7 % (95 %) of separate scans and 2 % (one standard error) of the beam lead.
  expect(told.slopeSe / 0.66).toBeGreaterThan(0.039);
  expect(told.slopeSe / 0.66).toBeLessThan(0.05);
});

test('it is less than what blood and the spread of scanners leave', () => {
  const region = (tissue: 'air' | 'blood', meanHu: number) => ({
    region: { tissue, name: null, meanHu, sdHu: 15, volumeMm3: 8000, centreMm: [0, 0, 0] as [number, number, number], accepted: true, remark: null },
    seHu: 0.5,
    cells: new Uint8Array(0),
  }); // prettier-ignore
  const line = phantomless('air-blood', [region('air', -1000), region('blood', 40)], 120, 'SIEMENS')!;
  const error = afterPhantomScan(line.slope, SCAN)!;
  expect(densityLineSe({ error }, 150)).toBeLessThan(0.5 * densityLineSe(line, 150));
});

test('nothing is told where a file could not be matched to the scan', () => {
  expect(afterPhantomScan(0.7, { ...SCAN, kvp: null })).toBeNull();
  const nameless = { kvp: 120, manufacturer: null, scannerModel: null };
  expect(afterPhantomScan(0.7, nameless)).toBeNull();
  expect(afterPhantomScan(0.7, { ...nameless, deviceSerial: '1' })).not.toBeNull();
});
