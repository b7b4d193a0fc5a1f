/** The published five-tissue calibration of VerSe case 004, reproduced to the printed digits (docs/method.md#five-tissues). */
import { describe, expect, test } from 'vitest';

import { fitFiveTissues, fiveTissueDensity } from '../../../../spine/calibrate/methods/five-tissue.ts';
import { MASS_ATTENUATION, TABLE_ENERGIES } from '../../../../spine/calibrate/methods/mass-attenuation.ts';

describe('five-tissue calibration (Michalski 2020)', () => {
  const fit = fitFiveTissues({
    fat: -82.579,
    air: -956.834,
    blood: 39.249,
    'cortical-bone': 1226.214,
    muscle: 24.561,
  });

  test('the energy is 97.0 keV and R2 0.998965', () => {
    expect(fit.energyKev).toBe(97);
    expect(fit.r2.toFixed(6)).toBe('0.998965');
  });

  test('both lines have the printed coefficients', () => {
    expect(fit.a1.toExponential(5)).toBe('1.61035e-5');
    expect(fit.a0.toFixed(6)).toBe('0.171240');
    expect(fit.c1.toExponential(5)).toBe('8.92607e-4');
    expect(fit.c0.toFixed(6)).toBe('0.968731');
  });

  test.each([
    [0, '36.99'],
    [50, '61.78'],
    [100, '88.60'],
    [150, '117.45'],
    [200, '148.33'],
    [300, '216.20'],
  ])('%d HU is %s mg/cm3', (hu, density) => {
    expect(fiveTissueDensity(fit, hu).toFixed(2)).toBe(density);
  });
});

describe('slope by tube voltage (docs/method.md#slope-by-tube-voltage)', () => {
  const logLog = (row: readonly number[], keV: number): number => {
    const above = TABLE_ENERGIES.findIndex((energy) => energy >= keV);
    const [low, high] = [TABLE_ENERGIES[above - 1]!, TABLE_ENERGIES[above]!];
    const share = Math.log(keV / low) / Math.log(high / low);
    return row[above - 1]! ** (1 - share) * row[above]! ** share;
  };

  test.each([
    [55, '1.924'],
    [60, '1.672'],
    [65, '1.509'],
    [68, '1.423'],
    [70, '1.370'],
    [72, '1.320'],
    [75, '1.251'],
    [80, '1.148'],
  ])('the slope of K2HPO4 at %d keV is %s HU per mg/cm3', (keV, wanted) => {
    const slope = logLog(MASS_ATTENUATION.k2hpo4, keV) / logLog(MASS_ATTENUATION.water, keV) - 0.2174;
    // Printed to three digits, the table's own digits allow two thousandths.
    expect(Math.abs(slope - Number(wanted))).toBeLessThan(0.002);
  });
});
