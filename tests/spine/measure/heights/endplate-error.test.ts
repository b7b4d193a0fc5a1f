/** How far an endplate may be trusted whose disc the slices blur. */
import { expect, test } from 'vitest';

import { endpointError } from '../../../../spine/measure/heights/endplate-error.ts';

const SHELL = { fitSe: 0.02, residualMm: 0, effective: 100, fromMask: false };
const at = (gapMm: number | null, sliceMm: number): number =>
  endpointError(SHELL, { offsetSigma: 0.1, gapMm }, sliceMm);

test('a shell beside a disc of one and a half slices and more is as sure as one beside none', () => {
  expect(at(null, 2)).toBeCloseTo(Math.hypot(0.05, 0.1), 12);
  expect(at(3, 2)).toBe(at(null, 2));
  expect(at(1.5, 1)).toBe(at(null, 1));
});

test('beside a disc of less than three quarters of a slice it has a fifth of a slice more', () => {
  expect(at(0, 2)).toBeCloseTo(Math.hypot(0.05, 0.1, 0.44), 12);
  expect(at(1.5, 2)).toBe(at(0, 2));
  expect(at(0, 1)).toBeCloseTo(Math.hypot(0.05, 0.05, 0.22), 12);
});

test('between the two it has its share', () => {
  expect(at(2.25, 2)).toBeCloseTo(Math.hypot(0.05, 0.1, 0.22), 12);
});

test('in slices above 2 mm the outline that it starts from adds 0.45 mm a mm', () => {
  expect(at(null, 3)).toBeCloseTo(Math.hypot(0.05, 0.15, 0.45), 12);
  expect(at(null, 2.5)).toBeCloseTo(Math.hypot(0.05, 0.125, 0.225), 12);
});

test('where the shell was not laid, the outline is what is unsure', () => {
  const mask = { fitSe: null, residualMm: 0.3, effective: 9, fromMask: true };
  const error = endpointError(mask, { offsetSigma: 0.4, gapMm: 0 }, 2);
  expect(error).toBeCloseTo(Math.hypot(Math.sqrt((3 * 0.09) / 4), 2 / Math.sqrt(12), 0.4, 1.5), 12);
});
