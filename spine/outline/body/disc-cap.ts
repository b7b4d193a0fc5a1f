/**
 * The middle of a disc as a plane in the frame of a patch, moved to where the image has it: darkest between two plates.
 *
 * The planes are hard limits of the outline, and a thoracic disc is 3 to 4 mm high: a seed that is 2 mm off would cut
 * into the endplate, or let the outline jump to the neighbour's.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { along, dot } from '../../math/vector.ts';

import { bandMiddle, type Sloped } from './band-middle.ts';
import { readPatch, type Patch } from './patch.ts';
import type { Plane } from '../../find/index.ts';

/** n . p = d in (left, posterior, superior), n towards the head. */
export interface Cap {
  readonly n: Vec3;
  readonly d: number;
}

export interface DiscMiddle extends Cap {
  /** Both endplates are one band in the image: no darker disc parts them. */
  readonly oneBand: boolean;
  /** From endplate to endplate, mm; null where it is not measured. */
  readonly gapMm: number | null;
}

/** Shifts along the axis and leans about both other axes that are tried. */
const SHIFT_MM = 3;
const STEP_MM = 0.5;
const LEANS_DEGREES = [-8, -4, 0, 4, 8];
/** Heights of a disc from endplate's peak to endplate's peak, mm. */
const HEIGHTS_MM = [3, 4, 5, 7, 9, 11, 13];
/** A band further from the seed is the one endplate that the image shows, mm. */
const BAND_OFF_MM = 1;
/** Marrow is looked at this far beyond a plate, mm; each plate stands out over it by this part at least. */
const BEYOND_MM = 4;
const LEAST_PLATE = 0.2;
/** The middle of a band stands no further from where it is brightest than half a slice and the disc, nor leans by more. */
const BAND_FROM_PEAK = { mm: 2, tangent: 0.12 } as const;
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
export function refinedCap(patch: Patch, cap: Cap, [a, b]: readonly [number, number]): DiscMiddle {
  const middle = cap.d / cap.n[2];
  const [slopeU, slopeV] = [-cap.n[0] / cap.n[2], -cap.n[1] / cap.n[2]];
  const points = footprint(FOOTPRINT * a, FOOTPRINT * b);
  const most = HEIGHTS_MM[HEIGHTS_MM.length - 1]! / 2;
  const reach = Math.ceil((SHIFT_MM + most + BEYOND_MM) / STEP_MM);
  const profile = new Float64Array(2 * reach + 1);
  const [us, vs] = [Float64Array.from(points, ([u]) => u), Float64Array.from(points, ([, v]) => v)];
  const profileAt = (du: number, dv: number): void => {
    profile.fill(0);
    // Point by point: a point's places lie in one column of the patch.
    for (let m = 0; m < us.length; m++) {
      const u = us[m]!;
      const v = vs[m]!;
      for (let n = 0; n < profile.length; n++) {
        const w = middle + (n - reach) * STEP_MM;
        profile[n]! += readPatch(patch, u, v, w + (slopeU + du) * u + (slopeV + dv) * v);
      }
    }
    for (let n = 0; n < profile.length; n++) profile[n]! /= us.length;
  };
  let best = { score: -Infinity, w: middle, du: 0, dv: 0, plates: false };
  for (const leanU of LEANS_DEGREES) {
    for (const leanV of LEANS_DEGREES) {
      const [du, dv] = [Math.tan(leanU * RADIANS), Math.tan(leanV * RADIANS)];
      profileAt(du, dv);
      const lean = (leanU ** 2 + leanV ** 2) / SEED_SD.degrees ** 2;
      for (let shift = -SHIFT_MM; shift <= SHIFT_MM; shift += STEP_MM) {
        const at = reach + Math.round(shift / STEP_MM);
        const { contrast, half } = bestHeight(profile, at);
        const score = contrast - (PRIOR_HU * (lean + (shift / SEED_SD.mm) ** 2)) / 2;
        if (score > best.score)
          best = { score, w: middle + shift, du, dv, plates: bothStandOut(profile, at, half) };
      }
    }
  }
  if (!best.plates) {
    profileAt(0, 0);
    const off = brightestNear(profile, reach);
    const band: Sloped = { w: middle + (off ?? 0), u: slopeU, v: slopeV };
    if (off !== null)
      return { ...capThrough(near(bandMiddle(patch, band, points), band)), oneBand: true, gapMm: null };
  }
  // Better still beyond the search: the marrow between a bright endplate and the next bone, and no disc near the seed.
  if (Math.abs(best.w - middle) > SHIFT_MM - STEP_MM / 2) return { ...cap, oneBand: false, gapMm: null };
  const plane = capThrough({ w: best.w, u: slopeU + best.du, v: slopeV + best.dv });
  return { ...plane, oneBand: false, gapMm: null };
}

function capThrough({ w, u, v }: Sloped): Cap {
  const length = Math.hypot(u, v, 1);
  return { n: [-u / length, -v / length, 1 / length], d: w / length };
}

/** The first, unless it is further from the second than a band can hide. */
function near(plane: Sloped, from: Sloped): Sloped {
  const off = Math.abs(plane.w - from.w);
  const lean = Math.max(Math.abs(plane.u - from.u), Math.abs(plane.v - from.v));
  return off <= BAND_FROM_PEAK.mm && lean <= BAND_FROM_PEAK.tangent ? plane : from;
}

const RADIANS = Math.PI / 180;

/** Mean of the two plates over the plane between them, at the best height of the disc (half of it in steps). */
function bestHeight(profile: Float64Array, at: number): { readonly contrast: number; readonly half: number } {
  let best = { contrast: -Infinity, half: 0 };
  for (const height of HEIGHTS_MM) {
    const half = Math.round(height / 2 / STEP_MM);
    const contrast = Math.min(profile[at - half]!, profile[at + half]!) - profile[at]!;
    if (contrast > best.contrast) best = { contrast, half };
  }
  return best;
}

/**
 * Each plate stands out over the marrow beyond it by a part of what the brightest place near the seed does: else what looks
 * like a disc is the marrow beside one plate.
 */
function bothStandOut(profile: Float64Array, at: number, half: number): boolean {
  const beyond = Math.round(BEYOND_MM / STEP_MM);
  const middle = (profile.length - 1) / 2;
  const near = Math.round(SHIFT_MM / STEP_MM);
  let brightest = -Infinity;
  for (let n = middle - near; n <= middle + near; n++) brightest = Math.max(brightest, profile[n]!);
  return [-1, 1].every((side) => {
    const marrow = profile[at + side * (half + beyond)]!;
    return profile[at + side * half]! - marrow > LEAST_PLATE * (brightest - marrow);
  });
}

/** Where a band is brightest, mm from the middle of the profile; null where it is brighter still beyond. */
function brightestNear(profile: Float64Array, middle: number): number | null {
  const far = Math.round(BAND_OFF_MM / STEP_MM);
  let top = middle - far;
  for (let n = middle - far; n <= middle + far; n++) if (profile[n]! > profile[top]!) top = n;
  const peak = profile[top]! > Math.max(profile[top - 1]!, profile[top + 1]!);
  return peak ? (top - middle) * STEP_MM : null;
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
