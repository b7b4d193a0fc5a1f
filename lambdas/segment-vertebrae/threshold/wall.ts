/**
 * The side wall of a body as a radius r(angle, height) about the body's axis.
 *
 * Rays go out at many angles and heights and stop at the first wall of bone. Behind, they run into the pedicles,
 * where there is no wall: a coarse oval first tells those rays apart, a finer curve is then fitted to the rest and
 * bridges the gap.
 */
import { HALF_CORTEX_MM, PROFILE_STEP_MM, smoothProfile, WALL_HU, wallPeaks } from './edge.ts';
import { apply, robustFit } from './robust-fit.ts';

/** HU at (u left, v posterior, w superior) of the body's frame, mm. */
export type LocalSampler = (u: number, v: number, w: number) => number;

export interface Wall {
  /** Outer radius (mm) at an angle from left towards posterior (radians) and a relative height -1 ... 1. */
  radius(angle: number, height: number): number;
  /** Share of the rays that agree with the curve, 0 to 1. */
  readonly support: number;
  /** The centre of the section, from the frame's axis (mm). */
  readonly centre: { readonly u: number; readonly v: number };
}

const ANGLES = 72;
const RELATIVE_HEIGHTS = [-0.7, -0.5, -0.3, -0.1, 0.1, 0.3, 0.5, 0.7];
const RADII_MM = [6, 36] as const;
/** Rays at this distance to both sides and above and below are averaged, mm. */
const ACROSS_MM = 0.8;
const SMOOTH_MM = 0.4;
/** Harmonics of the coarse oval and of the fine curve. */
const COARSE = 2;
const FINE = 8;
/** Agreement with the coarse oval and with the fine curve, mm. */
const COARSE_MM = 3;
const FINE_MM = 0.8;
/** Fewer rays than this share give no wall. */
const LEAST_RAYS = 0.4;

/** Null where too few rays meet a wall. `halfHeight`: of the body, mm. */
export function findWall(sample: LocalSampler, halfHeight: number): Wall | null {
  const rays = RELATIVE_HEIGHTS.flatMap((height) =>
    Array.from({ length: ANGLES }, (_, n) => {
      const angle = (2 * Math.PI * n) / ANGLES;
      return { angle, height, radius: firstWall(sample, angle, height * halfHeight) };
    }),
  ).filter((ray): ray is typeof ray & { radius: number } => ray.radius !== null);
  const all = ANGLES * RELATIVE_HEIGHTS.length;
  if (rays.length < LEAST_RAYS * all) return null;
  const radii = (of: typeof rays): Float64Array => Float64Array.from(of, ({ radius }) => radius);
  const coarse = robustFit(
    rays.map((ray) => basis(COARSE, ray.angle, ray.height)),
    radii(rays),
    COARSE_MM,
  );
  if (coarse === null) return null;
  const near = rays.filter(
    ({ angle, height, radius }) =>
      Math.abs(radius - apply(basis(COARSE, angle, height), coarse.coefficients)) < COARSE_MM,
  );
  const fine = robustFit(
    near.map((ray) => basis(FINE, ray.angle, ray.height)),
    radii(near),
    FINE_MM,
  );
  if (fine === null) return null;
  const radius = (angle: number, height: number): number =>
    apply(basis(FINE, angle, height), fine.coefficients) + HALF_CORTEX_MM;
  return {
    radius,
    support: (fine.support * near.length) / all,
    centre: {
      u: (radius(0, 0) - radius(Math.PI, 0)) / 2,
      v: (radius(Math.PI / 2, 0) - radius(-Math.PI / 2, 0)) / 2,
    },
  };
}

function firstWall(sample: LocalSampler, angle: number, w: number): number | null {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const count = Math.round((RADII_MM[1] - RADII_MM[0]) / PROFILE_STEP_MM) + 1;
  const profile = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const r = RADII_MM[0] + n * PROFILE_STEP_MM;
    let sum = 0;
    for (let side = -1; side <= 1; side++) {
      const [u, v] = [r * c - side * ACROSS_MM * s, r * s + side * ACROSS_MM * c];
      for (let up = -1; up <= 1; up++) sum += sample(u, v, w + up * ACROSS_MM);
    }
    profile[n] = sum / 9;
  }
  const [first] = wallPeaks(smoothProfile(profile, SMOOTH_MM), WALL_HU);
  return first === undefined ? null : RADII_MM[0] + first * PROFILE_STEP_MM;
}

/** (1, cos m a, sin m a for m = 1 ... order) times (1, h, h^2). */
function basis(order: number, angle: number, height: number): Float64Array {
  const row = new Float64Array(3 * (2 * order + 1));
  for (let m = 0; m <= 2 * order; m++) {
    const harmonic = m % 2 === 1 ? Math.cos(((m + 1) / 2) * angle) : m === 0 ? 1 : Math.sin((m / 2) * angle);
    row[3 * m] = harmonic;
    row[3 * m + 1] = harmonic * height;
    row[3 * m + 2] = harmonic * height * height;
  }
  return row;
}
