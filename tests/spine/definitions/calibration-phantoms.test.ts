import { describe, expect, test } from 'vitest';

import { liesUnderPatients, PHANTOM_TYPES } from '../../../contracts/calibration/phantom.ts';
import {
  CALIBRATION_PHANTOMS,
  needsCertificate,
  type CalibrationPhantom,
} from '../../../spine/definitions/calibration-phantoms.ts';
import { phantomOf } from '../../../spine/calibrate/phantom/phantom.ts';
import { slabOf } from '../../../phantoms/trunk/calibration-phantom.ts';

describe.each(PHANTOM_TYPES.filter((type) => !needsCertificate(type)))('%s', (type) => {
  const { rods, label } = CALIBRATION_PHANTOMS[type];

  test('has rods that can be told apart by their densities, two at the least', () => {
    expect(rods!.length).toBeGreaterThanOrEqual(2);
    expect(new Set(rods).size).toBe(rods!.length);
  });

  test('is drawn with the rods that it is searched for with', () => {
    expect(phantomOf(type, null)).toMatchObject({ label, basis: 'CaHA', serial: null });
    if (liesUnderPatients(type)) expect(slabOf({ type }).rods).toEqual(phantomOf(type, null).rods);
  });

  test('has room between its rods', () => {
    const { drawn, pair }: CalibrationPhantom = CALIBRATION_PHANTOMS[type];
    expect(drawn === null).toBe(!liesUnderPatients(type));
    expect(pair === undefined).toBe(liesUnderPatients(type));
    if (drawn !== null) expect(drawn.spacingMm).toBeGreaterThan(2.5 * drawn.radiusMm);
    if (pair !== undefined) expect(pair.distanceMm).toBeGreaterThan(2.2 * pair.radiusMm);
  });
});

test('only the phantom whose rods differ from piece to piece needs a certificate', () => {
  expect(PHANTOM_TYPES.filter(needsCertificate)).toEqual(['mindways']);
});
