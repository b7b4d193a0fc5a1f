/**
 * The middle plane of a disc, found on the native CT: place and lean at which both endplates stand out most from the disc
 * between them and the bone beyond.
 */
import { along, unit } from '../../math/vector.ts';
import type { Plane } from '../seed.ts';

import type { AxisPoint } from '../body-axis.ts';
import { patchMean, thickestDisc, weaker, type LeaningPatch } from './disc-signal.ts';
import { unitDisc } from '../places.ts';
import type { Sampler } from '../work-image.ts';

export interface DiscPlane extends Plane {
  /** From middle to middle of the endplates along the body axis, mm; 0 where they are one band. */
  readonly thicknessMm: number;
  /** HU by which the weaker of the endplates stands out. */
  readonly contrast: number;
}

/** Half axes of the patch in parts of the column's depth, front-back and left-right, and its rings of samples. */
const PATCH = { posterior: 0.36, left: 0.5, rings: 4 } as const;
/** The profile along the axis: to either side of the first place, and between samples, mm. */
const PROFILE_MM = { reach: 19, step: 0.5 } as const;
/** The middle lies within this of the first place, and what it costs to be off (SD), mm. */
const SHIFT_MM = { reach: 6, sd: 6 } as const;
/** As thick as the chain allows, and this much more, mm. */
const THICKER_MM = 3;
/** Bone is looked at this far beyond the endplates, mm. */
const BEYOND_MM = 5;
/** Leans about the left and the posterior axis: greatest and step, coarse and fine, tangents. */
const COARSE = { forward: 0.48, left: 0.24, step: 0.12 } as const;
const FINE = { forward: 0.09, left: 0.09, step: 0.03 } as const;
/** The lumbosacral disc leans forward by up to 45 degrees to the axis, which ends in it. */
const STEEP_FORWARD = 0.96;
/** One endplate, where the image ends before the other, counts by this. */
const ONE_ENDPLATE = 0.5;
/** Leans are mostly small: SD of a normal law, tangents; wider where it may be the lumbosacral disc. */
const LEAN_SD = { forward: 0.25, steepForward: 0.5, left: 0.15 } as const;

interface Candidate {
  readonly forward: number;
  readonly left: number;
  readonly shiftMm: number;
  readonly thicknessMm: number;
  readonly contrast: number;
  readonly value: number;
}

/** @param steep whether it may be the disc over the sacrum. @returns null where the image shows nothing there */
export function discPlane(at: AxisPoint, steep: boolean, sample: Sampler): DiscPlane | null {
  const places = Float64Array.from(
    unitDisc(PATCH.rings).flatMap(([u, v]) => [
      u * PATCH.left * at.depthMm,
      v * PATCH.posterior * at.depthMm,
    ]),
  );
  const score = (forward: number, left: number): Candidate | null => {
    const sd = steep && forward > 0 ? LEAN_SD.steepForward : LEAN_SD.forward;
    const likely = Math.exp(-0.5 * ((forward / sd) ** 2 + (left / LEAN_SD.left) ** 2));
    const profile = profileAlong(sample, at, { places, halfAxes: [1, 1], forward, left });
    return bestOnProfile(profile, { forward, left, likely, thickestMm: thickestDisc(at) + THICKER_MM });
  };
  const reach = { ...COARSE, forward: steep ? STEEP_FORWARD : COARSE.forward };
  const coarse = search(score, { forward: 0, left: 0 }, reach);
  const best = coarse === null ? null : search(score, coarse, FINE);
  if (best === null) return null;
  const { forward, left, shiftMm, thicknessMm, contrast } = best;
  return {
    point: along(at.point, shiftMm, at.superior),
    normal: unit(along(along(at.superior, -left, at.left), -forward, at.posterior)),
    thicknessMm,
    contrast,
  };
}

function search(
  score: (forward: number, left: number) => Candidate | null,
  around: { readonly forward: number; readonly left: number },
  reach: { readonly forward: number; readonly left: number; readonly step: number },
): Candidate | null {
  let best: Candidate | null = null;
  const [forwards, lefts] = [Math.round(reach.forward / reach.step), Math.round(reach.left / reach.step)];
  for (let i = -forwards; i <= forwards; i++) {
    for (let j = -lefts; j <= lefts; j++) {
      const found = score(around.forward + i * reach.step, around.left + j * reach.step);
      if (found !== null && (best === null || found.value > best.value)) best = found;
    }
  }
  return best;
}

/** Mean HU over the leaning patch as it is moved along the axis; NaN outside the image. */
function profileAlong(sample: Sampler, at: AxisPoint, patch: Omit<LeaningPatch, 'w'>): Float64Array {
  const count = Math.round((2 * PROFILE_MM.reach) / PROFILE_MM.step) + 1;
  const profile = new Float64Array(count);
  for (let n = 0; n < count; n++)
    profile[n] = patchMean(sample, at, { ...patch, w: n * PROFILE_MM.step - PROFILE_MM.reach });
  return profile;
}

interface Lean {
  readonly forward: number;
  readonly left: number;
  /** How likely the lean is, 0 to 1. */
  readonly likely: number;
  readonly thickestMm: number;
}

function bestOnProfile(profile: Float64Array, { forward, left, likely, thickestMm }: Lean): Candidate | null {
  const { reach, step } = PROFILE_MM;
  const beyond = BEYOND_MM / step;
  let best: Candidate | null = null;
  for (let shift = -SHIFT_MM.reach / step; shift <= SHIFT_MM.reach / step; shift++) {
    const middle = reach / step + shift;
    const near = Math.exp(-0.5 * ((shift * step) / SHIFT_MM.sd) ** 2);
    // Half thicknesses are whole samples.
    for (let half = 0; half <= thickestMm / 2 / step; half++) {
      const endplates = weaker(profile[middle - half]!, profile[middle + half]!);
      const below = profile[middle - half - beyond] ?? Number.NaN;
      const above = profile[middle + half + beyond] ?? Number.NaN;
      const bone = Number.isNaN(below) ? above : Number.isNaN(above) ? below : (below + above) / 2;
      if (Number.isNaN(bone) || Number.isNaN(endplates)) continue;
      const contrast = endplates - (profile[middle]! + bone) / 2;
      if (Number.isNaN(contrast)) continue;
      const seen = Number.isNaN(profile[middle - half]! + profile[middle + half]!) ? ONE_ENDPLATE : 1;
      const value = contrast > 0 ? seen * likely * near * contrast : contrast;
      if (best !== null && !(value > best.value)) continue;
      best = { forward, left, shiftMm: shift * step, thicknessMm: 2 * half * step, contrast, value };
    }
  }
  return best;
}
