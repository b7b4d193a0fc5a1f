/** A category goes by the bounds of an interval, never by the value in it. */
import { describe, expect, test } from 'vitest';

import {
  densityCategory,
  NORMAL_ABOVE,
  OSTEOPOROSIS_BELOW,
} from '../../../../spine/judge/density/density-category.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';
import type { Density } from '../../../../contracts/primitives.ts';

import { CALIBRATION, density } from '../cases.ts';

const LEVELS = ['L1', 'L2'] as const;

/** An interval from `low` to `high` about `value`, which need not be its middle. */
function between(low: number, value: number, high: number): Density {
  return { ...density(value), uncertainty: { kind: 'interval95', low, high, basis: 'test' } };
}
function judgement(vbmd: Density, part: Partial<typeof CALIBRATION> = {}) {
  return densityCategory(
    {
      outcomes: LEVELS.map((level) => ({ status: 'assessed', level, fracture: null, flags: [] })),
      densities: new Map(LEVELS.map((level) => [level, { vbmd, lineSe: null, samplingSe: null }])),
      sex: null,
      known: NOTHING_KNOWN,
    },
    { ...CALIBRATION, ...part },
  );
}
test('the cut-offs are 80 and 120 mg/cm3', () => {
  expect([OSTEOPOROSIS_BELOW, NORMAL_ABOVE]).toEqual([80, 120]);
});

test.each([
  // Both bounds on one side.
  [60, 79.9, 'osteoporosis'],
  [80.1, 119.9, 'low-bone-mass'],
  [120.1, 160, 'normal'],
  // A bound at the cut-off itself is on no side.
  [60, 80, null],
  [80, 100, null],
  [100, 120, null],
  [120, 140, null],
  // The value on one side, a bound on the other.
  [70, 86, null],
  [74, 96, null],
  [110, 128, null],
  [114, 136, null],
  [70, 130, null],
] as const)('from %d to %d mg/cm3: %s', (low, high, category) => {
  const { result } = judgement(between(low, (low + high) / 2, high));
  expect(result.category).toBe(category);
});

describe('without a calibration from the image', () => {
  const kvp = { method: 'kvp-slope' } as const;

  test.each([
    // 15 % off the cut-off by the value: 68 and 92, 102 and 138; the interval is narrow.
    [67.9, 'osteoporosis'],
    [68.1, null],
    [91.9, null],
    [92.1, 'low-bone-mass'],
    [101.9, 'low-bone-mass'],
    [102.1, null],
    [137.9, null],
    [138.1, 'normal'],
  ])('%d mg/cm3 is %s', (value, category) => {
    expect(judgement(density(value, 0.01), kvp).result.category).toBe(category);
  });

  test('a wider interval than that stays as wide', () => {
    expect(judgement(density(60, 25), kvp).judged!.uncertainty).toMatchObject({ low: 35, high: 85 });
    expect(judgement(density(100, 1), kvp).judged!.uncertainty).toMatchObject({
      low: 100 / 1.15,
      high: 100 / 0.85,
    });
  });

  test('a density of nothing or less is not widened by shares of it', () => {
    expect(judgement(density(-20, 1), kvp).judged!.uncertainty).toMatchObject({ low: -21, high: -19 });
    expect(judgement(density(0, 1), kvp).judged!.uncertainty).toMatchObject({ low: -1, high: 1 });
  });
});

test('a density without an interval has no category, and says why', () => {
  const { result } = judgement({ ...density(60), uncertainty: { kind: 'none', reason: 'no line' } });
  expect(result).toMatchObject({ category: null, sides: null });
  expect(result.statement).toContain('no interval (no line)');
  expect(result.statement).not.toContain('probability');
});

test('nothing is remarked of a density that is not there', () => {
  const portal = { phase: 'portal', aortaHu: 120, correctionMgCc: 13, basis: 'test' } as const;
  const none = densityCategory(
    { outcomes: [], densities: new Map(), sex: null, known: NOTHING_KNOWN },
    { ...CALIBRATION, contrast: portal },
  );
  expect(none).toMatchObject({
    flags: [],
    judged: null,
    result: { vbmd: null, adjusted: null, category: null },
  });
});

test('the cut-offs are refused to a method that they are not bound to', () => {
  const { result, judged } = judgement(density(60), { method: 'five-tissue' as 'phantom' });
  expect(judged).toBeNull();
  expect(result.statement).toContain('the cut-offs do not apply to this calibration');
});

test.each([
  ['below 80', between(60, 70, 79), 'below 80'],
  ['between', between(85, 100, 115), 'between 80 and 120'],
  ['above 120', between(125, 140, 150), 'above 120'],
])('a category says where the interval lies: %s', (_, vbmd, where) => {
  expect(judgement(vbmd).result.statement).toContain(`interval lies entirely ${where} mg/cm3`);
});

test.each([
  [70, 86, '70 to 86', '80'],
  [110, 128, '110 to 128', '120'],
  [70, 130, '70 to 130', '80 and 120'],
])('no category says which interval holds which cut-off: %d to %d', (low, high, range, cutOffs) => {
  const { statement } = judgement(between(low, (low + high) / 2, high)).result;
  expect(statement).toContain(`the 95 % interval ${range} mg/cm3 includes the cut-off ${cutOffs} mg/cm3 (`);
});
