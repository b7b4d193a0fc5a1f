import { expect, test } from 'vitest';

import { reviewSchema } from '../../../contracts/review/review.ts';

const REVIEW = {
  schema: 'osteon/review/1',
  of: 'a'.repeat(64),
  status: 'final',
  reader: { name: 'Ada Reader' },
  at: '2026-11-30T12:00:00+01:00',
} as const;

test('a review may say no more than that the reader agrees', () => {
  expect(reviewSchema.safeParse(REVIEW).success).toBe(true);
});

test.each([
  ['nobody', { reader: { name: '  ' } }, 'reader.name'],
  ['no time zone', { at: '2026-11-30T12:00:00' }, 'at'],
  [
    'a level twice',
    {
      excluded: [
        { level: 'L1', reason: 'a' },
        { level: 'L1', reason: 'b' },
      ],
    },
    'excluded.1.level',
  ],
  [
    'a grade of an intact vertebra',
    { readings: [{ level: 'L1', fractured: false, grade: 2 }] },
    'readings.0.grade',
  ],
  [
    'a shape without a grade',
    { readings: [{ level: 'L1', fractured: true, shape: 'wedge' }] },
    'readings.0.shape',
  ],
  ['the sacrum', { names: { level: 'L5', is: 'sacrum' } }, 'names.is'],
  ['an addendum that says nothing', { status: 'addendum' }, 'comments'],
  ['a field that is none', { signed: true }, ''],
])('with %s is none', (_, part, path) => {
  const { error } = reviewSchema.safeParse({ ...REVIEW, ...part });
  expect(error?.issues.map((issue) => issue.path.join('.'))).toContain(path);
});
