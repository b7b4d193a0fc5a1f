/**
 * Writes `spine.svg`, for whoever may have to name vertebrae, and `spine.png`, which goes to archives, beside `segmentation.json`.
 *
 * This step draws it, and not the one that makes the report: so there is a picture to look at also where no level can
 * be assessed or a later state refuses, which is when somebody needs to see why.
 */
import { assessmentKey, type AssessmentKey } from '../artifacts.ts';
import type { ObjectStore } from '../object-store.ts';
import { spineViews, type ViewedSpine } from '../../../report/pictures/views/spine-views.ts';

import { pngOf } from '../../../report/pictures/kit/png.ts';
import { spineDrawing } from '../../../report/pictures/spine/spine-drawing.ts';
import type { SpineStudy } from '../../../report/pictures/spine/notes.ts';
import { svgOf } from '../../../report/pictures/kit/svg.ts';

/** Nothing is written where no vertebra was seen. */
export async function putSpinePicture(
  store: ObjectStore,
  assessment: AssessmentKey,
  spine: ViewedSpine & SpineStudy,
): Promise<void> {
  const views = spineViews(spine);
  if (views === null) return;
  const svg = new TextEncoder().encode(svgOf(spineDrawing(views, spine)));
  await store.put(assessmentKey(assessment, 'spine.svg'), svg, 'image/svg+xml');
  await store.put(
    assessmentKey(assessment, 'spine.png'),
    await pngOf(spineDrawing(views, spine, 'archive')),
    'image/png',
  );
}
