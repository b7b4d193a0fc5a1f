/** Every published ratio of a level's strength to that of L1 (Walle et al. 2025, appendix A), by sex, in its order. */
import { expect, test } from 'vitest';

import type { Quantity } from '../../../../contracts/primitives.ts';
import type { Level } from '../../../../contracts/levels.ts';
import { l1Equivalent } from '../../../../spine/judge/strength/level-equivalent.ts';

const STRENGTH: Quantity<'N'> = {
  value: 3000,
  unit: 'N',
  uncertainty: { kind: 'interval95', low: 2400, high: 3600, basis: 'made up' },
};

const PUBLISHED: readonly (readonly [
  Level,
  'female' | 'male' | null,
  mean: number,
  sd: number,
  n: number,
])[] = [
  ['T12', 'female', 1.032, 0.097, 31],
  ['T12', 'male', 1.027, 0.069, 25],
  ['T12', null, 1.03, 0.085, 56],
  ['L2', 'female', 1.097, 0.196, 36],
  ['L2', 'male', 1.068, 0.065, 27],
  ['L2', null, 1.085, 0.154, 63],
  ['T11', 'female', 1.119, 0.16, 24],
  ['T11', 'male', 1.04, 0.114, 25],
  ['T11', null, 1.079, 0.143, 49],
  ['L3', 'female', 1.182, 0.334, 37],
  ['L3', 'male', 1.132, 0.129, 27],
  ['L3', null, 1.161, 0.267, 64],
];

test.each(PUBLISHED)('%s of %s stands to L1 as %d ± %d in %d people', (level, sex, mean, sd, n) => {
  const { strength, levels, statement } = l1Equivalent([{ level, strength: STRENGTH }], sex)!;
  const l1 = 3000 / mean;
  expect(levels).toEqual([level]);
  expect(strength.value).toBeCloseTo(l1, 9);
  if (strength.uncertainty.kind !== 'interval95') throw new Error('no interval');
  // 600 N of 1.96 standard errors, how people differ, and 4 % for heights.
  const half = 1.96 * l1 * Math.hypot(600 / 1.96 / 3000, sd / mean, 0.04);
  expect(strength.uncertainty.low).toBeCloseTo(Math.max(0, l1 - half), 9);
  expect(strength.uncertainty.high).toBeCloseTo(l1 + half, 9);
  expect(statement).toContain(`in ${n} people ${mean.toFixed(3)}, SD ${sd.toFixed(3)}`);
});

test('the nearest level stands in first: T12, L2, T11, L3, and L1 before all', () => {
  const order = ['L3', 'T11', 'L2', 'T12', 'L1'] as const;
  order.forEach((_, n) => {
    const there = order.slice(0, n + 1).map((level) => ({ level, strength: STRENGTH }));
    expect(l1Equivalent(there, null)!.levels).toEqual([order[n]]);
  });
});

test('an interval ends at 0 N', () => {
  const wide: Quantity<'N'> = {
    ...STRENGTH,
    uncertainty: { kind: 'interval95', low: 0, high: 9000, basis: 'made up' },
  };
  expect(l1Equivalent([{ level: 'L3', strength: wide }], null)!.strength.uncertainty).toMatchObject({
    low: 0,
  });
});
