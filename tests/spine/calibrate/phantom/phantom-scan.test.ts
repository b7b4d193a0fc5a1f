import { expect, test } from 'vitest';

import type { Ct } from '../../../../contracts/ct.ts';
import { phantomOf } from '../../../../spine/calibrate/phantom/phantom.ts';
import { scannedPhantom, type PhantomScan } from '../../../../spine/calibrate/phantom/phantom-scan.ts';

const STUDY = { date: '2026-03-01' } as unknown as Ct['study']; // The rest is not read.
const ABOUT: PhantomScan['about'] = {
  manufacturer: 'Maker',
  scannerModel: 'Model',
  kvp: 120,
  kernel: 'B30f',
  study: STUDY,
};
const EMPTY = {
  dims: [8, 8, 3],
  affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
  data: new Int16Array(192),
} as const;

const scan = (about: Partial<PhantomScan['about']>): PhantomScan => ({
  about: { ...ABOUT, ...about },
  ct: EMPTY,
  phantom: phantomOf('qrm-cci', null),
});

test.each([
  [{ manufacturer: null }, 'manufacturer'],
  [{ scannerModel: null, kvp: null }, 'scanner model, tube voltage'],
  [{ kernel: null }, 'kernel'],
  [{ study: { ...STUDY, date: null } }, 'date'],
])('a scan that does not say how it was made is refused, %j', (about, named) => {
  expect(() => scannedPhantom(scan(about))).toThrow('PHANTOM_SCAN_UNTRACEABLE');
  expect(() => scannedPhantom(scan(about))).toThrow(`${named} not given`);
});

test('an image without the phantom is refused, whatever its size', () => {
  expect(() => scannedPhantom(scan({}))).toThrow('PHANTOM_NOT_FOUND');
  expect(() => scannedPhantom(scan({}))).toThrow(
    'the 2 rods of the specified QRM-CCI, within the field of view',
  );
});
