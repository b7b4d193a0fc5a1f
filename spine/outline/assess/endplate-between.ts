/**
 * Whether an endplate lies between two bodies that belongs to neither outline: the disc's plane was put into the marrow, and a body
 * ends before its own endplate. Mean HU over an elliptic patch, moved from the end of one outline to that of the next.
 *
 *      |  body  |              HU   its own endplate        an endplate left out
 *      |________|  end         bright \                           ___
 *       (marrow)                       \________ dark      marrow_/   \____ dark
 *      ==========  endplate
 *         disc                 Fractured or not, a body ends on its endplate, and what comes next is darker: a fracture leaves no
 *       ________               marrow beyond it.
 *      |  body  |
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Volume } from '../../grid/volume.ts';
import { along, distance } from '../../math/vector.ts';
import { samplerOf } from '../../find/index.ts';

import type { FramedBody } from './body-frame.ts';

/** Half axes of the patch over width and depth, and samples across each. */
const PATCH = { ofWidth: 0.3, ofDepth: 0.3, across: 7 } as const;
const STEP_MM = 0.5;
/** An endplate this near to the end of an outline is its own, mm. */
const OWN_MM = 2;
/** Where less than this part of the end's brightness is left, the disc has begun: 0.7 and less in discs, 0.83 and more in marrow. */
const DISC = 0.75;

/** By how much what is reached from an end without crossing a disc is brighter than that end, as a part; 0 where the end is the brightest. */
export interface BeyondEnds {
  readonly ofUpper: number;
  readonly ofLower: number;
}

/** @returns 0 for both where there is no room */
export function endplateBetween(upper: FramedBody, lower: FramedBody, ct: Volume): BeyondEnds {
  const sample = samplerOf(ct);
  const from = along(upper.frame.origin, -upper.heightMm / 2, upper.frame.superior);
  const to = along(lower.frame.origin, lower.heightMm / 2, lower.frame.superior);
  const gap = distance(from, to);
  if (!(gap > 2 * OWN_MM)) return { ofUpper: 0, ofLower: 0 };
  const steps = Math.round(gap / STEP_MM);
  const own = Math.round(OWN_MM / STEP_MM);
  const profile = Array.from({ length: steps + 1 }, (_, n) => {
    const at = along(along([0, 0, 0], 1 - n / steps, from), n / steps, to);
    return patchMean(sample, at, 2 * n < steps ? upper : lower);
  });
  return { ofUpper: beyondEnd(profile, own), ofLower: beyondEnd(profile.toReversed(), own) };
}

/** @param own samples that are the end's; as many at the other end are the next body's */
function beyondEnd(profile: readonly number[], own: number): number {
  let end = -Infinity;
  for (const hu of profile.slice(0, own)) end = Math.max(end, hu);
  if (!(end > 0)) return 0;
  let most = end;
  for (const hu of profile.slice(own, -own)) {
    if (hu < DISC * end) break;
    most = Math.max(most, hu);
  }
  return most / end - 1;
}

function patchMean(
  sample: (x: number, y: number, z: number) => number,
  centre: Vec3,
  { frame, widthMm, depthMm }: FramedBody,
): number {
  const half = (PATCH.across - 1) / 2;
  let [sum, count] = [0, 0];
  for (let i = -half; i <= half; i++) {
    for (let j = -half; j <= half; j++) {
      if (i * i + j * j > half * half) continue;
      const left = (i / half) * PATCH.ofWidth * widthMm;
      const back = (j / half) * PATCH.ofDepth * depthMm;
      sum += sample(...along(along(centre, left, frame.left), back, frame.posterior));
      count++;
    }
  }
  return sum / count;
}
