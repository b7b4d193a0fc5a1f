/** ApplyReview: what was measured, as a reader's review has it: names moved, levels left out, readings in force. Nothing is measured. */
import { applyReviewOutputSchema, finalisationInputSchema } from '../../contracts/review/finalisation.ts';
import { resultSchema } from '../../contracts/result.ts';
import { reviewedSchema, reviewSchema } from '../../contracts/review/review.ts';
import { segmentationSchema, type Segmentation } from '../../contracts/segmentation.ts';
import { assessmentKey, getJson, putJson } from '../shared/artifacts.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { ContractBroken } from '../shared/errors.ts';
import { mergedReviews } from '../shared/reviews/merged-reviews.ts';

import { reviewedLevels } from '../../spine/judge/index.ts';
import { putRenamed } from './put-renamed.ts';
import { levelItems, measuredLevels } from './measured-levels.ts';

export const handler = stepHandler({
  name: 'ApplyReview',
  input: finalisationInputSchema,
  output: applyReviewOutputSchema,
  async run({ result: of, review: reviewRef, earlier: earlierRef, ...assessment }, { store, log }) {
    const review = await getJson(store, reviewRef, reviewSchema);
    if (review.of !== of.sha256)
      throw new ContractBroken(`${reviewRef.key} reviews another result than ${of.key}`);
    const base = await getJson(store, of, resultSchema);
    const earlier = earlierRef === null ? null : await getJson(store, earlierRef, reviewedSchema);
    const one = (schema: string) => {
      const ref = base.artifacts.find((artifact) => artifact.schema === schema);
      if (ref === undefined) throw new ContractBroken(`${of.key} names no ${schema}`);
      return ref;
    };
    const ct = one('osteon/ct/1');
    const former = one('osteon/segmentation/1');
    const segmentation = await getJson(store, former, segmentationSchema);
    const measured = await measuredLevels(store, base, segmentation);
    const fit = reviewedLevels(
      segmentation,
      measured.map(({ found }) => found),
      review,
      assessment.parameterSet,
    );
    const isChanged = fit.segmentation !== segmentation;
    const drawn: Segmentation = isChanged
      ? await putRenamed(store, assessment, { ct, segmentation: fit.segmentation, renamed: fit.renamed })
      : segmentation;
    const artifact = isChanged
      ? await putJson(store, assessmentKey(assessment, 'segmentation.json'), segmentationSchema, drawn)
      : former;
    const items = await levelItems(store, assessment, fit, measured);
    const { revision } = assessment;
    const reviewed = mergedReviews({
      revision,
      review,
      reviewRef,
      base: base.review ?? null,
      earlier,
      renamed: fit.renamed,
    });
    log.info('review applied', { revision, moved: fit.renamed.size, assessable: items.length });
    return {
      ...assessment,
      schema: 'osteon/assessment-input/1' as const,
      reviewed: await putJson(store, assessmentKey(assessment, 'reviewed.json'), reviewedSchema, reviewed),
      ct: { artifact: ct },
      segmentation: {
        artifact,
        levels: drawn.levels.flatMap(({ level, refusal }) => (refusal === null ? [level] : [])),
      },
      calibration: { artifact: one('osteon/calibration/2') },
      levels: items,
    };
  },
});
