/** The revisions of an assessment as its artefacts and executions tell them. */
import { REVISION_DOCUMENTS, type RevisionDocument, type Revisions } from '../../../contracts/api/reviews.ts';
import { assessmentKey, type AssessmentKey } from '../../shared/artifacts.ts';
import { standingResults, type StandingResult } from '../../shared/reviews/review-input.ts';
import type { ApiPorts } from '../ports.ts';

type Ports = Pick<ApiPorts, 'store' | 'finalisations'>;

export async function readRevisions(
  { store, finalisations }: Ports,
  key: Required<Pick<AssessmentKey, 'studyId' | 'assessmentId'>>,
): Promise<Revisions> {
  const { studyId, assessmentId } = key;
  const standing = await standingResults(store, key);
  const there = new Set(await store.list(assessmentKey(key, '')));
  const revision = (standing.at(-1)?.revision ?? 0) + 1;
  const state = await finalisations.stateOf({ studyId, assessmentId, revision });
  return {
    ...{ studyId, assessmentId },
    revisions: standing.map((one) => ({
      revision: one.revision,
      result: one.ref.sha256,
      status: one.result.review?.status ?? null,
      outcome: one.result.outcome,
      documents: (Object.keys(REVISION_DOCUMENTS) as RevisionDocument[]).filter((name) =>
        there.has(revisionKey(key, one, name)),
      ),
    })),
    making: state === 'queued' || state === 'running' || state === 'failed' ? { revision, state } : null,
  };
}

export function revisionKey(
  { studyId, assessmentId }: AssessmentKey,
  { revision }: Pick<StandingResult, 'revision'>,
  name: string,
): string {
  return assessmentKey({ studyId, assessmentId, ...(revision === 0 ? {} : { revision }) }, name);
}
