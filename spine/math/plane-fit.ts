/** A plane through scattered heights that does not listen to outliers, mm. */
import { BIWEIGHT_CUT, biweight, scaleOfResiduals } from './robust.ts';

/** w = a + b u + c v. */
export interface Plane {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

const ROUNDS = 6;
/** Residuals below this are never outliers: an endplate is concave by 1-3 mm, mm. */
const LEAST_SCALE = 1;
const FEWEST_POINTS = 12;

/**
 * Iteratively reweighted least squares with the biweight, scale from the median absolute residual.
 *
 * @returns null for fewer than 12 points or points on a line
 * @remarks Beaton AE and Tukey JW, Technometrics 16:147, 1974. Solved about the weighted mean, which `robust-fit.ts` for any
 * terms is not: the digits of frames rest on it.
 */
export function fitPlane(u: readonly number[], v: readonly number[], w: readonly number[]): Plane | null {
  if (u.length < FEWEST_POINTS) return null;
  const weights = new Float64Array(u.length).fill(1);
  let plane = solve(u, v, w, weights);
  for (let round = 0; round < ROUNDS && plane !== null; round++) {
    const { a, b, c } = plane;
    const residuals = w.map((value, i) => value - a - b * u[i]! - c * v[i]!);
    const cut = BIWEIGHT_CUT * Math.max(scaleOfResiduals(residuals.map(Math.abs)), LEAST_SCALE);
    residuals.forEach((r, i) => (weights[i] = biweight(r / cut)));
    plane = solve(u, v, w, weights);
  }
  return plane;
}

/** Weighted normal equations about the weighted mean: then the offset drops out of the 2 x 2 system. */
function solve(
  u: readonly number[],
  v: readonly number[],
  w: readonly number[],
  weights: Float64Array,
): Plane | null {
  let [n, mu, mv, mw] = [0, 0, 0, 0];
  for (let i = 0; i < u.length; i++) {
    const g = weights[i]!;
    n += g;
    mu += g * u[i]!;
    mv += g * v[i]!;
    mw += g * w[i]!;
  }
  if (!(n > 0)) return null;
  mu /= n;
  mv /= n;
  mw /= n;
  let [uu, uv, vv, uw, vw] = [0, 0, 0, 0, 0];
  for (let i = 0; i < u.length; i++) {
    const g = weights[i]!;
    const [x, y, z] = [u[i]! - mu, v[i]! - mv, w[i]! - mw];
    uu += g * x * x;
    uv += g * x * y;
    vv += g * y * y;
    uw += g * x * z;
    vw += g * y * z;
  }
  const determinant = uu * vv - uv * uv;
  if (!(determinant > 1e-9 * uu * vv)) return null;
  const b = (uw * vv - vw * uv) / determinant;
  const c = (vw * uu - uw * uv) / determinant;
  return { a: mw - b * mu - c * mv, b, c };
}
