import { expect, test } from 'vitest';

import { drawCase } from '../../../bench/calibration/draw-case.ts';
import { accuracyOf, type Reading } from '../../../bench/calibration/readings.ts';
import { trueLine } from '../../../bench/calibration/strength.ts';
import { vendorOf } from '../../../spine/calibrate/methods/slope-prior.ts';

function reading(truth: number, value: number, half: number): Reading {
  return { method: 'phantom', level: 'L1', truth, value, low: value - half, high: value + half };
}

test('bias, spread and coverage are those of the readings', () => {
  const found = accuracyOf([reading(100, 103, 2), reading(100, 105, 6), reading(50, 49, 1.5)])!;
  expect(found.bias).toBeCloseTo(7 / 3, 12);
  // Errors 3, 5 and -1 about their mean, over n - 1.
  expect(found.sd).toBeCloseTo(Math.sqrt(28 / 3), 12);
  expect(found.coverage).toBeCloseTo(2 / 3, 12);
  expect(accuracyOf([reading(1, 1, 1)])).toBeNull();
});

test('a seed draws one case, and many seeds draw the slopes of the four scanners', () => {
  expect(drawCase(7)).toEqual(drawCase(7));
  const cases = Array.from({ length: 400 }, (_, n) => drawCase(n + 1));
  const logs = cases.map(({ options }) => Math.log(options.scanner.slopeFactor!));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const sd = Math.sqrt(logs.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logs.length);
  // Eight slopes with a mean of ln(0.66 / 0.70) and SD 8.2 %, 3 % of the patient, 1.5 of the conversion, 2.6 of voltages: four
  // standard errors of 400 draws.
  expect(Math.abs(mean - Math.log(0.6595 / 0.7))).toBeLessThan(0.019);
  expect(Math.abs(sd - Math.hypot(0.082, 0.03, 0.015, 0.026))).toBeLessThan(0.013);
  const named = cases.filter(({ manufacturer }) => vendorOf(manufacturer) !== null).length;
  // Half of 400, within four standard errors.
  expect(Math.abs(named - 200)).toBeLessThan(40);
});

test('the line that is true of a scan goes through the level, with the scale of the drift', () => {
  const scanner = { ...drawCase(1).options.scanner, kvp: 120, slopeFactor: 1.1, drift: { airHu: -10, waterHu: 10 } } as const; // prettier-ignore
  const { slope, intercept } = trueLine(scanner, { meanHu: 150, trabecularVbmdMgCc: 100 });
  // 1020 HU between air and water of what should be 1000.
  expect(slope).toBeCloseTo((0.7 * 1.1) / 1.02, 12);
  expect(slope * 150 + intercept).toBeCloseTo(100, 12);
});
