/**
 * Whether an endplate lies between two bodies that belongs to neither outline: the disc's plane was put into the marrow, and a body
 * ends before its own endplate. Mean HU over an elliptic patch, moved from the end of one outline to that of the next.
 *
 *      |  body  |              HU   a disc of its own       an endplate left out
 *      |________|  end         bright \          / bright         ___/\
 *       (marrow)                       \________/ dark      marrow     \___/ bright
 *      ==========  endplate
 *         disc                 Fractured or not, a body's own end is the brightest: what a fracture takes is not marrow beyond it.
 *       ________
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

/**
 * @returns the part by which the brightest place between the ends is brighter than either end; 0 and less where an end is the
 * brightest, or where there is no room
 */
export function endplateBetween(upper: FramedBody, lower: FramedBody, ct: Volume): number {
  const sample = samplerOf(ct);
  const from = along(upper.frame.origin, -upper.heightMm / 2, upper.frame.superior);
  const to = along(lower.frame.origin, lower.heightMm / 2, lower.frame.superior);
  const gap = distance(from, to);
  if (!(gap > 2 * OWN_MM)) return 0;
  const steps = Math.round(gap / STEP_MM);
  const own = Math.round(OWN_MM / STEP_MM);
  const profile = Array.from({ length: steps + 1 }, (_, n) => {
    const at = along(along([0, 0, 0], 1 - n / steps, from), n / steps, to);
    return patchMean(sample, at, 2 * n < steps ? upper : lower);
  });
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), -Infinity);
  const ends = most([...profile.slice(0, own), ...profile.slice(-own)]);
  const inside = most(profile.slice(own, -own));
  return ends > 0 ? inside / ends - 1 : 0;
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
