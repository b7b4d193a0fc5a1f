import type { CalibrationFile } from '../../../../contracts/calibration/calibration-file.ts';

/** The line of a phantom that was scanned on its own. */
export const FILE: CalibrationFile = {
  schema: 'osteon/calibration-file/1',
  scanner: { manufacturer: 'SIEMENS', model: 'Biograph 40', deviceSerial: '1' },
  kvp: 120,
  kernel: 'B30f',
  scannedOn: '2026-03-01',
  tableHeightMm: 180,
  phantom: { type: 'qrm-bdc3', serial: null },
  measured: { kind: 'line', slope: 0.72, slopeSe: 0.005, intercept: 1, interceptSe: 1, correlation: -0.5 },
};
