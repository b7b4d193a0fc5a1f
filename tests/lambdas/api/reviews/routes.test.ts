/** Reviews over the API: by a reader who is named, of the latest report of the reader's own site, and one at a time. */
import { beforeEach, expect, test } from 'vitest';

import type { Revisions } from '../../../../contracts/api/reviews.ts';
import { reviewSchema } from '../../../../contracts/review/review.ts';
import { putJson } from '../../../../lambdas/shared/artifacts.ts';
import { siteStudyKey, siteStudySchema } from '../../../../lambdas/shared/studies/site-index.ts';
import { fixture, tokenFor } from '../fixture.ts';
import { putReviewable } from './reviewable.ts';

const KEY = { studyId: '0123456789abcdef', assessmentId: 'v1' };
const PATH = `/v1/studies/${KEY.studyId}/assessments/${KEY.assessmentId}`;

let api: Awaited<ReturnType<typeof fixture>>;
let of: string;
let reader: string;

beforeEach(async () => {
  api = await fixture();
  of = (await putReviewable(api.store, KEY)).sha256;
  await putJson(api.store, siteStudyKey('north', KEY.studyId), siteStudySchema, {
    schema: 'osteon/site-study/1',
    studyId: KEY.studyId,
  });
  reader = await tokenFor('north', { 'osteon:roles': ['reader'], name: 'Ada Reader' });
});

const review = (body: object, token = reader) => api.call('POST', `${PATH}/reviews`, { token, body });

test('a review starts the revision after the latest, under the name of the token and the time of the server', async () => {
  const answer = await review({ of, status: 'final', role: 'Radiologist', readings: [{ level: 'L1', fractured: false }] }); // prettier-ignore
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    revisions: [{ revision: 0, result: of, status: null, outcome: 'assessed' }],
    making: { revision: 1, state: 'running' },
  } satisfies Partial<Record<keyof Revisions, unknown>>);
  const [started] = api.finalised;
  expect(started).toMatchObject({ ...KEY, revision: 1, earlier: null, result: { sha256: of } });
  const written = reviewSchema.parse(
    JSON.parse(new TextDecoder().decode(await api.store.get(started!.review.key))),
  );
  expect(written.reader).toEqual({ name: 'Ada Reader', role: 'Radiologist' });
  expect(Math.abs(Date.parse(written.at) - Date.now())).toBeLessThan(60_000);
});

test.each([
  ['an uploader', { 'osteon:roles': ['uploader', 'operator', 'analyst'], name: 'Ada' }, 403, 'ROLE_REQUIRED'],
  ['a reader whom the token does not name', { 'osteon:roles': ['reader'] }, 403, 'READER_UNNAMED'],
])('%s signs nothing', async (_, claims, status, code) => {
  const answer = await review({ of, status: 'final' }, await tokenFor('north', claims));
  expect(await api.failure(answer)).toMatchObject({ status, code });
  expect(api.finalised).toEqual([]);
});

test('another site’s reader sees no such study', async () => {
  const token = await tokenFor('south', { 'osteon:roles': ['reader'], name: 'Eve' });
  expect(await api.failure(await review({ of, status: 'final' }, token))).toMatchObject({
    code: 'STUDY_NOT_FOUND',
  });
  const revisions = await api.call('GET', `${PATH}/revisions`, { token });
  expect(await api.failure(revisions)).toMatchObject({ code: 'STUDY_NOT_FOUND' });
});

test.each<[what: string, body: () => object, code: string, said: string]>([
  [
    'of another result',
    () => ({ of: 'a'.repeat(64), status: 'final' }),
    'REVIEW_UNFIT',
    'of: found another result',
  ],
  [
    'of a level that is not there',
    () => ({ of, status: 'final', excluded: [{ level: 'T4', reason: 'x' }] }),
    'REVIEW_UNFIT',
    'found no T4',
  ],
  [
    'that amends what nobody signed',
    () => ({ of, status: 'addendum', comments: 'late' }),
    'REVIEW_UNFIT',
    'required: a signed report',
  ],
  [
    'in which the reader names somebody',
    () => ({ of, status: 'final', reader: { name: 'Somebody else' } }),
    'REQUEST_INVALID',
    '',
  ],
  [
    'with a grade of an intact vertebra',
    () => ({ of, status: 'final', readings: [{ level: 'L1', fractured: false, grade: 2 }] }),
    'REQUEST_INVALID',
    '',
  ],
])('a review %s is refused', async (_, body, code, said) => {
  const failure = await api.failure(await review(body()));
  expect(failure).toMatchObject({ code, message: expect.stringContaining(said) as string });
  expect(api.finalised).toEqual([]);
});
