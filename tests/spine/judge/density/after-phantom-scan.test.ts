import { describe, expect, test } from 'vitest';

import type { Density } from '../../../../contracts/primitives.ts';
import type { LevelResult } from '../../../../contracts/level/level-result.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { densityAfterPhantomScan } from '../../../../spine/judge/density/after-phantom-scan.ts';

const FILE = { slopeSe: 0.03, interceptSe: 2, correlation: 0, basis: 'a file' };

function density(value: number, half: number): Density {
  return {
    value,
    unit: 'mg/cm3',
    mineralBasis: 'K2HPO4',
    uncertainty: { kind: 'interval95', low: value - half, high: value + half, basis: 'made up' },
  };
}

/** Only what is asked of a level. */
function level(hu: number, lineSe: number): Pick<LevelResult, 'trabecular'> {
  const none = { kind: 'none', reason: 'made up' } as const;
  return {
    trabecular: {
      vbmd: density(0.7 * hu, 1.96 * lineSe),
      lineSe,
      samplingSe: 2,
      standardDeviation: 30,
      meanHu: { value: hu, unit: 'HU', uncertainty: none },
      volume: { value: 5, unit: 'cm3', uncertainty: none },
      method: 'made up',
      trimmedPercent: 0,
    },
  };
}

const MEASURED = new Map<Level, Pick<LevelResult, 'trabecular'>>([
  ['L1', level(100, 8)],
  ['L2', level(200, 12)],
]);
const NOW = density(105, 1.96 * Math.hypot(10, 3));
const INPUT = {
  density: { vbmd: NOW, levels: ['L1', 'L2'] as Level[] },
  measured: MEASURED,
  calibration: { withPhantomScan: FILE },
};

describe('the mean density after a phantom scan', () => {
  test('has the errors of the file in the place of the calibration’s, and keeps those of the levels', () => {
    const { value, uncertainty } = densityAfterPhantomScan(INPUT)!;
    expect(value).toBe(105);
    if (uncertainty.kind === 'none') throw new Error('no interval');
    // The line: 3 and 6 mg/cm3 with 2 of the intercept, mean of the levels; the levels' own 3 stays.
    const line = (Math.hypot(3, 2) + Math.hypot(6, 2)) / 2;
    expect(uncertainty.high - 105).toBeCloseTo(1.96 * Math.hypot(line, 3), 9);
    expect(105 - uncertainty.low).toBeCloseTo(1.96 * Math.hypot(line, 3), 9);
    expect(uncertainty).toMatchObject({ kind: 'interval95', basis: 'a file' });
  });

  test.each([
    ['no file can be matched', { calibration: { withPhantomScan: null } }],
    ['there is no density', { density: { vbmd: null, levels: [] } }],
    ['the density has no interval', { density: { ...INPUT.density, vbmd: { ...NOW, uncertainty: { kind: 'none', reason: 'x' } } } }],
    ['a level of the mean is not at hand', { density: { ...INPUT.density, levels: ['L1', 'L3'] } }],
    ['the file would not be better', { calibration: { withPhantomScan: { ...FILE, slopeSe: 0.08 } } }],
  ] as const)('is not told where %s', (_, change) => {
    expect(densityAfterPhantomScan({ ...INPUT, ...change })).toBeNull();
  }); // prettier-ignore
});

test('an interval that would be as wide as it is gains nothing', () => {
  const measured = new Map<Level, Pick<LevelResult, 'trabecular'>>([['L1', level(100, 8)]]);
  const asked = (interceptSe: number) =>
    densityAfterPhantomScan({
      density: { vbmd: density(70, 1.96 * 8), levels: ['L1'] },
      measured,
      calibration: { withPhantomScan: { ...FILE, slopeSe: 0, interceptSe } },
    });
  expect(asked(8)).toBeNull();
  expect(asked(7.99)).not.toBeNull();
});
