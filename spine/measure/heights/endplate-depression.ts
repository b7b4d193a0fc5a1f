/**
 * The deepest place of an endplate below its own bowl: where a Schmorl node or a caved-in endplate would be.
 *
 * By the lines' own edges: a smooth shell through all voxels would bridge a narrow node.
 */
import type { EndplateField, FieldPoint, SurfaceHeight } from './endplate-field.ts';
import { robustFit } from '../../math/robust-fit.ts';
import { upperMedian } from '../../math/order-statistics.ts';
import { DEPRESSION_PART, DEPRESSION_RADIUS_MM, ENDPLATE_GRID_MM } from '../../definitions/heights.ts';

export interface Depression extends Omit<SurfaceHeight, 'w'> {
  readonly u: number;
  readonly v: number;
  readonly w: number;
  /** Median over the disc, mm. */
  readonly depth: number;
  readonly se: number;
  readonly areaMm2: number;
}

/** 1, u, v, u2, uv, v2: the bowl. */
const TERMS = 6;
/** Points of the grid that a disc must hold, of the nine that it can. */
const FEWEST_IN_DISC = 8;
/** Points of the CT below which there is no bowl to speak of. */
const FEWEST = 40;
const LEAST_SCALE_MM = 0.3;

/** @returns null where the CT shows too little of the endplate; what the mask fills in is left out */
export function depressionOf({ points, side }: EndplateField): Depression | null {
  const seen = points.filter((point) => point.seen);
  if (seen.length < FEWEST) return null;
  const rows = Float64Array.from(seen.flatMap(({ u, v }) => [1, u, v, u * u, u * v, v * v]));
  const values = Float64Array.from(seen, ({ line }) => line);
  const fit = robustFit({ rows, terms: TERMS, values, leastScale: LEAST_SCALE_MM });
  if (fit === null) return null;
  const outward = side === 'superior' ? 1 : -1;
  const depths = seen.map(({ line }, n) => {
    const bowl = fit.coefficients.reduce((sum, c, term) => sum + c * rows[n * TERMS + term]!, 0);
    return outward * (bowl - line);
  });
  const isCentral = within(seen);
  let best: { readonly at: FieldPoint; readonly depth: number; readonly count: number } | null = null;
  for (const at of seen) {
    if (!isCentral(at)) continue;
    const disc = depths.filter(
      (_, n) => Math.hypot(seen[n]!.u - at.u, seen[n]!.v - at.v) <= DEPRESSION_RADIUS_MM,
    );
    if (disc.length < FEWEST_IN_DISC) continue;
    const depth = upperMedian(disc);
    if (best === null || depth > best.depth) best = { at, depth, count: disc.length };
  }
  if (best === null) return null;
  const { at, depth, count } = best;
  return {
    u: at.u,
    v: at.v,
    w: at.line,
    depth,
    se: fit.sigma / Math.sqrt(count),
    areaMm2: ENDPLATE_GRID_MM ** 2 * pieceAround(seen, depths, at, depth / 2),
    fitSe: null,
    residualMm: fit.sigma,
    effective: count,
    fromMask: false,
  };
}

function within(points: readonly FieldPoint[]): (point: FieldPoint) => boolean {
  const axis = (pick: (point: FieldPoint) => number): readonly [number, number] => {
    const low = points.reduce((least, point) => Math.min(least, pick(point)), Infinity);
    const high = points.reduce((most, point) => Math.max(most, pick(point)), -Infinity);
    return [(low + high) / 2, (DEPRESSION_PART * (high - low)) / 2];
  };
  const [u, v] = [axis((point) => point.u), axis((point) => point.v)];
  return (point) => Math.hypot((point.u - u[0]) / u[1], (point.v - v[0]) / v[1]) <= 1;
}

/** Points that hang together with `from` and lie at `least` or deeper. */
function pieceAround(
  points: readonly FieldPoint[],
  depths: readonly number[],
  from: FieldPoint,
  least: number,
): number {
  const open = [from];
  const left = new Set(points.filter((point, n) => point !== from && depths[n]! >= least));
  let count = 0;
  for (let point = open.pop(); point !== undefined; point = open.pop()) {
    count += 1;
    for (const other of left) {
      if (Math.hypot(other.u - point.u, other.v - point.v) > 1.1 * ENDPLATE_GRID_MM) continue;
      left.delete(other);
      open.push(other);
    }
  }
  return count;
}
