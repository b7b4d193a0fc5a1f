/**
 * An endplate as heights over a grid, each from the CT, and the surface through them at any point.
 *
 *      v (posterior)
 *      |  . . . . .      every 2 mm over the footprint, 1.5 mm inside the walls;
 *      | . .|---|. .     w at a point: a robust parabola through what stands within 5 mm left and right
 *      | . .|_x_|. .     and 4 mm before and behind
 *      |  . . . . .
 *      +-------------- u (left)
 *
 * Where a shell could be laid through all voxels at once (`endplate-fit/`), that is the surface. Where it could not, a slice
 * thicker than the shell hides where in it the shell lies: along a tilted endplate that error changes sign every few
 * millimetres, so that a surface through many points knows better than the median along one line.
 */

import type { EndplateFit } from './endplate-fit/fit-endplate.ts';
import type { SurfacePoint, Surfaces } from './mid-sagittal-surface.ts';
import { robustFit } from '../../math/robust-fit.ts';
import { median } from '../../math/order-statistics.ts';
import { robustSd } from '../../math/robust.ts';
import { ENDPLATE_GRID_MM, SURFACE_WINDOW_MM, WALL_MARGIN_MM } from '../../definitions/heights.ts';

export type EndplateSide = 'superior' | 'inferior';

/** v of both walls of the body's core, mm. */
export interface Walls {
  readonly anterior: number;
  readonly posterior: number;
}

export interface FieldPoint {
  readonly u: number;
  readonly v: number;
  /** Of the surface there, mm. */
  readonly w: number;
  /** By its own line of the CT; where that shows none, the mask's edge moved by what both differ in elsewhere. mm */
  readonly line: number;
  /** The mask's edge, moved so. mm */
  readonly edge: number;
  readonly seen: boolean;
}

export interface EndplateField {
  readonly side: EndplateSide;
  readonly points: readonly FieldPoint[];
  /** Variances of what smears it sideways, mm2. */
  readonly smear: Surfaces['smear'];
  /** Standard deviation of what CT and mask differ in, mm; null where too few points of the CT are known. */
  readonly offsetSigma: number | null;
  /** What CT and mask differ in, mm. */
  readonly offset: number;
  /** From the mask to the next vertebra's, mm; null where none is near or no shell was laid. */
  readonly gapMm: number | null;
  /** One shell through all voxels; `points` lie on it where there is one. */
  readonly fit: EndplateFit | null;
}

export interface SurfaceHeight {
  readonly w: number;
  /** By the voxels that the shell was laid through, mm; null where it is a local surface through lines. */
  readonly fitSe: number | null;
  /** Of the residuals about the local surface, mm. */
  readonly residualMm: number;
  /** How many points of the grid the surface rests on. */
  readonly effective: number;
  /** Less than half of them come from the CT. */
  readonly fromMask: boolean;
}

/** More than the half-width of any body, mm. */
const REACH_MM = 36;
/** A parabola wants more points than its five terms; with fewer of them the surface is a plane. */
const FEWEST_FOR_PARABOLA = 12;
/** Between a parabola and a surface that is straight front to back: a biconcave loss of 40 % bends a rim by 0.7, mm. */
const GREATEST_BEND_MM = 1;
const FEWEST_FOR_PLANE = 5;
/** Residuals below this are no outliers: noise of one point, mm. */
const LEAST_SCALE_MM = 0.3;
/** So many points tell what CT and mask differ in. */
const FEWEST_FOR_OFFSET = 20;
/** In a window, the CT's points are enough from this share on. */
const LEAST_SEEN = 0.5;
/** Half of what the shell is let off the mask's edge: above it the voxels say less than the mask does, mm. */
const UNSEEN_SE_MM = 0.35;

