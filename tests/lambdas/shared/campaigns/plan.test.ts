import { expect, test } from 'vitest';

import {
  beyondBudget,
  canarySize,
  drawCanary,
  estimateOf,
} from '../../../../lambdas/shared/campaigns/plan.ts';

const STUDIES = Array.from({ length: 300 }, (_, n) => ({ studyId: n.toString(16).padStart(16, '0') }));

test.each([
  [10, undefined, 10],
  [300, undefined, 20],
  [2000, undefined, 20],
  [2001, undefined, 21],
  [100_000, undefined, 1000],
  [300, 5, 5],
  [3, 5, 3],
  [300, 0, 0],
])('of %i studies, %s being asked for, %i are a canary', (studies, asked, size) => {
  expect(canarySize(studies, asked)).toBe(size);
});

test('a canary is drawn by its seed, whatever order the studies come in; every study is in it or in the rest, once', () => {
  const { canary, rest } = drawCanary(STUDIES, 20, 'a');
  expect(drawCanary(STUDIES.toReversed(), 20, 'a')).toEqual({ canary, rest });
  expect(drawCanary(STUDIES, 20, 'b').canary).not.toEqual(canary);
  expect(canary).toHaveLength(20);
  expect([...canary, ...rest].map(({ studyId }) => studyId).sort()).toEqual(
    STUDIES.map(({ studyId }) => studyId),
  );
});

test('every study is drawn about as often as any other', () => {
  const drawn = new Map<string, number>();
  for (let seed = 0; seed < 2000; seed++)
    for (const { studyId } of drawCanary(STUDIES.slice(0, 10), 3, String(seed)).canary)
      drawn.set(studyId, (drawn.get(studyId) ?? 0) + 1);
  // 600 each, standard deviation 20.
  for (const count of drawn.values()) expect(Math.abs(count - 600)).toBeLessThan(100);
  expect(drawn.size).toBe(10);
});

test('an estimate is by the mean of what is known, and a budget stops what is beyond it or not known', () => {
  const known = [
    { seconds: 30, usd: 0.01 },
    { seconds: 50, usd: null },
  ];
  const estimate = estimateOf(100, known)!;
  expect(estimate).toEqual({ seconds: 4000, usd: 1 });
  expect(estimateOf(100, [])).toBeNull();
  expect(beyondBudget(estimate, { seconds: 4000, usd: null })).toEqual([]);
  expect(beyondBudget(estimate, { seconds: 3999, usd: 0.5 })).toEqual([
    'seconds of work: estimated 4,000; allowed: 3999',
    'US$: estimated 1; allowed: 0.5',
  ]);
  expect(beyondBudget(null, { seconds: 10, usd: null })).toEqual([
    'seconds of work: no estimate, as no former time is known; allowed: 10',
  ]);
  expect(beyondBudget(null, { seconds: null, usd: null })).toEqual([]);
});
