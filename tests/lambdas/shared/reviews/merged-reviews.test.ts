/** Reviews one after the other: the last word on a level is in force, under the names of now, and the trail keeps all. */
import { expect, test } from 'vitest';

import type { Level } from '../../../../contracts/levels.ts';
import { reviewedSchema, reviewSchema, type Reviewed } from '../../../../contracts/review/review.ts';
import { mergedReviews } from '../../../../lambdas/shared/reviews/merged-reviews.ts';

const ref = (n: number) => ({
  key: `reviews/${n}.json`,
  schema: 'osteon/review/1',
  sha256: String(n).repeat(64),
});

function after(
  base: Reviewed | null,
  said: object,
  renamed: Readonly<Partial<Record<Level, Level>>> = {},
  earlier: Reviewed | null = base,
): Reviewed {
  const revision = (earlier?.revision ?? 0) + 1;
  const review = reviewSchema.parse({
    schema: 'osteon/review/1',
    of: 'a'.repeat(64),
    status: 'preliminary',
    reader: { name: 'Ada Reader' },
    at: '2026-11-30T12:00:00Z',
    ...said,
  });
  const merged = mergedReviews({ revision, review, reviewRef: ref(revision), base, earlier, renamed: new Map(Object.entries(renamed)) as Map<Level, Level> }); // prettier-ignore
  return reviewedSchema.parse(merged);
}

test('a later word stands in place of an earlier one, and others stay', () => {
  const first = after(null, {
    readings: [
      { level: 'L1', fractured: true, grade: 2 },
      { level: 'T9', fractured: false },
    ],
    excluded: [{ level: 'L4', reason: 'cement' }],
  });
  const second = after(first, { readings: [{ level: 'L1', fractured: false }] });
  expect(second.readings).toEqual([
    { level: 'T9', fractured: false },
    { level: 'L1', fractured: false },
  ]);
  expect(second.excluded).toEqual([{ level: 'L4', reason: 'cement' }]);
  expect(second.history.map(({ revision }) => revision)).toEqual([1, 2]);
});

test('names moved later move what was said under the earlier ones', () => {
  const first = after(null, {
    readings: [{ level: 'L1', fractured: true }],
    excluded: [{ level: 'L2', reason: 'x' }],
  });
  const second = after(first, { names: { level: 'L1', is: 'L2' } }, { L1: 'L2', L2: 'L3' });
  expect(second.readings).toEqual([{ level: 'L2', fractured: true }]);
  expect(second.excluded).toEqual([{ level: 'L3', reason: 'x' }]);
  expect(second.names).toEqual([
    { from: 'L1', to: 'L2' },
    { from: 'L2', to: 'L3' },
  ]);
  const back = after(second, { names: { level: 'L2', is: 'L1' } }, { L2: 'L1', L3: 'L2' });
  expect(back.names).toEqual([]);
});

test('corrections made anew of what was measured leave the earlier ones in the trail alone', () => {
  const first = after(null, { excluded: [{ level: 'L4', reason: 'by mistake' }] });
  const anew = after(null, { status: 'final' }, {}, first);
  expect([anew.excluded, anew.revision]).toEqual([[], 2]);
  expect(anew.history.map(({ status, meaning }) => [status, meaning])).toEqual([
    ['preliminary', null],
    ['final', 'reviewed, approved as final'],
  ]);
});

test('who has named the vertebrae, or confirmed their names, is kept until another does', () => {
  const first = after(null, { names: { level: 'L3', is: 'L3' } });
  expect(first).toMatchObject({ names: [], named: { reader: 'Ada Reader', revision: 1 } });
  const second = after(first, { comments: 'no word on names', reader: { name: 'Ben Reader' } });
  expect(second.named).toEqual({ reader: 'Ada Reader', revision: 1 });
  const third = after(
    second,
    { names: { level: 'L3', is: 'L4' }, reader: { name: 'Ben Reader' } },
    { L3: 'L4' },
  );
  expect(third.named).toEqual({ reader: 'Ben Reader', revision: 3 });
  expect(after(null, { comments: 'read' })).not.toHaveProperty('named');
});