export function endplateField(surfaces: Surfaces, side: EndplateSide, walls: Walls): EndplateField {
  const raw: { readonly u: number; readonly v: number; readonly point: SurfacePoint }[] = [];
  const first = walls.anterior + WALL_MARGIN_MM;
  const rows = Math.max(0, Math.floor((walls.posterior - WALL_MARGIN_MM - first) / ENDPLATE_GRID_MM));
  const slack = (walls.posterior - WALL_MARGIN_MM - first - rows * ENDPLATE_GRID_MM) / 2;
  for (let row = 0; row <= rows; row++) {
    const v = first + slack + row * ENDPLATE_GRID_MM;
    for (let u = -REACH_MM; u <= REACH_MM; u += ENDPLATE_GRID_MM) {
      if (!inFootprint(surfaces, side, u, v)) continue;
      const point = surfaces.at(side, u, v);
      if (point !== null) raw.push({ u, v, point });
    }
  }
  const offsets = raw.flatMap(({ point: { ct, mask } }) => (ct === null ? [] : [ct - mask]));
  const known = offsets.length >= FEWEST_FOR_OFFSET;
  const offset = known ? median(offsets) : 0;
  const spread = known ? robustSd(offsets, offset) : null;
  return {
    side,
    smear: surfaces.smear,
    points: raw.map(({ u, v, point: { ct, mask } }) => ({
      u,
      v,
      w: ct ?? mask + offset,
      line: ct ?? mask + offset,
      edge: mask + offset,
      seen: ct !== null,
    })),
    offsetSigma: spread,
    offset,
    gapMm: null,
    fit: null,
  };
}

/** Bone on all four sides of it, so that the line meets an endplate and not a side wall. */
function inFootprint(surfaces: Surfaces, side: EndplateSide, u: number, v: number): boolean {
  const near = [[0, 0], [-ENDPLATE_GRID_MM, 0], [ENDPLATE_GRID_MM, 0], [0, -WALL_MARGIN_MM], [0, WALL_MARGIN_MM]] as const; // prettier-ignore
  return near.every(([du, dv]) => surfaces.edge(side, u + du, v + dv) !== null);
}

/**
 * A curved endplate that is smeared sideways lies lower on its tops and higher in its hollows, by half the curvature times
 * the variance: that is taken off where a parabola tells the curvature.
 *
 * @returns null where the field has too few points near (u, v)
 */
export function surfaceAt({ points, smear, fit }: EndplateField, u: number, v: number): SurfaceHeight | null {
  if (fit !== null) {
    const se = fit.se(u, v);
    return {
      w: fit.w(u, v),
      fitSe: se,
      residualMm: 0,
      effective: points.length,
      fromMask: se > UNSEEN_SE_MM,
    };
  }
  const near = points.filter(
    (p) => Math.abs(p.u - u) <= SURFACE_WINDOW_MM.u + 0.01 && Math.abs(p.v - v) <= SURFACE_WINDOW_MM.v + 0.01,
  );
  const seen = near.filter((point) => point.seen);
  const fromMask = seen.length < LEAST_SEEN * near.length;
  const used = fromMask ? near : seen;
  if (used.length < FEWEST_FOR_PLANE) return null;
  const [plane, parabola] = [fitted(used, u, v, 4), fitted(used, u, v, 5)];
  // One wild row among three would bend a parabola as it likes: no endplate bends so much.
  const bent = plane !== null && parabola !== null && Math.abs(parabola.w - plane.w) <= GREATEST_BEND_MM;
  const best = used.length >= FEWEST_FOR_PARABOLA && bent ? parabola : (plane ?? fitted(used, u, v, 3));
  if (best === null) return null;
  const { w, bend, residualMm, effective } = best;
  return { w: w - bend.u * smear.u - bend.v * smear.v, fitSe: null, residualMm, effective, fromMask };
}

interface LocalFit {
  readonly w: number;
  /** Factors of du2 and dv2, 1/mm. */
  readonly bend: { readonly u: number; readonly v: number };
  readonly residualMm: number;
  readonly effective: number;
}

/** The first `terms` of 1, du, dv, du2, dv2. */
function fitted(points: readonly FieldPoint[], u: number, v: number, terms: number): LocalFit | null {
  const rows = Float64Array.from(
    points.flatMap((p) => [1, p.u - u, p.v - v, (p.u - u) ** 2, (p.v - v) ** 2].slice(0, terms)),
  );
  const values = Float64Array.from(points, ({ w }) => w);
  const fit = robustFit({ rows, terms, values, leastScale: LEAST_SCALE_MM });
  if (fit === null) return null;
  const [w = 0, , , u2 = 0, v2 = 0] = fit.coefficients;
  return { w, bend: { u: u2, v: v2 }, residualMm: fit.sigma, effective: fit.effective };
}
