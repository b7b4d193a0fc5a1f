/** When a review can have been made: after the assessment that it is of, and after the review before it. */
import { beforeEach, expect, test } from 'vitest';

import { resultSchema } from '../../../../contracts/result.ts';
import { reviewSchema } from '../../../../contracts/review/review.ts';
import { assessmentKey, putJson } from '../../../../lambdas/shared/artifacts.ts';
import type { ListedStore } from '../../../../lambdas/shared/object-store.ts';
import { reviewInput, standingResults } from '../../../../lambdas/shared/reviews/review-input.ts';
import { memoryStore } from '../../../report/fixture.ts';
import { reviewedBy } from '../../../report/ehr/documented.ts';
import { putReviewable } from '../../api/reviews/reviewable.ts';

const KEY = { studyId: '0123456789abcdef', assessmentId: 'made-up' };
const WRITTEN = '2026-03-01T10:00:00.000Z';

let store: ListedStore;
beforeEach(async () => {
  const plain = memoryStore();
  store = {
    ...plain,
    listed: (prefix) =>
      plain
        .list(prefix)
        .then((keys) => keys.map((key) => ({ key, bytes: 1, changedAt: Date.parse(WRITTEN), stamp: '1' }))),
  };
  await putReviewable(store, KEY);
});

async function reviewedAt(at: string, status: 'final' | 'addendum' = 'final') {
  const standing = await standingResults(store, KEY);
  const review = { schema: 'osteon/review/1', of: standing.at(-1)!.ref.sha256, status, reader: { name: 'Ada' }, at, comments: 'read' }; // prettier-ignore
  return reviewInput(store, standing, reviewSchema.parse(review));
}

test('not before the assessment, but for what clocks differ by', async () => {
  await expect(reviewedAt('2020-01-01T00:00:00Z')).rejects.toThrow(
    `at: found 2020-01-01T00:00:00Z, before the assessment (${WRITTEN}); required: a later time`,
  );
  await expect(reviewedAt('2026-03-01T09:54:59Z')).rejects.toThrow('before the assessment');
  expect((await reviewedAt('2026-03-01T09:55:01Z')).revision).toBe(1);
  expect((await reviewedAt('2026-03-01T11:00:00+01:00')).revision).toBe(1);
});

test('not before the review that it follows', async () => {
  const [measured] = await standingResults(store, KEY);
  const review = reviewedBy(['final']);
  await putJson(store, assessmentKey({ ...KEY, revision: 1 }, 'result.json'), resultSchema, {
    ...measured!.result,
    review,
  });
  const { at } = review.history[0]!;
  await expect(reviewedAt('2026-03-02T08:00:00Z', 'addendum')).rejects.toThrow(
    `at: found 2026-03-02T08:00:00Z, before revision 1 (${at}); required: a later time`,
  );
  expect((await reviewedAt('2026-03-02T10:00:00Z', 'addendum')).revision).toBe(2);
});
