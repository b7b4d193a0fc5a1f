/** A result that can be reviewed, as an assessment leaves it. */
import type { ArtifactRef } from '../../../../contracts/primitives.ts';
import { resultSchema } from '../../../../contracts/result.ts';
import { publishReportInputSchema } from '../../../../contracts/states.ts';
import { readReportData } from '../../../../lambdas/publish-report/read-report-data.ts';
import { assessmentKey, putJson, type AssessmentKey } from '../../../../lambdas/shared/artifacts.ts';
import type { ObjectStore } from '../../../../lambdas/shared/object-store.ts';
import { resultOf } from '../../../../report/result.ts';
import { memoryStore, putAssessment } from '../../../report/fixture.ts';

export async function putReviewable(store: ObjectStore, key: AssessmentKey): Promise<ArtifactRef> {
  const artefacts = memoryStore();
  const { input, ...parts } = await putAssessment(artefacts, { levels: ['L1', 'L2'] });
  const data = await readReportData(artefacts, publishReportInputSchema.parse({ ...input, ...parts }));
  const result = { ...resultOf(data), ...key };
  return putJson(store, assessmentKey(key, 'result.json'), resultSchema, {
    ...result,
    provenance: { ...result.provenance, parameterSet: 'osteon-default-4' },
  });
}
