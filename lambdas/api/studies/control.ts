/** Stopping an assessment, and starting again one that failed or was stopped. */
import type { Assessment } from '../../../contracts/api/answers.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { getJson, putJson, studyManifestKey, type AssessmentKey } from '../../shared/artifacts.ts';
import { ApiFailure } from '../http/api-failure.ts';
import type { ApiPorts } from '../ports.ts';
import { documentAt, siteAssessmentKey, siteAssessmentSchema } from '../../shared/studies/site-index.ts';

import { readAssessment } from './read-assessment.ts';

/** Harmless where it has ended. @throws ApiFailure ASSESSMENT_NOT_STARTED */
export async function cancelAssessment(ports: ApiPorts, key: AssessmentKey): Promise<Assessment> {
  const now = await readAssessment(ports, key);
  if (now.state === 'waiting') throw new ApiFailure('ASSESSMENT_NOT_STARTED');
  if (now.state !== 'queued' && now.state !== 'running') return now;
  await ports.executions.cancel(key);
  return readAssessment(ports, key);
}

/**
 * The study's marker is written again, as it was for this assessment: that starts it, here and on AWS.
 * @throws ApiFailure ASSESSMENT_NOT_STOPPED, ASSESSMENT_NOT_FOUND where the site has not asked for it
 */
export async function restartAssessment(
  ports: ApiPorts,
  site: string,
  key: AssessmentKey,
): Promise<Assessment> {
  const { store } = ports;
  const { state } = await readAssessment(ports, key);
  if (state !== 'failed' && state !== 'cancelled') throw new ApiFailure('ASSESSMENT_NOT_STOPPED');
  const asked = await documentAt(
    ports,
    siteAssessmentKey(site, key.studyId, key.assessmentId),
    siteAssessmentSchema,
  );
  if (asked === null) throw new ApiFailure('ASSESSMENT_NOT_FOUND');
  const manifest = await getJson(store, asked.marker, studyManifestSchema);
  await putJson(store, studyManifestKey(key.studyId), studyManifestSchema, manifest);
  return readAssessment(ports, key);
}
