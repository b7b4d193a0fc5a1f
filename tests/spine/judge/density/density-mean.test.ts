/** Means and their errors, each part of which decides; sides of the cut-offs; the lumbar mean told from thoracic levels. */
import { describe, expect, test } from 'vitest';

import type { Density } from '../../../../contracts/primitives.ts';
import { densityLevels } from '../../../../spine/judge/density/density-levels.ts';
import {
  adjustedDensity,
  densitySides,
  meanDensity,
  type LevelDensity,
} from '../../../../spine/judge/density/density-mean.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';
import type { Level } from '../../../../contracts/levels.ts';

import { density } from '../cases.ts';

const level = (
  value: number,
  lineSe: number | null,
  samplingSe: number | null,
  margin = 1,
): LevelDensity => ({
  vbmd: density(value, margin),
  lineSe,
  samplingSe,
});
const without = (value: number): Density => ({
  ...density(value),
  uncertainty: { kind: 'none', reason: 'no line' },
});

function interval(found: Density | null): readonly [low: number, value: number, high: number] {
  if (found?.uncertainty.kind !== 'interval95') throw new Error('no interval');
  return [found.uncertainty.low, found.value, found.uncertainty.high];
}
function expectInterval(found: Density | null, value: number, half: number): void {
  interval(found).forEach((bound, n) => expect(bound).toBeCloseTo(value + (n - 1) * half, 9));
}

describe('a mean', () => {
  test('keeps the mean error of the line and averages the sampling of each level out', () => {
    const found = meanDensity([level(90, 2, 3), level(100, 4, 6), level(140, 9, 2)]);
    expectInterval(found, 110, 1.96 * Math.hypot(5, Math.sqrt(9 + 36 + 4) / 3));
  });

  test.each([
    [null, 1],
    [1, null],
  ])('takes all errors together where a part is not known (%j, %j)', (lineSe, samplingSe) => {
    const found = meanDensity([level(90, lineSe, samplingSe, 10), level(110, 1, 1, 20)]);
    expectInterval(found, 100, 15);
  });

  test('has no interval where a level has none, and says why', () => {
    const found = meanDensity([level(90, 1, 1), { ...level(110, 1, 1), vbmd: without(110) }]);
    expect(found).toMatchObject({ value: 100, uncertainty: { kind: 'none', reason: 'no line' } });
  });

  test('of nothing is nothing', () => {
    expect(meanDensity([])).toBeNull();
  });
});

describe('an adjusted density', () => {
  test('is scaled and shifted, its interval scaled and widened by an error of its own', () => {
    expectInterval(adjustedDensity(density(100, 10), { scale: 0.5, shift: 7, se: 4 }, 'test'), 57, Math.hypot(5, 1.96 * 4)); // prettier-ignore
    expectInterval(adjustedDensity(density(100, 10), {}, 'test'), 100, 10);
  });

  test('without an interval gets none', () => {
    const found = adjustedDensity(without(100), { scale: 2, se: 4 }, 'test');
    expect(found).toEqual({ ...without(100), value: 200 });
  });
});

describe('the sides of the cut-offs', () => {
  const cutOffs = { osteoporosisBelow: 80, normalAbove: 120 };

  test('are each told by their own cut-off', () => {
    // One standard error above 80, three below 120.
    const found = densitySides(density(90, 19.6), cutOffs)!;
    expect(found.osteoporosis).toBeCloseTo(0.1587, 4);
    expect(found.normal).toBeCloseTo(0.0013, 4);
    expect(found.lowBoneMass).toBeCloseTo(0.84, 3);
  });

  test('are not told without a standard error', () => {
    expect(densitySides(density(90, 0), cutOffs)).toBeNull();
    expect(densitySides(without(90), cutOffs)).toBeNull();
  });
});

describe('a lumbar mean told from three thoracic levels', () => {
  const told = (sex: 'female' | 'male' | null, levels: readonly Level[] = ['T7', 'T9', 'T10', 'T11']) =>
    densityLevels({
      outcomes: levels.map((name) => ({ status: 'assessed', level: name, fracture: null, flags: [] })),
      densities: new Map(levels.map((name, n) => [name, level(100 + 10 * n, 0, 0)])),
      sex,
      known: NOTHING_KNOWN,
    });

  test.each([
    // The mean of T11, T10 and T9: 130, 120 and 110.
    ['female', 0.866, 20],
    ['male', 0.885, 20],
  ] as const)('of a %s is %d of it, with a standard error of %d mg/cm3', (sex, ratio, se) => {
    const { fromThoracic, vbmd, levels } = told(sex);
    expect(levels).toEqual(['T11', 'T10', 'T9']);
    expect(vbmd!.value).toBe(120);
    expectInterval(fromThoracic!.density, 120 * ratio, 1.96 * se);
    expect(fromThoracic!.adjustment).toContain(`factor ${ratio}`);
  });

  test('is not told from two of them, beside two lumbar ones, or without a sex', () => {
    expect(told('female', ['T10', 'T11']).fromThoracic).toBeNull();
    expect(told('female', ['T9', 'T10', 'T11', 'L1', 'L2']).fromThoracic).toBeNull();
    expect(told(null).fromThoracic).toBeNull();
    expect(told('female', ['T9', 'T10', 'T11', 'L1']).levels).toEqual(['T11', 'T10', 'T9']);
    expect(told('female', ['T6', 'T5', 'T11', 'T10']).fromThoracic).toBeNull();
  });
});
