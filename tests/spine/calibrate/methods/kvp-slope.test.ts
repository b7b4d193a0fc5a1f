import { describe, expect, test } from 'vitest';

import { slopeByVoltage } from '../../../../spine/calibrate/methods/kvp-slope.ts';
import { StudyRefused } from '../../../../contracts/refusals.ts';

describe('the slope by tube voltage', () => {
  test.each([
    [80, 0.55],
    [100, 0.65],
    [120, 0.7],
    [140, 0.74],
  ])('at %d kVp is the tabulated %d, good to 15 %', (kvp, slope) => {
    expect(slopeByVoltage(kvp)).toMatchObject({
      slope,
      relativeUncertainty: 0.15,
      statement: 'uncalibrated, ±10-15 %',
      flags: [],
    });
  });

  test('lies between its neighbours where the voltage does, and says so', () => {
    const { slope, flags } = slopeByVoltage(110);
    expect(slope).toBeCloseTo(0.675, 12);
    expect(flags.map(({ code }) => code)).toEqual(['KVP_INTERPOLATED']);
  });

  test('never falls with the voltage', () => {
    for (let kvp = 81; kvp <= 140; kvp++)
      expect(slopeByVoltage(kvp).slope).toBeGreaterThan(slopeByVoltage(kvp - 1).slope);
  });

  test.each([0, 70, 79.9, 140.1, 150, Number.NaN])('is refused at %d kVp', (kvp) => {
    expect(() => slopeByVoltage(kvp)).toThrow(StudyRefused);
    expect(() => slopeByVoltage(kvp)).toThrow('KVP_OUT_OF_RANGE');
  });

  test('of an unknown voltage has an interval that holds that of every voltage', () => {
    const unknown = slopeByVoltage(null);
    expect(unknown.flags.map(({ code }) => code)).toEqual(['KVP_UNKNOWN']);
    for (const kvp of [80, 100, 120, 140]) {
      const known = slopeByVoltage(kvp);
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
