/** From a reader's document to what a finalisation starts from, or why it can't be one of this assessment. */
import { PARAMETER_SET_IDS } from '../../../contracts/parameter-set-ids.ts';
import type { ArtifactRef } from '../../../contracts/primitives.ts';
import { resultSchema, type Result } from '../../../contracts/result.ts';
import type { FinalisationInput } from '../../../contracts/review/finalisation.ts';
import { isSigned, reviewSchema, type Review } from '../../../contracts/review/review.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { nameAfter, ReviewUnfit, requireFitting, reviewedNames } from '../../../spine/judge/index.ts';

import { assessmentKey, jsonBytes, putBytes, type AssessmentKey } from '../artifacts.ts';
import { checked, parsedJson } from '../contract.ts';
import type { ListedStore } from '../object-store.ts';

/** A result of an assessment: revision 0 is what the machine measured. */
export interface StandingResult {
  readonly revision: number;
  readonly ref: ArtifactRef;
  readonly result: Result;
}

/** Clocks of two machines may differ by this, ms. */
export const CLOCKS_MS = 300_000;
const DIGEST_DIGITS = 16;
const REVISION = /\/revisions\/([1-9]\d*)\/result\.json$/;

/** Ascending; empty where the assessment has not ended. */
export async function standingResults(
  store: ListedStore,
  assessment: AssessmentKey,
): Promise<readonly StandingResult[]> {
  const { studyId, assessmentId } = assessment;
  const measured = assessmentKey({ studyId, assessmentId }, 'result.json');
  const keys = await store.list(assessmentKey({ studyId, assessmentId }, ''));
  const revisions = keys.flatMap((key) => {
    const [, number] = REVISION.exec(key) ?? [];
    return number === undefined ? [] : [{ revision: Number(number), key }];
  });
  const all = keys.includes(measured) ? [{ revision: 0, key: measured }, ...revisions] : [];
  const read = all.map(async ({ revision, key }): Promise<StandingResult> => {
    const bytes = await store.get(key);
    const ref = { key, schema: 'osteon/result/4', sha256: sha256(bytes) };
    return { revision, ref, result: checked(resultSchema, parsedJson(bytes, key), key) };
  });
  return (await Promise.all(read)).sort((a, b) => a.revision - b.revision);
}

/**
 * Keeps the review under its digest, which nothing is written over, and says what to start.
 * @param standing of the assessment, ascending
 * @throws ReviewUnfit where it reviews another result, is of a time before it, comes too late, or names what is not there
 */
export async function reviewInput(
  store: ListedStore,
  standing: readonly StandingResult[],
  review: Review,
): Promise<FinalisationInput> {
  const base = reviewedOf(standing, review);
  const { result } = base;
  const { studyId, assessmentId, provenance } = result;
  const study = result.artifacts.find(({ schema }) => schema === 'osteon/study/1');
  if (standing[0]!.result.outcome !== 'assessed')
    throw new ReviewUnfit(
      `found an assessment that was ${standing[0]!.result.outcome}; required: one with measured levels`,
    );
  const parameterSet = PARAMETER_SET_IDS.find((id) => id === provenance.parameterSet);
  if (study === undefined || parameterSet === undefined)
    throw new ReviewUnfit('found a result of another version of the software; required: one of this version');
  await requireLater(store, standing, review);
  requireFitting(
    result.levels.map(({ level }) => level),
    review,
  );
  // What was read before moves with the names, or the names are refused.
  const renamed = reviewedNames(result.levels, review);
  for (const { level } of result.review?.readings ?? []) nameAfter(level, renamed);
  for (const prior of review.priors ?? []) {
    const there = await store.list(assessmentKey(prior, ''));
    if (!there.includes(assessmentKey(prior, 'result.json')))
      throw new ReviewUnfit(
        `priors: found no result of ${prior.studyId}/${prior.assessmentId}; required: assessments of this store`,
      );
  }
  const bytes = jsonBytes(checked(reviewSchema, review, 'review'));
  const digest = sha256(bytes);
  const key = assessmentKey({ studyId, assessmentId }, `reviews/${digest.slice(0, DIGEST_DIGITS)}.json`);
  const latest = standing.at(-1)!;
  const earlier = latest.result.artifacts.find(({ schema }) => schema === 'osteon/reviewed/1') ?? null;
  return {
    schema: 'osteon/finalisation-input/1',
    studyId,
    assessmentId,
    parameterSet,
    study,
    revision: latest.revision + 1,
    result: base.ref,
    measured: standing[0]!.ref,
    review: await putBytes(store, key, review.schema, bytes, 'application/json'),
    earlier,
  };
}

/** A review is after what it reviews was there, and after the review before it. @throws ReviewUnfit */
async function requireLater(
  store: ListedStore,
  standing: readonly StandingResult[],
  { at }: Review,
): Promise<void> {
  const { ref, result } = standing[0]!;
  const written = (await store.listed(assessmentKey(result, ''))).find(({ key }) => key === ref.key);
  const before = standing.at(-1)!.result.review?.history.at(-1);
  const earlier = [
    ...(written === undefined
      ? []
      : [['the assessment', new Date(written.changedAt).toISOString()] as const]),
    ...(before === undefined ? [] : [[`revision ${before.revision}`, before.at] as const]),
  ];
  for (const [what, time] of earlier)
    if (Date.parse(at) < Date.parse(time) - CLOCKS_MS)
      throw new ReviewUnfit(`at: found ${at}, before ${what} (${time}); required: a later time`);
}

/** The latest result is reviewed, or, while nothing is signed, the machine's own: corrections are then made anew. */
function reviewedOf(standing: readonly StandingResult[], { of, status }: Review): StandingResult {
  const latest = standing.at(-1);
  if (latest === undefined)
    throw new ReviewUnfit('found no result; required: an assessment that has ended with one');
  const signed = latest.result.review !== undefined && isSigned(latest.result.review);
  if (signed && status !== 'addendum')
    throw new ReviewUnfit(
      `status: found "${status}" after a signed report (revision ${latest.revision}); required: "addendum"`,
    );
  if (!signed && status === 'addendum')
    throw new ReviewUnfit('status: found "addendum"; required: a signed report before it');
  const allowed = signed ? [latest] : [latest, standing[0]!];
  const base = allowed.find(({ ref }) => ref.sha256 === of);
  if (base !== undefined) return base;
  const former = standing.find(({ ref }) => ref.sha256 === of);
  const found =
    former === undefined ? 'another result' : `revision ${former.revision}, which has been revised`;
  throw new ReviewUnfit(
    `of: found ${found}; required: the digest of revision ${latest.revision}, ${latest.ref.sha256}`,
  );
}
