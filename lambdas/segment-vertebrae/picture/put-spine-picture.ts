/**
 * Writes `spine.svg` beside `segmentation.json`.
 *
 * This step draws it, and not the one that makes the report: so there is a picture to look at also where no level can
 * be assessed or a later state refuses, which is when somebody needs to see why.
 */
import { assessmentKey, type AssessmentKey } from '../../shared/artifacts.ts';
import type { ObjectStore } from '../../shared/object-store.ts';
import { spineViews, type ViewedSpine } from '../../shared/picture/spine-views.ts';

import { spineDrawing, type SpineStudy } from './spine-drawing.ts';
import { svgOf } from './svg.ts';

/** Nothing is written where no body has a frame to look along. */
export async function putSpinePicture(
  store: ObjectStore,
  assessment: AssessmentKey,
  spine: ViewedSpine & SpineStudy,
): Promise<void> {
  const views = spineViews(spine);
  if (views === null) return;
  const svg = new TextEncoder().encode(svgOf(spineDrawing(views, spine)));
  await store.put(assessmentKey(assessment, 'spine.svg'), svg, 'image/svg+xml');
}
