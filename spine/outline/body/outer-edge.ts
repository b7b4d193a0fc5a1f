/**
 * Where a wall of bone ends on its outer side, from a profile across it: finer than a voxel.
 *
 *      y1 (assumed)  ___
 *                   |   |            What blur does not change is the profile's area and its centre of gravity:
 *      y0 __________|   |            with the levels y0, y1, y2 known they give p and q.
 *                       |_____ y2
 *                   p   q
 *
 * Half of the peak's height, the usual criterion, stands outwards of q where the wall is thinner than the blur
 * (Prevrhal et al., Phys Med Biol 44:751, 1999: by 0.3 mm for a wall of 1 mm; cited from memory).
 */
import { ABOVE_PEAK, NEXT_BONE, SHELL_HU } from '../../definitions/surfaces.ts';

export interface EdgeSearch {
  /** Distance of samples, mm. */
  readonly step: number;
  /** Position of sample 0, mm; the surface is thought to stand at 0, positive is outwards. */
  readonly start: number;
  /** Blur along the profile, standard deviation, mm. */
  readonly sigma: number;
}

/** The wall's brightest point stands within this of the surface, inwards and outwards, mm. */
const PEAK_MM = [-2.5, 1] as const;
/** Levels on both sides are read no further than this from the peak, mm. */
const FLANK_MM = 3;
/** The outer side must lie this far below the peak, HU, to be an edge at all. */
const LEAST_FALL_HU = 40;
const ITERATIONS = 6;

export interface WallEdge {
  /** Where the wall ends, mm. */
  readonly outer: number;
  /** Where HU fall through half way from the wall's peak to what lies outside: what a reader draws, mm. */
  readonly visible: number;
}

/** @returns null where the profile shows no edge */
export function wallEdge(
  hu: Float64Array,
  count: number,
  { step, start, sigma }: EdgeSearch,
): WallEdge | null {
  const first = Math.max(1, Math.round((PEAK_MM[0] - start) / step));
  const last = Math.min(count - 2, Math.round((PEAK_MM[1] - start) / step));
  let peak = first;
  for (let n = first; n <= last; n++) if (hu[n]! > hu[peak]!) peak = n;
  const reach = Math.round(FLANK_MM / step);
  const from = flankEnd(hu, peak, -1, Math.max(0, peak - reach));
  const to = flankEnd(hu, peak, 1, Math.min(count - 1, peak + reach));
  const [y0, y2] = [hu[from]!, hu[to]!];
  if (hu[peak]! - y2 < LEAST_FALL_HU || to - peak < 2) return null;
  const visible = start + step * halfWay(hu, peak, (hu[peak]! + y2) / 2);
  const y1 = Math.max(SHELL_HU, ABOVE_PEAK * hu[peak]!);
  const centre = start + peak * step;
  const a = (from - peak) * step;
  const b = (to - peak) * step;
  let area = 0;
  let moment = 0;
  for (let n = from; n <= to; n++) {
    const weight = n === from || n === to ? step / 2 : step;
    area += weight * hu[n]!;
    moment += weight * (n - peak) * step * hu[n]!;
  }
  moment += ((y2 - y0) * sigma * sigma) / 2;
  const thick = (area + y0 * a - y2 * b) / (y1 - (y0 + y2) / 2);
  if (!(thick > 0.05)) return edge(centre + plainStep(area, a, b, y0, y2), visible);
  let [p, q] = [-thick / 2, thick / 2];
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const f = area - (y0 * (p - a) + y1 * (q - p) + y2 * (b - q));
    const g = moment - (y0 * (p * p - a * a) + y1 * (q * q - p * p) + y2 * (b * b - q * q)) / 2;
    const [fp, fq, gp, gq] = [y0 - y1, y1 - y2, (y0 - y1) * p, (y1 - y2) * q];
    const determinant = fp * gq - fq * gp;
    if (Math.abs(determinant) < 1) break;
    p += (f * gq - fq * g) / determinant;
    q += (fp * g - f * gp) / determinant;
  }
  if (!(q >= p && q > a && q < b)) return edge(centre + plainStep(area, a, b, y0, y2), visible);
  return { outer: centre + q, visible };
}

function edge(outer: number, visible: number): WallEdge | null {
  return Number.isNaN(outer) ? null : { outer, visible };
}

/** Sample, with its fraction, at which the profile falls through `level` after the peak. */
function halfWay(hu: Float64Array, peak: number, level: number): number {
  let n = peak;
  while (n + 1 < hu.length && hu[n + 1]! > level) n++;
  const [above, below] = [hu[n]!, hu[n + 1] ?? level];
  return n + (above > below ? (above - level) / (above - below) : 0);
}

/** The step from y0 to y2 that has the profile's area: a wall that does not stand out over what lies within. */
function plainStep(area: number, a: number, b: number, y0: number, y2: number): number {
  if (!(y0 - y2 > LEAST_FALL_HU)) return Number.NaN;
  const at = (area + y0 * a - y2 * b) / (y0 - y2);
  return at > a && at < b ? at : Number.NaN;
}

function flankEnd(hu: Float64Array, peak: number, direction: 1 | -1, end: number): number {
  let lowest = peak;
  for (let n = peak; n !== end + direction; n += direction) {
    if (hu[n]! < hu[lowest]!) lowest = n;
    if (hu[n]! - hu[lowest]! > NEXT_BONE * (hu[peak]! - hu[lowest]!)) return lowest;
  }
  return lowest;
}
