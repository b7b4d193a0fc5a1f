/** A calibration's error carried to stiffness and strength, against the first-order formula. */
import { describe, expect, test } from 'vitest';

import {
  calibrationStep,
  splitError,
  type Line,
} from '../../../../../spine/measure/strength/errors/propagation.ts';

/** K and the linear strength, each a plane over slope and intercept with gradients of its own. */
const solve = ({ slope, intercept }: Line) => ({
  stiffness: 1000 * slope + 20 * intercept,
  linear: 300 * slope + 50 * intercept,
});
const line = (slopeSe: number, interceptSe: number, correlation: number) => ({
  slope: 0.7,
  intercept: 3,
  error: { slopeSe, interceptSe, correlation, basis: 'made up' },
});

describe.each([
  [0.05, 2, 0],
  [0.05, 2, -0.8],
  [0.02, 4, 0.5],
])('of standard errors %d and %d correlated by %d', (slopeSe, interceptSe, correlation) => {
  const step = calibrationStep(line(slopeSe, interceptSe, correlation), solve);
  const se = (a: number, b: number): number => Math.sqrt(a * a + b * b + 2 * correlation * a * b);

  test('the error of each strength is that of its own gradient', () => {
    expect(step.stiffnessSe).toBeCloseTo(se(1000 * slopeSe, 20 * interceptSe), 9);
    expect(step.linearSe).toBeCloseTo(se(300 * slopeSe, 50 * interceptSe), 9);
  });

  test('the step is the covariance times the gradient over the error, along which K moves by its error', () => {
    const covariance = correlation * slopeSe * interceptSe;
    expect(step.slope).toBeCloseTo((1000 * slopeSe ** 2 + 20 * covariance) / step.stiffnessSe, 12);
    expect(step.intercept).toBeCloseTo((20 * interceptSe ** 2 + 1000 * covariance) / step.stiffnessSe, 12);
    expect(1000 * step.slope + 20 * step.intercept).toBeCloseTo(step.stiffnessSe, 9);
  });
});

test('what is known exactly is not solved for', () => {
  const lines: Line[] = [];
  const counted = (of: Line) => {
    lines.push(of);
    return solve(of);
  };
  expect(calibrationStep(line(0, 0, 0), counted)).toEqual({
    slope: 0,
    intercept: 0,
    stiffnessSe: 0,
    linearSe: 0,
  });
  expect(lines).toEqual([]);
  calibrationStep(line(0.05, 0, 0), counted);
  expect(lines).toEqual([
    { slope: 0.7 + 0.05, intercept: 3 },
    { slope: 0.7 - 0.05, intercept: 3 },
  ]);
  lines.length = 0;
  calibrationStep(line(0, 2, 0), counted);
  expect(lines).toEqual([
    { slope: 0.7, intercept: 5 },
    { slope: 0.7, intercept: 1 },
  ]);
});

test('a calibration’s part and the others are kept apart, each the root of its squares', () => {
  const part = (cause: 'calibration' | 'outline' | 'sagittal-tilt', stiffnessPercent: number, plasticPercent: number | null) => ({ cause, varied: '', stiffnessPercent, linearPercent: 0, plasticPercent, offsetPercent: null }); // prettier-ignore
  const parts = [part('calibration', 7, 1), part('outline', 3, null), part('sagittal-tilt', 4, 2)];
  const stiffness = splitError(2000, parts, (one) => one.stiffnessPercent);
  expect(stiffness.calibrationSe).toBeCloseTo(140, 9);
  expect(stiffness.ownSe).toBeCloseTo(100, 9);
  const plastic = splitError(2000, parts, (one) => one.plasticPercent);
  expect(plastic.calibrationSe).toBeCloseTo(20, 9);
  expect(plastic.ownSe).toBeCloseTo(40, 9);
});
