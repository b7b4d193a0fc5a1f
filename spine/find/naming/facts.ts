/** What naming needs to know of a segment of the spine. */
import { along, unit } from '../../math/vector.ts';
import type { BodySurface } from '../seed.ts';
import type { SpineSegment } from '../find-spine.ts';
import type { ColumnVertebra } from './name-column.ts';

import { diameterOf } from './across.ts';

/** @param surface null where the body was not outlined */
export function factsOf(segment: SpineSegment, surface: BodySurface | null): ColumnVertebra {
  const { ribs, lung, sacrumBelow, middle, lower, upper } = segment;
  const [, back] = unit(along(lower.normal, 1, upper.normal));
  return {
    centre: surface?.frame.origin ?? middle.point,
    diameterMm: surface === null ? null : diameterOf(surface),
    leanDegrees: (Math.asin(back) * 180) / Math.PI,
    ribs,
    lung,
    sacrumBelow,
  };
}
