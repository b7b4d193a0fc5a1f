/**
 * How much of a voxel lies beyond a plane: what it averages over is even across its slice and Gaussian otherwise.
 *
 * P(d) = (Q(d + b/2) - Q(d - b/2)) / b,  Q(x) = x Phi(x/s) + s phi(x/s),  b the slice's width along the plane's normal, s the
 * blur along it, d the distance of the voxel's centre beyond the plane; all in mm.
 */
import { normalCdf, normalDensity } from '../math/normal.ts';

/** A slice that is seen edge-on is a Gaussian alone: narrower than this it is, mm. */
const LEAST_WIDTH_MM = 1e-3;
/** Further off, a voxel sees nothing of the plane. */
const FAR_SIGMAS = 5;

export interface Response {
  /** Share of the voxel beyond the plane, 0 to 1. */
  share: number;
  /** Its derivative by d, 1/mm. */
  slope: number;
}

/** @param d mm @param b mm @param s mm, above 0 */
export function responseInto(out: Response, d: number, b: number, s: number): void {
  const width = Math.max(b, LEAST_WIDTH_MM);
  if (Math.abs(d) > width / 2 + FAR_SIGMAS * s) {
    out.share = d > 0 ? 1 : 0;
    out.slope = 0;
    return;
  }
  const high = (d + width / 2) / s;
  const low = (d - width / 2) / s;
  const cdfHigh = normalCdf(high);
  const cdfLow = normalCdf(low);
  const rise = high * cdfHigh - low * cdfLow + normalDensity(high) - normalDensity(low);
  out.share = (s * rise) / width;
  out.slope = (cdfHigh - cdfLow) / width;
}
