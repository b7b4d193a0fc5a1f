/** Assessments as their artefacts and their executions tell them. */
import { z } from 'zod';

import {
  DOCUMENTS,
  type Assessment,
  type AssessmentState,
  type DocumentName,
} from '../../../contracts/api/answers.ts';
import { assessmentKey, type AssessmentKey } from '../../shared/artifacts.ts';
import type { ExecutionState } from '../../shared/executions.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { listAll } from '../../shared/upload-store.ts';
import { ApiFailure } from '../http/api-failure.ts';
import type { ApiPorts } from '../ports.ts';
import {
  documentAt,
  siteAssessmentsPrefix,
  siteStudyKey,
  siteStudySchema,
} from '../../shared/studies/site-index.ts';

type Ports = Pick<ApiPorts, 'store' | 'uploads' | 'executions'>;

const AT_ONCE = 8;
/** Of a result or a fault no more is read than why there is none. */
const reasonSchema = z.object({
  outcome: z.enum(['assessed', 'refused', 'failed']),
  refusal: z.object({ code: z.string() }).nullable(),
  fault: z.object({ code: z.string() }).nullable(),
});

/** @throws ApiFailure STUDY_NOT_FOUND: another site's study is none */
export async function requireStudy(ports: Ports, site: string, studyId: string): Promise<void> {
  if ((await documentAt(ports, siteStudyKey(site, studyId), siteStudySchema)) === null)
    throw new ApiFailure('STUDY_NOT_FOUND');
}

/** Those that the site asked for, and those that were made of its study otherwise (with a later version, say). */
export async function assessmentsOf(
  ports: Ports,
  site: string,
  studyId: string,
): Promise<readonly Assessment[]> {
  const ids = await idsOf(ports, site, studyId);
  return inParallel(ids, AT_ONCE, (assessmentId) => readAssessment(ports, { studyId, assessmentId }));
}

/** @throws ApiFailure STUDY_NOT_FOUND, ASSESSMENT_NOT_FOUND */
export async function requireAssessment(ports: Ports, site: string, key: AssessmentKey): Promise<void> {
  await requireStudy(ports, site, key.studyId);
  if (!(await idsOf(ports, site, key.studyId)).includes(key.assessmentId))
    throw new ApiFailure('ASSESSMENT_NOT_FOUND');
}

export async function readAssessment(ports: Ports, key: AssessmentKey): Promise<Assessment> {
  const { uploads, executions } = ports;
  const there = await listAll(uploads, assessmentKey(key, ''));
  const result = there.has('result.json')
    ? await documentAt(ports, assessmentKey(key, 'result.json'), reasonSchema)
    : null;
  // A result stands, whatever became of a later run; a fault counts while nobody tries again.
  const execution = result === null ? await executions.stateOf(key) : null;
  const fault =
    result === null && there.has('fault.json')
      ? await documentAt(ports, assessmentKey(key, 'fault.json'), reasonSchema)
      : null;
  const state = result?.outcome ?? stateOf(execution, fault !== null);
  const ended = state === 'assessed' || state === 'refused' || state === 'failed';
  return {
    ...key,
    state,
    code: ended ? (result?.refusal?.code ?? fault?.fault?.code ?? null) : null,
    documents: ended ? (Object.keys(DOCUMENTS) as DocumentName[]).filter((name) => there.has(name)) : [],
  };
}

function stateOf(execution: ExecutionState | null, faulty: boolean): AssessmentState {
  if (execution === 'queued' || execution === 'running' || execution === 'cancelled') return execution;
  if (faulty || execution === 'failed') return 'failed';
  // It has succeeded and its result is on the way, or nobody has taken it up.
  return execution === 'succeeded' ? 'running' : 'waiting';
}

async function idsOf({ uploads }: Ports, site: string, studyId: string): Promise<readonly string[]> {
  const asked = await listAll(uploads, siteAssessmentsPrefix(site, studyId));
  const made = await uploads.folders(`assessments/${studyId}/`);
  return [...new Set([...[...asked.keys()].map((name) => name.replace(/\.json$/, '')), ...made])].sort();
}
