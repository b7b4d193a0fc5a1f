/**
 * What it costs to let the surface end at a sample of a column: little where bright lies inside and dark outside.
 *
 * @remarks Optimal surface with this cost: Li K, Wu X, Chen DZ, Sonka M, IEEE Trans PAMI 28:119, 2006, for the method;
 * the terms are ours (design values, tried on real bodies first: "bright shell inside, darker outside" needs no
 * contrast of trabecular bone).
 */
import { nearMetalAt, readPatch, type Patch } from './patch.ts';
import type { Star } from '../surface/star.ts';

/** Samples of all columns: sample k of column i stands at `from[i] + k step[i]` mm. */
export interface Band {
  readonly samples: number;
  readonly from: Float64Array;
  readonly step: Float64Array;
}

export interface EdgeCosts {
  /** At `i samples + k`. */
  readonly cost: Float32Array;
  /** Strength of the edge, 0 to 1, likewise. */
  readonly edge: Float32Array;
}

/** An edge of full strength falls by this per mm, HU/mm, and has this between both sides beyond the least, HU. */
const FULL_SLOPE = 150;
const FULL_STEP = 150;
const LEAST_STEP = 60;
/** Outside, nothing counts as darker than this: lung beside bone is no better an edge than fat, HU. */
const DARKEST = -50;
/** The bright side is looked for this far inwards, the dark side between these distances outwards, mm. */
const INSIDE_MM = 2;
const OUTSIDE_MM = [1, 3] as const;
/** Slope is taken over this distance, mm. */
const SLOPE_MM = 1;
/** Crossed edges, and fat, air or dark disc inside the body, cost this much a mm. */
const PASSED = 0.15;
const HOLLOW = 0.15;
/** Bone is brighter than this, HU; a full penalty lies this much below. */
const BONE_HU = 20;
const HOLLOW_HU = 60;
const MOST_HOLLOW = 1.5;

/**
 * @param dilution of each column, 0 to 1: share of a thin wall's contrast that slices leave
 * @param weight of each column's edges, 0 to 1: 0 where no wall is to be believed
 */
export function edgeCosts(
  patch: Patch,
  star: Star,
  band: Band,
  dilution: Float64Array,
  weight: Float64Array,
): EdgeCosts {
  const { samples } = band;
  const count = star.sphere.count;
  const cost = new Float32Array(count * samples);
  const edge = new Float32Array(count * samples);
  let profile = new Float64Array(0);
  const [cu, cv, cw] = star.centre;
  for (let i = 0; i < count; i++) {
    const h = band.step[i]!;
    const inner = Math.max(1, Math.round(INSIDE_MM / h));
    const near = Math.max(1, Math.round(OUTSIDE_MM[0] / h));
    const far = Math.max(near, Math.round(OUTSIDE_MM[1] / h));
    const length = inner + samples + far;
    if (profile.length < length) profile = new Float64Array(length);
    const [du, dv, dw] = [star.directions[3 * i]!, star.directions[3 * i + 1]!, star.directions[3 * i + 2]!];
    for (let n = 0; n < length; n++) {
      const r = Math.max(0, band.from[i]! + (n - inner) * h);
      profile[n] = readPatch(patch, cu + r * du, cv + r * dv, cw + r * dw);
    }
    const half = SLOPE_MM / 2 / h;
    const shift = Math.floor(half);
    const rest = half - shift;
    const full = dilution[i]!;
    let passed = 0;
    let hollow = 0;
    for (let k = 0; k < samples; k++) {
      const at = inner + k;
      let bright = -Infinity;
      for (let n = k; n <= at; n++) if (profile[n]! > bright) bright = profile[n]!;
      let dark = Infinity;
      for (let n = at + near; n <= at + far; n++) if (profile[n]! < dark) dark = profile[n]!;
      const slope =
        (1 - rest) * (profile[at - shift]! - profile[at + shift]!) +
        rest * (profile[Math.max(0, at - shift - 1)]! - profile[at + shift + 1]!);
      const steep = clip(slope / SLOPE_MM / (FULL_SLOPE * full), 1);
      const step = clip((bright - Math.max(dark, DARKEST) - LEAST_STEP * full) / (FULL_STEP * full), 1);
      let d = steep * step * weight[i]!;
      if (patch.metal !== null) {
        const r = band.from[i]! + k * h;
        if (nearMetalAt(patch, cu + r * du, cv + r * dv, cw + r * dw)) d = 0;
      }
      hollow += clip((BONE_HU - profile[at]!) / HOLLOW_HU, MOST_HOLLOW) * h;
      edge[i * samples + k] = d;
      cost[i * samples + k] = PASSED * passed + HOLLOW * hollow - d;
      passed += d * h;
    }
  }
  return { cost, edge };
}

function clip(value: number, most: number): number {
  return value < 0 ? 0 : value > most ? most : value;
}
