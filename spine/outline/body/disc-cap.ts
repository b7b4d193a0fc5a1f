/**
 * The middle of a disc as a plane in the frame of a patch, moved to where the image has it: darkest between two plates.
 *
 * The planes are hard limits of the outline, and a thoracic disc is 3 to 4 mm high: a seed that is 2 mm off would cut
 * into the endplate, or let the outline jump to the neighbour's.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { along, dot } from '../../math/vector.ts';

import { readPatch, type Patch } from './patch.ts';
import type { Plane } from '../../find/index.ts';

/** n . p = d in (left, posterior, superior), n towards the head. */
export interface Cap {
  readonly n: Vec3;
  readonly d: number;
}

/** Shifts along the axis and leans about both other axes that are tried. */
const SHIFT_MM = 3;
const STEP_MM = 0.5;
const LEANS_DEGREES = [-8, -4, 0, 4, 8];
/** Heights of a disc from endplate's peak to endplate's peak, mm. */
const HEIGHTS_MM = [3, 4, 5, 7, 9, 11, 13];
/** Part of the body's half axes that a plane is read on, and the distance of its points, mm. */
const FOOTPRINT = 0.7;
const POINT_MM = 2;
/** How far seeds are off, standard deviations; a plane that far off must show 6 HU more contrast than the seed's own. */
const SEED_SD = { mm: 2, degrees: 6 } as const;
const PRIOR_HU = 12;

export function capOf({ point, normal }: Plane, { origin, left, posterior, superior }: Frame): Cap {
  const n: Vec3 = [dot(normal, left), dot(normal, posterior), dot(normal, superior)];
  return { n, d: dot(along(point, -1, origin), normal) };
}

/** @param halfAxes of the body's section, left and posterior, mm */
export function refinedCap(patch: Patch, cap: Cap, [a, b]: readonly [number, number]): Cap {
  const middle = cap.d / cap.n[2];
  const [slopeU, slopeV] = [-cap.n[0] / cap.n[2], -cap.n[1] / cap.n[2]];
  const points = footprint(FOOTPRINT * a, FOOTPRINT * b);
  const most = HEIGHTS_MM[HEIGHTS_MM.length - 1]! / 2;
  const reach = Math.ceil((SHIFT_MM + most) / STEP_MM);
  const profile = new Float64Array(2 * reach + 1);
  let best = { score: -Infinity, w: middle, du: 0, dv: 0 };
  for (const leanU of LEANS_DEGREES) {
    for (const leanV of LEANS_DEGREES) {
      const [du, dv] = [Math.tan(leanU * RADIANS), Math.tan(leanV * RADIANS)];
      for (let n = 0; n < profile.length; n++) {
        const w = middle + (n - reach) * STEP_MM;
        let sum = 0;
        for (const [u, v] of points) sum += readPatch(patch, u, v, w + (slopeU + du) * u + (slopeV + dv) * v);
        profile[n] = sum / points.length;
      }
      const lean = (leanU ** 2 + leanV ** 2) / SEED_SD.degrees ** 2;
      for (let shift = -SHIFT_MM; shift <= SHIFT_MM; shift += STEP_MM) {
        const at = reach + Math.round(shift / STEP_MM);
        const score = contrast(profile, at) - (PRIOR_HU * (lean + (shift / SEED_SD.mm) ** 2)) / 2;
        if (score > best.score) best = { score, w: middle + shift, du, dv };
      }
    }
  }
  const n: Vec3 = [-(slopeU + best.du), -(slopeV + best.dv), 1];
  const length = Math.hypot(n[0], n[1], n[2]);
  return { n: [n[0] / length, n[1] / length, n[2] / length], d: best.w / length };
}

const RADIANS = Math.PI / 180;

/** Mean of the two plates over the plane between them, at the best height of the disc. */
function contrast(profile: Float64Array, at: number): number {
  let most = -Infinity;
  for (const height of HEIGHTS_MM) {
    const half = Math.round(height / 2 / STEP_MM);
    most = Math.max(most, Math.min(profile[at - half]!, profile[at + half]!) - profile[at]!);
  }
  return most;
}

function footprint(a: number, b: number): readonly (readonly [number, number])[] {
  const points: [number, number][] = [];
  for (let v = -Math.floor(b / POINT_MM) * POINT_MM; v <= b; v += POINT_MM) {
    for (let u = -Math.floor(a / POINT_MM) * POINT_MM; u <= a; u += POINT_MM) {
      if ((u / a) ** 2 + (v / b) ** 2 <= 1) points.push([u, v]);
    }
  }
  return points;
}
