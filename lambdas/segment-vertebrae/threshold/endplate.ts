/**
 * An endplate as a height w(u, v) over the body's section: the brightest layer along the body's axis, sampled where
 * the side wall does not disturb, fitted by a polynomial, continued outwards with its mean slope.
 */
import { HALF_CORTEX_MM, PROFILE_STEP_MM, smoothProfile, wallPeaks } from './edge.ts';
import { apply, robustFit } from './robust-fit.ts';
import type { LocalSampler } from './wall.ts';

export interface EndplateSurface {
  /** Outer surface (mm) above the frame's origin. */
  height(u: number, v: number): number;
  /** Slopes of the best plane, left and posterior, mm per mm. */
  readonly slope: { readonly u: number; readonly v: number };
  /** Share of the samples that agree with the surface, 0 to 1. */
  readonly support: number;
}

export interface EndplateSearch {
  readonly sample: LocalSampler;
  readonly side: 1 | -1;
  /** Where it is expected, mm. */
  readonly guess: (u: number, v: number) => number;
  /** Half axes of the section, mm. */
  readonly halfWidth: number;
  readonly halfDepth: number;
  /** Standard deviation of the smoothing along the axis, mm: grows with the distance of slices. */
  readonly blurMm: number;
  /** An endplate's peak rises this far over both sides: a thick slice dilutes it. */
  readonly contrastHu: number;
  /** A sample this near to the surface agrees with it, mm. */
  readonly agreementMm: number;
}

const GRID_MM = 2;
/** Samples stay this far within the section's half axes, mm: nearer, the wall shines in. */
const RIM_MM = 3;
/** An endplate lies within this far inwards and outwards of the guess, mm; outwards a thin disc ends it. */
const SEARCH_MM = [7, 4] as const;
/** Beyond that the profile goes on, mm, so that an endplate at its end still has two sides. */
const FLANK_MM = 4;
const ACROSS_MM = 0.8;
const NEIGHBOURS = [-1, 0, 1].flatMap((du) => [-1, 0, 1].map((dv) => [du, dv] as const));
const DEGREE = 4;

/** Null where too little of an endplate is seen. */
export function findEndplate(search: EndplateSearch): EndplateSurface | null {
  const { halfWidth, halfDepth, side, agreementMm } = search;
  const [a, b] = [halfWidth - RIM_MM, halfDepth - RIM_MM];
  if (a < 2 * GRID_MM || b < 2 * GRID_MM) return null;
  const points: { u: number; v: number; w: number }[] = [];
  let all = 0;
  for (let u = -Math.floor(a / GRID_MM) * GRID_MM; u <= a; u += GRID_MM) {
    for (let v = -Math.floor(b / GRID_MM) * GRID_MM; v <= b; v += GRID_MM) {
      if ((u / a) ** 2 + (v / b) ** 2 > 1) continue;
      all += 1;
      const w = layerNear(search, u, v);
      if (w !== null) points.push({ u, v, w });
    }
  }
  const values = Float64Array.from(points, ({ w }) => w);
  const plane = robustFit(
    points.map(({ u, v }) => monomials(1, u / a, v / b)),
    values,
    4 * agreementMm,
  );
  const fit = robustFit(
    points.map(({ u, v }) => monomials(DEGREE, u / a, v / b)),
    values,
    agreementMm,
  );
  if (plane === null || fit === null) return null;
  const slope = { v: plane.coefficients[1]! / b, u: plane.coefficients[2]! / a };
  const outward = side * HALF_CORTEX_MM * Math.hypot(1, slope.u, slope.v);
  return {
    height(u, v) {
      const beyond = Math.max(1, Math.hypot(u / a, v / b));
      const [ui, vi] = [u / beyond, v / beyond];
      const inner = apply(monomials(DEGREE, ui / a, vi / b), fit.coefficients);
      return inner + slope.u * (u - ui) + slope.v * (v - vi) + outward;
    },
    slope,
    support: (fit.support * points.length) / all,
  };
}

/** The peak nearest to the guess along the body's axis. */
function layerNear(
  { sample, side, guess, blurMm, contrastHu }: EndplateSearch,
  u: number,
  v: number,
): number | null {
  const centre = guess(u, v);
  const start = centre - side * SEARCH_MM[0];
  const around = NEIGHBOURS.map(([du, dv]) => {
    const [us, vs] = [u + du * ACROSS_MM, v + dv * ACROSS_MM];
    return { us, vs, lift: guess(us, vs) - centre };
  });
  const count = Math.round((SEARCH_MM[0] + SEARCH_MM[1] + FLANK_MM) / PROFILE_STEP_MM) + 1;
  const profile = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const w = start + side * n * PROFILE_STEP_MM;
    let sum = 0;
    for (const { us, vs, lift } of around) sum += sample(us, vs, w + lift);
    profile[n] = sum / around.length;
  }
  const expected = SEARCH_MM[0] / PROFILE_STEP_MM;
  let best: number | null = null;
  for (const peak of wallPeaks(smoothProfile(profile, blurMm), contrastHu)) {
    if (peak > count - 1 - FLANK_MM / PROFILE_STEP_MM) continue;
    if (best === null || Math.abs(peak - expected) < Math.abs(best - expected)) best = peak;
  }
  return best === null ? null : start + side * best * PROFILE_STEP_MM;
}

/** 1, v, u, v^2, uv, u^2, ... */
function monomials(degree: number, u: number, v: number): Float64Array {
  const row = new Float64Array(((degree + 1) * (degree + 2)) / 2);
  let at = 0;
  for (let n = 0; n <= degree; n++) for (let m = 0; m <= n; m++) row[at++] = u ** m * v ** (n - m);
  return row;
}
