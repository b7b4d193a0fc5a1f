import { expect, test } from 'vitest';

import type { FlagCode } from '../../../contracts/codes/codes.ts';
import { scaleFlags, widened } from '../../../spine/calibrate/widened.ts';
import { densityAt, densityLineSe } from '../../../spine/calibrate/density-line.ts';

const LINE = {
  slope: 0.7,
  intercept: 2,
  error: { slopeSe: 0.02, interceptSe: 3, correlation: -0.5, basis: 'test' },
};
const flags = (...codes: FlagCode[]) => codes.map((code) => ({ code, message: 'test' }));

test.each([
  ['KERNEL_SHARP', 10],
  ['NOISE_HIGH', 10],
  ['DENSE_MATERIAL_IN_VIEW', 10],
  ['HU_OF_AIR_UNUSUAL', 10],
  ['CONTRAST_UNCLEAR', 18.2],
] as const)('%s makes every density less sure by ±%d HU, and moves none', (code, hu) => {
  const { line, flags: said } = widened(LINE, flags(code, code));
  for (const at of [0, 150, 300]) {
    expect(densityAt(line, at)).toBe(densityAt(LINE, at));
    const more = Math.hypot(densityLineSe(LINE, at), (0.7 * hu) / 1.96);
    expect(densityLineSe(line, at)).toBeCloseTo(more, 9);
  }
  expect(said.map((flag) => flag.code)).toEqual(['INTERVALS_WIDENED']);
  expect(said[0]!.message).toContain(`±${(0.7 * hu).toFixed(0)} mg/cm3`);
});

test('doubts add up as squares, and what is no doubt widens nothing', () => {
  const { line } = widened(LINE, flags('KERNEL_SHARP', 'NOISE_HIGH'));
  expect(line.error.interceptSe).toBeCloseTo(Math.hypot(3, (0.7 * Math.hypot(10, 10)) / 1.96), 9);
  expect(widened(LINE, flags('KERNEL_UNKNOWN', 'CONTRAST_PORTAL'))).toEqual({ line: LINE, flags: [] });
});

test('a scale that is off is no scale where nothing in the image puts it right', () => {
  const off = flags('HU_OF_AIR_UNUSUAL');
  const codes = (method: Parameters<typeof scaleFlags>[0]) => scaleFlags(method, off).map(({ code }) => code);
  expect(codes('kvp-slope')).toEqual(['HU_SCALE_DOUBTED']);
  expect(codes('asynchronous-phantom')).toEqual(['HU_SCALE_DOUBTED']);
  expect(codes('phantom')).toEqual([]);
  expect(scaleFlags('kvp-slope', flags('KERNEL_SHARP'))).toEqual([]);
});
