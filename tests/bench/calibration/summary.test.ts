import { expect, test } from 'vitest';

import { drawCase } from '../../../bench/calibration/draw-case.ts';
import type { Reading } from '../../../bench/calibration/run-case.ts';
import { accuracyOf } from '../../../bench/calibration/summary.ts';

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

test('a seed draws one case, and many seeds draw the deviations that are declared', () => {
  expect(drawCase(7)).toEqual(drawCase(7));
  const factors = Array.from({ length: 400 }, (_, n) => drawCase(n + 1).options.scanner.slopeFactor!);
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length;
  const sd = Math.sqrt(factors.reduce((sum, factor) => sum + (factor - mean) ** 2, 0) / factors.length);
  // Four standard errors of 400 draws of SD 0.05.
  expect(Math.abs(mean - 1)).toBeLessThan(0.01);
  expect(Math.abs(sd - 0.05)).toBeLessThan(0.0072);
});
