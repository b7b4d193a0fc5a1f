/** The surface of a mask as columns see it: as it is, and without the steps of its voxels. */
import { readPatch, type Patch } from '../body/patch.ts';
import { massOf, neighbourMean, starOf, type Star, type StarSurface } from '../surface/star.ts';

export interface MaskSurface {
  /** Neighbours averaged: voxels leave no steps, and rims are a little rounder. */
  readonly smoothed: StarSurface;
  /** As the mask has it, mm, along the same columns. */
  readonly radii: Float64Array;
}

/** Masks are taken as volumes of this value inside. */
export const INSIDE = 1000;
const STEP_MM = 0.35;
const HALVINGS = 4;
/** Rounds of averaging over neighbours that take a mask's steps away: columns end 2 mm apart. */
const STEPS_AWAY = 2;

/**
 * The mask's outermost crossing of one half along each column about its centre of mass.
 *
 * @param own patch with `INSIDE` in the mask and 0 elsewhere @returns null where the mask is no star about that centre
 */
export function maskSurface(own: Patch): MaskSurface | null {
  const first = moments(own);
  if (first === null) return null;
  const star = starOf(HALVINGS, first.centre, first.stretch);
  const rough = castMask(own, star);
  if (rough === null) return null;
  const centre = massOf({ ...star, radii: rough }).centre;
  const centred = starOf(HALVINGS, centre, first.stretch);
  const radii = castMask(own, centred);
  if (radii === null) return null;
  const relative = radii.map((mm, i) => mm / centred.scale[i]!);
  const smooth = neighbourMean(centred.sphere, relative, STEPS_AWAY);
  const smoothed = { ...centred, radii: smooth.map((value, i) => value * centred.scale[i]!) };
  return { smoothed, radii };
}

function castMask(own: Patch, star: Star): Float64Array | null {
  const { centre, directions } = star;
  const most = Math.hypot(own.dims[0], own.dims[1], own.dims[2]) * STEP_MM;
  const inside = (i: number, r: number): number =>
    readPatch(
      own,
      centre[0] + r * directions[3 * i]!,
      centre[1] + r * directions[3 * i + 1]!,
      centre[2] + r * directions[3 * i + 2]!,
    ) -
    INSIDE / 2;
  const radii = new Float64Array(star.sphere.count);
  for (let i = 0; i < radii.length; i++) {
    if (inside(i, 0) <= 0) return null;
    let last = 0;
    for (let r = STEP_MM; r < most; r += STEP_MM) {
      const [before, now] = [inside(i, r - STEP_MM), inside(i, r)];
      if (before > 0 && now <= 0) last = r - STEP_MM + (STEP_MM * before) / (before - now);
    }
    if (last === 0) return null;
    radii[i] = last;
  }
  return radii;
}

/** Centre of mass, and the half axes of the box or ellipsoid in between that has the mask's second moments. */
function moments({ dims: [nx, ny, nz], low, hu }: Patch): Pick<Star, 'centre' | 'stretch'> | null {
  const sums = new Float64Array(7);
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (hu[at]! <= INSIDE / 2) continue;
        sums[0]! += 1;
        [i, j, k].forEach((n, axis) => {
          sums[1 + axis]! += n;
          sums[4 + axis]! += n * n;
        });
      }
    }
  }
  const n = sums[0]!;
  if (n === 0) return null;
  const mean = [1, 2, 3].map((at) => sums[at]! / n);
  const axis = (a: number): number => low[a]! + GRID_MM * mean[a]!;
  const half = (a: number): number =>
    GRID_MM * Math.sqrt(HALF_OF_VARIANCE * (sums[4 + a]! / n - mean[a]! ** 2));
  return { centre: [axis(0), axis(1), axis(2)], stretch: [half(0), half(1), half(2)] };
}

/** 3 for a box, 5 for an ellipsoid. */
const HALF_OF_VARIANCE = 4;
const GRID_MM = 0.5;
