/** What naming needs to know of a segment of the spine. */
import { along, unit } from '../../math/vector.ts';
import type { BodySurface } from '../seed.ts';
import type { SpineSegment } from '../find-spine.ts';
import type { ColumnVertebra } from './name-column.ts';

/** @param surface null where the body was not outlined */
export function factsOf(segment: SpineSegment, surface: BodySurface | null): ColumnVertebra {
  const { ribs, lung, sacrumBelow, middle } = segment;
  return {
    centre: surface?.frame.origin ?? middle.point,
    diameterMm: surface === null ? null : diameterOf(surface),
    leanDegrees: leanOf(segment),
    ribs,
    lung,
    sacrumBelow,
  };
}

/** Of the superior axis towards the back, degrees. */
export function leanOf({ lower, upper }: SpineSegment): number {
  const [, back] = unit(along(lower.normal, 1, upper.normal));
  return (Math.asin(back) * 180) / Math.PI;
}

/** Geometric mean of width and depth through the outline's centre, mm. */
function diameterOf({ directions, radii }: BodySurface): number {
  const across = (axis: 0 | 1): number => radiusTowards(axis, 1) + radiusTowards(axis, -1);
  const radiusTowards = (axis: 0 | 1, sign: 1 | -1): number => {
    let best = 0;
    for (let i = 1; i < radii.length; i++)
      if (sign * directions[3 * i + axis]! > sign * directions[3 * best + axis]!) best = i;
    return radii[best]!;
  };
  return Math.sqrt(across(0) * across(1));
}
