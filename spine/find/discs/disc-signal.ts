/**
 * How much each place of the body axis looks like the middle of a disc: an endplate above and one below, bright, with
 * less bright disc between them and less bright bone beyond. Mean HU over an elliptic patch across the axis, for several
 * leans of the patch. Trabecular bone may be as dark as a disc; and in thick slices the two endplates of a narrow disc
 * are one bright band, without a gap.
 */
import { AXIS_STEP_MM, type AxisPoint } from '../body-axis.ts';
import type { CurveFrame } from '../curve.ts';
import { unitDisc } from '../places.ts';
import { huAt, OUTSIDE_HU, type Sampler } from '../work-image.ts';

export interface DiscSignal {
  /** HU by which the weaker of both endplates stands out, at each axis point, the best over leans and thicknesses; -Infinity outside the image. */
  readonly contrast: Float64Array;
  /** Of the best: lean of the plane about the left axis and about the posterior axis (tangents), thickness, mm. */
  readonly leanForward: Float64Array;
  readonly leanLeft: Float64Array;
  readonly thicknessMm: Float64Array;
}

/** Half axes of the patch in parts of the column's depth: front-back, left-right; a body is 1.3 times as wide as deep. */
const PATCH = { posterior: 0.3, left: 0.4 } as const;
/** Rings of samples in the patch. */
const RINGS = 3;
/** Leans that are tried, tangents: 25 and 12 degrees. */
const LEANS_FORWARD = [-0.47, -0.36, -0.27, -0.18, -0.09, 0, 0.09, 0.18, 0.27, 0.36, 0.47];
const LEANS_LEFT = [-0.21, -0.1, 0, 0.1, 0.21];
/** Leans are mostly small against the axis, L5/S1 apart: a lean counts by a normal law of this SD, tangents. */
const LEAN_SD = { forward: 0.3, left: 0.15 } as const;
/** From endplate to endplate through the disc, mm: from middle to middle of the shells. */
const THICKNESS_MM = [0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14];
/**
 * A disc is no thicker than this, mm, by the column's depth: 6 mm at 25, 13 mm at 33 (design values); between its own
 * endplates a thoracic body would look like one.
 */
const THICKEST = { leastMm: 5, offsetMm: -16, slope: 0.88 } as const;
/** Bone is looked at this far beyond the endplates, mm. */
const BEYOND_MM = 5;
/** One endplate, where the image ends before the other, counts by this. */
const ONE_ENDPLATE = 0.5;
/** A patch of which less than this is in view shows nothing. */
const LEAST_IN_VIEW = 0.6;
/** Where a patch lies in air its mean is below this, HU. */
const NOTHING_HU = -250;

export function discSignal(axis: readonly AxisPoint[], sample: Sampler): DiscSignal {
  const count = axis.length;
  const out: DiscSignal = {
    contrast: new Float64Array(count).fill(-Infinity),
    leanForward: new Float64Array(count),
    leanLeft: new Float64Array(count),
    thicknessMm: new Float64Array(count),
  };
  const patch = Float64Array.from(unitDisc(RINGS).flat());
  const means = new Float64Array(count);
  for (const forward of LEANS_FORWARD) {
    for (const left of LEANS_LEFT) {
      // Along the plane's normal endplates lie closer than along the axis.
      const stretch = Math.hypot(1, forward, left);
      const likely = Math.exp(-0.5 * ((forward / LEAN_SD.forward) ** 2 + (left / LEAN_SD.left) ** 2));
      axis.forEach((point, n) => {
        const halfAxes = [PATCH.left * point.depthMm, PATCH.posterior * point.depthMm] as const;
        means[n] = patchMean(sample, point, { places: patch, halfAxes, forward, left, w: 0 });
      });
      for (const mm of THICKNESS_MM) {
        const half = (mm * stretch) / 2 / AXIS_STEP_MM;
        const beyond = half + (BEYOND_MM * stretch) / AXIS_STEP_MM;
        for (let n = Math.ceil(beyond); n < count - Math.ceil(beyond); n++) {
          // The weaker of the two: one endplate alone is no disc.
          const endplates = weaker(at(means, n - half), at(means, n + half));
          const [below, above] = [at(means, n - beyond), at(means, n + beyond)];
          // At the edge of the image one of the two bodies may be out of view.
          const bodies = Number.isNaN(below) ? above : Number.isNaN(above) ? below : (below + above) / 2;
          const trust = Number.isNaN(at(means, n - half) + at(means, n + half)) ? ONE_ENDPLATE : 1;
          const contrast = trust * likely * (endplates - (means[n]! + bodies) / 2);
          if (!(contrast > out.contrast[n]!) || mm > thickestDisc(axis[n]!)) continue;
          out.contrast[n] = contrast;
          out.leanForward[n] = forward;
          out.leanLeft[n] = left;
          out.thicknessMm[n] = mm;
        }
      }
    }
  }
  return out;
}

/** A leaning patch across a frame's axis. */
export interface LeaningPatch {
  /** u and v of each place, in parts of the half axes. */
  readonly places: Float64Array;
  /** Along u and v, mm. */
  readonly halfAxes: readonly [number, number];
  /** Tangents of the lean: what w grows by along v and along u. */
  readonly forward: number;
  readonly left: number;
  /** Of its middle along the axis, mm. */
  readonly w: number;
}

/** Mean HU over the part of a patch that is in view; NaN where that is too little, or air. */
export function patchMean(sample: Sampler, frame: CurveFrame, patch: LeaningPatch): number {
  const { places, forward, left, w } = patch;
  const [du, dv] = patch.halfAxes;
  let sum = 0;
  let seen = 0;
  for (let n = 0; n < places.length; n += 2) {
    const u = places[n]! * du;
    const v = places[n + 1]! * dv;
    const value = huAt(sample, frame, u, v, forward * v + left * u + w);
    if (value <= OUTSIDE_HU) continue;
    sum += value;
    seen += 1;
  }
  return seen < LEAST_IN_VIEW * (places.length / 2) || sum < NOTHING_HU * seen ? Number.NaN : sum / seen;
}

/** The weaker of two endplates; where the image ends between them, what is left of the one that is in view. */
export function weaker(a: number, b: number): number {
  return Number.isNaN(a) ? b : Number.isNaN(b) ? a : Math.min(a, b);
}

/** mm, by the column's depth. */
export function thickestDisc({ depthMm }: AxisPoint): number {
  return Math.max(THICKEST.leastMm, THICKEST.offsetMm + THICKEST.slope * depthMm);
}

function at(values: Float64Array, x: number): number {
  const i = Math.min(Math.floor(x), values.length - 2);
  return values[i]! + (x - i) * (values[i + 1]! - values[i]!);
}
