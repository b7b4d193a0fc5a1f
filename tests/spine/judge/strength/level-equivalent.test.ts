import { expect, test } from 'vitest';

import type { Quantity } from '../../../../contracts/primitives.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { l1Equivalent } from '../../../../spine/judge/strength/level-equivalent.ts';

function strength(level: Level, value: number): { level: Level; strength: Quantity<'N'> } {
  const uncertainty = { kind: 'interval95', low: 0.8 * value, high: 1.2 * value, basis: 'made up' } as const;
  return { level, strength: { value, unit: 'N', uncertainty } };
}

function halfWidth({ value, uncertainty }: Quantity): number {
  if (uncertainty.kind !== 'interval95') throw new Error('no interval');
  return (uncertainty.high - value) / value;
}

test('L1 speaks for itself, whatever else is there', () => {
  const found = l1Equivalent([strength('T12', 3000), strength('L1', 2500)], 'female')!;
  expect(found.strength).toEqual(strength('L1', 2500).strength);
  expect(found.levels).toEqual(['L1']);
  expect(found.statement).toBe('Strength of L1: 2,500 N.');
});

test('3.4: T12 stands in by the paired ratio 1.030 +- 0.085, where the sex is not known', () => {
  const found = l1Equivalent([strength('L3', 3400), strength('T12', 3090)], null)!;
  expect(found.levels).toEqual(['T12']);
  expect(found.strength.value).toBeCloseTo(3000, 9);
  const relative = Math.hypot(0.2 / 1.96, 0.085 / 1.03, 0.04);
  expect(halfWidth(found.strength)).toBeCloseTo(1.96 * relative, 9);
  const how = 'ratio of T12 to L1 in 56 people 1.030, SD 0.085';
  expect(found.statement).toBe(`Strength of L1 estimated from T12: 3,000 N (T12: 3,090 N; ${how}).`);
  expect(found.strength.uncertainty).toMatchObject({
    kind: 'interval95',
    basis: `interval of T12 and variation between people: ${how}; 4 % for heights`,
  });
});

test('3.4: women and men have ratios of their own: L2 over L1 1.097 and 1.068', () => {
  const of = (sex: 'female' | 'male') => l1Equivalent([strength('L2', 3000)], sex)!.strength;
  expect(of('female').value).toBeCloseTo(3000 / 1.097, 9);
  expect(of('male').value).toBeCloseTo(3000 / 1.068, 9);
  expect(halfWidth(of('female'))).toBeGreaterThan(halfWidth(of('male')));
});

test('a level that is told of L1 is always less sure than the level itself', () => {
  for (const level of ['T11', 'T12', 'L2', 'L3'] as const)
    expect(halfWidth(l1Equivalent([strength(level, 3000)], null)!.strength)).toBeGreaterThan(0.2);
});

test('T10 and up, L4 and L5 are told of no other level', () => {
  expect(l1Equivalent((['T8', 'T9', 'T10', 'L4', 'L5'] as const).map((level) => strength(level, 3000)), null)).toBeNull(); // prettier-ignore
});

test('a strength without an interval gives none', () => {
  const none = { value: 3000, unit: 'N', uncertainty: { kind: 'none', reason: 'made up' } } as const;
  expect(l1Equivalent([{ level: 'L2', strength: none }], null)!.strength.uncertainty.kind).toBe('none');
});

test('the interval of L1 ends at no force less than 0', () => {
  const wide = { kind: 'interval95', low: 100, high: 5900, basis: 'made up' } as const;
  const { uncertainty } = l1Equivalent([{ level: 'L2', strength: { value: 3000, unit: 'N', uncertainty: wide } }], null)!.strength; // prettier-ignore
  expect(uncertainty).toMatchObject({ kind: 'interval95', low: 0 });
});

test('neighbours stand in before others, the upper one first', () => {
  const names = ['L3', 'T11', 'L2', 'T12'] as const;
  for (let n = 1; n <= names.length; n++)
    expect(l1Equivalent(names.slice(0, n).map((level) => strength(level, 3000)), 'male')!.levels).toEqual([names[n - 1]]); // prettier-ignore
});

test('a level that deviates from its neighbours stands in where no other can, and that is said', () => {
  const all = [strength('T12', 3090), strength('L2', 3000)];
  const offTrend = new Set<Level>(['T12']);
  const sound = l1Equivalent(all, null, offTrend)!;
  expect(sound.levels).toEqual(['L2']);
  expect(sound.doubt).toBeUndefined();
  const doubted = l1Equivalent(all.slice(0, 1), null, offTrend)!;
  expect(doubted.levels).toEqual(['T12']);
  expect(doubted.strength).toEqual(l1Equivalent(all, null)!.strength);
  expect(doubted.doubt).toBe('T12 deviates in shape or size from its neighbours: outline to be verified');
  expect(doubted.statement).toContain(doubted.doubt);
  const own = l1Equivalent([strength('L1', 2500), strength('T12', 3090)], null, new Set<Level>(['L1']))!;
  expect(own.levels).toEqual(['L1']);
  expect(own.doubt).toMatch(/^L1 deviates/);
});
