/** AggregateRisk: from all levels, the order and the headers to fracture grades, density category and overall category. */
import { assessmentKey, getJson, putJson } from '../shared/artifacts.ts';
import { getMarker, orderAsSent } from '../shared/site-documents.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { calibrationSchema } from '../../contracts/calibration/calibration.ts';
import { ctSchema } from '../../contracts/ct.ts';
import type { Flag } from '../../contracts/primitives.ts';
import { levelResultSchema } from '../../contracts/level/level-result.ts';
import { reviewedSchema } from '../../contracts/review/review.ts';
import { riskSchema } from '../../contracts/risk/risk.ts';
import { segmentationSchema } from '../../contracts/segmentation.ts';
import { aggregateRiskInputSchema, aggregateRiskOutputSchema } from '../../contracts/states.ts';
import { software } from '../shared/version.ts';

import { assessRisk, type MapResult } from '../../spine/judge/index.ts';

export const handler = stepHandler({
  name: 'AggregateRisk',
  input: aggregateRiskInputSchema,
  output: aggregateRiskOutputSchema,
  run: async function aggregateRisk(input, { store, log }) {
    const { order: orderRef } = await getMarker(store, input);
    const ct = await getJson(store, input.ct.artifact, ctSchema);
    const segmentation = await getJson(store, input.segmentation.artifact, segmentationSchema);
    const calibration = await getJson(store, input.calibration.artifact, calibrationSchema);
    const sent = await orderAsSent(store, orderRef);
    const results = await Promise.all(
      input.levels.map(async (item): Promise<MapResult> =>
        'failure' in item
          ? item
          : { level: item.level, result: await getJson(store, item.artifact, levelResultSchema) },
      ),
    );
    const reviewed =
      input.reviewed === undefined ? null : await getJson(store, input.reviewed, reviewedSchema);
    const assessed = assessRisk({
      ct,
      segmentation,
      calibration,
      order: sent?.order ?? null,
      results,
      parameterSet: input.parameterSet,
      ...(reviewed === null ? {} : { readings: reviewed.readings }),
    });
    const levelRefs = input.levels.flatMap((item) => ('artifact' in item ? [item.artifact] : []));
    const inputs = [
      input.study,
      input.ct.artifact,
      input.segmentation.artifact,
      input.calibration.artifact,
      ...(orderRef === null ? [] : [orderRef]),
      ...(input.reviewed === undefined ? [] : [input.reviewed]),
      ...levelRefs,
    ];
    const artifact = await putJson(store, assessmentKey(input, 'risk.json'), riskSchema, {
      schema: 'osteon/risk/3',
      ...assessed,
      flags: [...assessed.flags, ...notUsed(sent?.leftOut ?? [])],
      provenance: {
        software: software(),
        parameterSet: input.parameterSet,
        inputs: inputs.map(({ sha256 }) => sha256),
      },
    });
    log.info('risk aggregated', { levels: assessed.levels.length });
    return { artifact };
  },
});

/** A factor that was sent and is not used would be taken for one that nobody gave. */
function notUsed(leftOut: readonly string[]): readonly Flag[] {
  if (leftOut.length === 0) return [];
  return [{ code: 'ORDER_PARTS_NOT_USED', message: `not used of the order: ${leftOut.join('; ')}` }];
}
