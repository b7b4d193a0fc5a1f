import { describe, expect, test } from 'vitest';

import { huOf, readTissues, scaleOf } from '../../../../bench/published/people/scale.ts';
import { fitFiveTissues } from '../../../../spine/calibrate/methods/five-tissue.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';

const TISSUES = { fat: -82.579, air: -956.834, blood: 39.249, 'cortical-bone': 1226.214, muscle: 24.561 };

describe('published densities on the scale of the product', () => {
  // The published calibration at these HU (docs/method.md#five-tissues).
  test.each([
    [36.99, 0],
    [88.6, 100],
    [148.33, 200],
  ])('%f mg/cm3 were %d HU', (density, hu) => {
    expect(Math.abs(huOf(fitFiveTissues(TISSUES), density) - hu)).toBeLessThan(0.02);
    expect(Math.abs(scaleOf(TISSUES)(density) - 0.7 * hu)).toBeLessThan(0.02);
  });

  test('are lower by the slope that the product takes for the makers of their scanners', () => {
    expect(scaleOf(TISSUES, 'Philips')(88.6) / scaleOf(TISSUES)(88.6)).toBeCloseTo(0.676 / 0.7, 2);
    expect(scaleOf(TISSUES, 'SIEMENS')(88.6)).toBeCloseTo(scaleOf(TISSUES, 'Philips')(88.6), 0);
  });

  test('are refused where the calibration gives no such density', () => {
    expect(() => huOf(fitFiveTissues(TISSUES), 5000)).toThrow(RangeError);
    expect(() => huOf(fitFiveTissues(TISSUES), Number.NaN)).toThrow(RangeError);
  });

  test.skipIf(lacksSharedData('verse004-l2/'))('go by the tissues of the record of VerSe-004', () => {
    expect(readTissues(sharedData('verse004-l2/sub-verse004_0000.txt'))).toEqual(TISSUES);
  });
});
