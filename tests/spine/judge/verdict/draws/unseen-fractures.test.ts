import { expect, test } from 'vitest';

import { unseenFractures } from '../../../../../spine/judge/verdict/draws/unseen-fractures.ts';

test('of a spine that nobody saw have the prevalence, and 30 % of those two or more', () => {
  const [none, one, ...more] = unseenFractures(0.11, { seen: 0, unseen: 14, fractured: 0 });
  expect(none).toBeCloseTo(0.89, 12);
  expect(one).toBeCloseTo(0.11 * 0.7, 12);
  expect(more.reduce((sum, share) => sum + share, 0)).toBeCloseTo(0.11 * 0.3, 12);
});

test('of a spine that was all seen are none', () => {
  expect(unseenFractures(0.11, { seen: 14, unseen: 0, fractured: 2 })).toEqual([1]);
});

test('by Bayes, where half of two levels was seen intact', () => {
  // One fracture lies in either, two in both: P(none) 0.9, P(one) 0.07, P(two) 0.03.
  const [none, one] = unseenFractures(0.1, { seen: 1, unseen: 1, fractured: 0 });
  expect(none).toBeCloseTo(0.9 / (0.9 + 0.035), 12);
  expect(one).toBeCloseTo(0.035 / (0.9 + 0.035), 12);
  // Seen fractured: the other is so where both are.
  expect(unseenFractures(0.1, { seen: 1, unseen: 1, fractured: 1 })[1]).toBeCloseTo(
    0.03 / (0.03 + 0.035),
    12,
  );
});

test('are likelier beside a fracture, and rarer beside intact bodies', () => {
  const chance = (fractured: number, seen: number): number =>
    1 - unseenFractures(0.11, { seen, unseen: 14 - seen, fractured })[0]!;
  expect(chance(1, 6)).toBeGreaterThan(3 * chance(0, 6));
  expect(chance(2, 6)).toBeGreaterThan(chance(1, 6));
  expect(chance(0, 10)).toBeLessThan(chance(0, 6));
});

test('beside a fracture of somebody who should have none are not known to be any', () => {
  expect(unseenFractures(0, { seen: 1, unseen: 2, fractured: 1 })).toEqual([1, 0, 0]);
});
