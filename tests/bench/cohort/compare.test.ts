import { expect, test } from 'vitest';

import { differing } from '../../../bench/cohort/compare.ts';

const ROW = ['east', 120, null, 0.00045653120849] as const;
const sloped = (slope: number, name = 'east') => [name, 120, null, slope] as const;

test('numbers that sums in another order give are the same, wherever a rounding would part them', () => {
  const one = 0.000456531208499;
  const { onlyA, onlyB } = differing([sloped(one), ROW], [ROW, sloped(one + 2e-15)]);
  expect([onlyA, onlyB]).toEqual([0, 0]);
});

test('others, and rows that come once more, are told on their side', () => {
  expect(differing([sloped(1)], [sloped(1 + 1e-7)])).toMatchObject({ onlyA: 1, onlyB: 1 });
  expect(differing([sloped(1)], [sloped(1, 'west')])).toMatchObject({ onlyA: 1, onlyB: 1 });
  const twice = differing([ROW, ROW], [ROW]);
  expect([twice.onlyA, twice.onlyB]).toEqual([1, 0]);
  expect(twice.first).toMatch(/^\["east",120,null,/);
  expect(differing([], [ROW])).toMatchObject({ onlyA: 0, onlyB: 1 });
});
