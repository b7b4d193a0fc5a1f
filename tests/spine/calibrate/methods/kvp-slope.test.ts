import { describe, expect, test } from 'vitest';

import { slopeByVoltage } from '../../../../spine/calibrate/methods/kvp-slope.ts';
import { SCANNERS_SEEN } from '../../../../spine/calibrate/methods/slope-prior.ts';
import { StudyRefused } from '../../../../contracts/refusals.ts';

const byVoltage = (kvp: number | null) => slopeByVoltage(kvp, null);

describe('the slope by tube voltage', () => {
  test.each([
    [80, 0.55, 22],
    [100, 0.65, 21],
    [120, 0.7, 20],
    [140, 0.74, 21],
  ])('at %d kVp is the tabulated %d, good to %d %%', (kvp, slope, percent) => {
    const found = byVoltage(kvp);
    expect(found).toMatchObject({ slope, statement: `uncalibrated, ±${percent} %`, flags: [] });
    expect(Math.round(100 * found.relativeUncertainty)).toBe(percent);
  });

  test('lies between its neighbours where the voltage does, and says so', () => {
    const { slope, flags } = byVoltage(110);
    expect(slope).toBeCloseTo(0.675, 12);
    expect(flags.map(({ code }) => code)).toEqual(['KVP_INTERPOLATED']);
  });

  test('never falls with the voltage', () => {
    for (let kvp = 81; kvp <= 140; kvp++)
      expect(byVoltage(kvp).slope).toBeGreaterThan(byVoltage(kvp - 1).slope);
  });

  test.each([0, 70, 79.9, 140.1, 150, Number.NaN])('is refused at %d kVp', (kvp) => {
    expect(() => byVoltage(kvp)).toThrow(StudyRefused);
    expect(() => byVoltage(kvp)).toThrow('KVP_OUT_OF_RANGE');
  });

  test('of an unknown voltage has an interval that holds that of every voltage', () => {
    const unknown = byVoltage(null);
    expect(unknown.flags.map(({ code }) => code)).toEqual(['KVP_UNKNOWN']);
    for (const kvp of [80, 100, 120, 140]) {
      const known = byVoltage(kvp);
      const [low, high] = [1 - known.relativeUncertainty, 1 + known.relativeUncertainty];
      expect(unknown.slope * (1 - unknown.relativeUncertainty)).toBeLessThanOrEqual(
        known.slope * low + 1e-12,
      );
      expect(unknown.slope * (1 + unknown.relativeUncertainty)).toBeGreaterThanOrEqual(
        known.slope * high - 1e-12,
      );
    }
  });
});

describe('the slope of a manufacturer', () => {
  test.each([
    ['TOSHIBA', 0.646],
    ['Canon Medical Systems', 0.646],
    ['GE MEDICAL SYSTEMS', 0.722],
    ['Philips', 0.676],
    ['SIEMENS', 0.676],
    ['Siemens Healthineers', 0.676],
    ['Neusoft', 0.7],
    ['Imaging Genesis', 0.7],
  ])('%s at 120 kVp is %d', (manufacturer, slope) => {
    expect(slopeByVoltage(120, manufacturer).slope).toBeCloseTo(slope, 3);
  });

  test('moves the slope at every voltage alike, and leaves the interval as wide', () => {
    for (const kvp of [80, 100, 140, null]) {
      const [unknown, canon] = [byVoltage(kvp), slopeByVoltage(kvp, 'TOSHIBA')];
      expect(canon.slope / unknown.slope).toBeCloseTo(0.923, 3);
      expect(canon.relativeUncertainty).toBe(unknown.relativeUncertainty);
      expect(canon.source).toContain('-7.7 % for Canon');
    }
  });

  test('has an interval that holds every scanner that was seen, whether or not its manufacturer is known', () => {
    for (const manufacturer of [null, 'TOSHIBA', 'GE', 'Philips', 'SIEMENS', 'Neusoft']) {
      const { slope, relativeUncertainty } = slopeByVoltage(120, manufacturer);
      for (const seen of SCANNERS_SEEN) {
        if (seen.vendor !== null && manufacturer !== null) continue;
        expect(Math.abs(seen.slope / slope - 1)).toBeLessThan(relativeUncertainty);
      }
    }
    for (const [manufacturer, vendor] of [
      ['TOSHIBA', 'canon'],
      ['GE', 'ge'],
      ['Philips', 'philips'],
      ['SIEMENS', 'siemens'],
    ] as const) {
      const { slope, relativeUncertainty } = slopeByVoltage(120, manufacturer);
      const seen = SCANNERS_SEEN.find((one) => one.vendor === vendor)!;
      expect(Math.abs(seen.slope / slope - 1)).toBeLessThan(relativeUncertainty);
    }
  });
});
