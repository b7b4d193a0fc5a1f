/**
 * Whether something like a disc crosses the middle of a body: two endplates with less between and beyond them, as in an
 * outline that spans two vertebrae. Mean HU over an elliptic patch across the axis, moved along it, for several leans.
 *
 *      ___________         ___________
 *     |           |       |           |
 *     |           |       |===========|   endplate
 *     |           |       |    disc   |       <- bright, dark, bright within the middle half
 *     |           |       |===========|   endplate
 *     |___________|       |___________|
 *       one body            two bodies
 */
import type { Volume } from '../../grid/volume.ts';
import { samplerOf } from '../../find/index.ts';
import { upperMedian } from '../../math/order-statistics.ts';
import { along } from '../../math/vector.ts';

import type { FramedBody } from './body-frame.ts';

/** Half axes of the patch over width and depth, and samples across each. */
const PATCH = { ofWidth: 0.3, ofDepth: 0.3, across: 7 } as const;
/** Leans of the band against the body's own axes, tangents. */
const LEANS = { forward: [-0.2, -0.1, 0, 0.1, 0.2], left: [-0.1, 0, 0.1] } as const;
const STEP_MM = 0.5;
/** Between the two endplates, mm: a single bright line is a healed fracture, or the end of a vessel's groove. */
const THICKNESS_MM = { from: 2, to: 12 } as const;
/** Bone is looked at this far beyond them, mm; and this deep below the body's own ends. */
const BEYOND_MM = 4;
const BELOW_END_MM = 2;
/** The band's middle lies within this share of the height of the body's. */
const WITHIN = 0.25;
/** The body's own endplates are looked for this near to its ends, mm. */
const NEAR_END_MM = 3;

/**
 * HU by which the band's weaker edge stands out of what lies between and beyond, over that of the body's own weaker
 * endplate; 0 where the body is too low to hold two.
 */
export function middleBand({ frame, heightMm, widthMm, depthMm }: FramedBody, ct: Volume): number {
  const sample = samplerOf(ct);
  const half = heightMm / 2;
  const patch = ellipse(PATCH.across).map(
    ([s, t]) => [s * PATCH.ofWidth * widthMm, t * PATCH.ofDepth * depthMm] as const,
  );
  const count = 2 * Math.round((half + NEAR_END_MM) / STEP_MM) + 1;
  const middle = (count - 1) / 2;
  let most = 0;
  for (const forward of LEANS.forward) {
    for (const left of LEANS.left) {
      const profile = Float64Array.from({ length: count }, (_, n) => {
        const w = (n - middle) * STEP_MM;
        const base = along(frame.origin, w, frame.superior);
        let sum = 0;
        for (const [u, v] of patch) {
          const lean = forward * v + left * u;
          const at = along(along(along(base, u, frame.left), v, frame.posterior), lean, frame.superior);
          sum += sample(...at);
        }
        return sum / patch.length;
      });
      most = Math.max(most, bandOn(profile, half) / endplatesOn(profile, half));
    }
  }
  return most;
}

/** HU. */
function bandOn(profile: Float64Array, half: number): number {
  const middle = (profile.length - 1) / 2;
  const last = (half - BELOW_END_MM) / STEP_MM;
  const beyond = BEYOND_MM / STEP_MM;
  let most = 0;
  for (let w = -Math.floor((2 * WITHIN * half) / STEP_MM); w <= (2 * WITHIN * half) / STEP_MM; w++) {
    for (let t = THICKNESS_MM.from / STEP_MM; t <= THICKNESS_MM.to / STEP_MM; t += 2) {
      const reach = t / 2 + beyond;
      if (Math.abs(w) + reach > last) break;
      const at = (steps: number): number => profile[middle + w + steps]!;
      const edges = Math.min(at(-t / 2), at(t / 2));
      const bone = (at(-reach) + at(reach)) / 2;
      most = Math.max(most, edges - Math.max(at(0), bone));
    }
  }
  return most;
}

/** HU by which the weaker of the body's own endplates stands out of its inside; at least 1. */
function endplatesOn(profile: Float64Array, half: number): number {
  const middle = (profile.length - 1) / 2;
  const inside = profile.slice(
    middle - Math.round(half / 2 / STEP_MM),
    middle + Math.round(half / 2 / STEP_MM) + 1,
  );
  const bone = upperMedian(inside);
  const end = (side: 1 | -1): number => {
    let most = -Infinity;
    for (let d = -NEAR_END_MM / STEP_MM; d <= NEAR_END_MM / STEP_MM; d++)
      most = Math.max(most, profile[middle + side * (Math.round(half / STEP_MM) + d)] ?? -Infinity);
    return most;
  };
  return Math.max(1, Math.min(end(1), end(-1)) - bone);
}

function ellipse(across: number): readonly (readonly [number, number])[] {
  const steps = Array.from({ length: across }, (_, n) => (2 * n) / (across - 1) - 1);
  return steps.flatMap((s) => steps.map((t) => [s, t] as const)).filter(([s, t]) => s * s + t * t <= 1);
}
