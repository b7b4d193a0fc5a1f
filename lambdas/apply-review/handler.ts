/** ApplyReview: what was measured, as a reader's review has it: names moved, levels left out, readings in force. Nothing is measured. */
import { applyReviewOutputSchema, finalisationInputSchema } from '../../contracts/review/finalisation.ts';
import { resultSchema } from '../../contracts/result.ts';
import { reviewedSchema, reviewSchema } from '../../contracts/review/review.ts';
import { segmentationSchema, type Segmentation } from '../../contracts/segmentation.ts';
import { assessmentKey, getJson, putJson, unlessAbsent, type AssessmentKey } from '../shared/artifacts.ts';
import { checked, parsedJson } from '../shared/contract.ts';
import type { ObjectStore } from '../shared/object-store.ts';
import type { ArtifactRef } from '../../contracts/primitives.ts';
import { currentList } from '../shared/aws/ports.ts';
import { stepHandler } from '../shared/aws/step-handler.ts';
import { ContractBroken } from '../shared/errors.ts';
import { mergedReviews } from '../shared/reviews/merged-reviews.ts';

import { renamedSince, reviewedLevels, reviewedNames } from '../../spine/judge/index.ts';
import { putRenamed } from './put-renamed.ts';
import { levelItems, measuredLevels } from './measured-levels.ts';

export const handler = stepHandler({
  name: 'ApplyReview',
  input: finalisationInputSchema,
  output: applyReviewOutputSchema,
  async run(input, { store, log }) {
    const { result: of, measured: ownRef, review: reviewRef, earlier: earlierRef, ...assessment } = input;
    const review = await getJson(store, reviewRef, reviewSchema);
    if (review.of !== of.sha256)
      throw new ContractBroken(`${reviewRef.key} reviews another result than ${of.key}`);
    await requireOwn(store, assessment, reviewRef);
    const base = await getJson(store, of, resultSchema);
    const earlier = earlierRef === null ? null : await getJson(store, earlierRef, reviewedSchema);
    const own = ownRef.sha256 === of.sha256 ? base : await getJson(store, ownRef, resultSchema);
    const one = (schema: string) => {
      const ref = own.artifacts.find((artifact) => artifact.schema === schema);
      if (ref === undefined) throw new ContractBroken(`${ownRef.key} names no ${schema}`);
      return ref;
    };
    const ct = one('osteon/ct/1');
    const former = one('osteon/segmentation/1');
    const segmentation = await getJson(store, former, segmentationSchema);
    const measured = await measuredLevels(store, own, segmentation);
    const { revision, parameterSet } = assessment;
    const reviewed = mergedReviews({
      ...{ revision, review, reviewRef, earlier },
      base: base.review ?? null,
      renamed: reviewedNames(base.levels, review),
    });
    const fit = reviewedLevels(
      segmentation,
      measured.map(({ found }) => found),
      {
        renamed: renamedSince(segmentation.levels, reviewed.names),
        named: reviewed.named !== undefined,
        excluded: reviewed.excluded.map(({ level }) => level),
      },
      parameterSet,
    );
    const isChanged = fit.segmentation !== segmentation;
    const drawn: Segmentation = isChanged
      ? await putRenamed(store, assessment, { ct, segmentation: fit.segmentation, renamed: fit.renamed })
      : segmentation;
    const artifact = isChanged
      ? await putJson(store, assessmentKey(assessment, 'segmentation.json'), segmentationSchema, drawn)
      : former;
    const items = await levelItems(store, assessment, fit, measured);
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

/** What another review has made is not written over; a retry finds its own. @throws ContractBroken */
async function requireOwn(store: ObjectStore, revision: AssessmentKey, review: ArtifactRef): Promise<void> {
  const key = assessmentKey(revision, 'reviewed.json');
  const bytes = await unlessAbsent({ get: (at) => store.get(at), list: currentList() }, key);
  if (bytes === null) return;
  const { history } = checked(reviewedSchema, parsedJson(bytes, key), key);
  if (history.at(-1)!.review.sha256 !== review.sha256)
    throw new ContractBroken(`${key} is of another review; required: a revision that is not there yet`);
}
