/**
 * A vertebral body's outer surface: globally optimal among all star-shaped surfaces about its centre, four times over
 * from coarse to fine, then brought to the outer edge of the cortex.
 *
 *   pass 1   642 columns, 0.5 to 1.45 of a superellipsoid's radius      where the body is
 *   pass 2   the same about its centre of mass, +-8 mm                   which wall
 *   pass 3   2562 columns about the centre of mass of that, +-5 mm      where on the wall
 *   pass 4   the same, +-3.5 mm                                          and its rims
 *   then     profiles along the normal, moments of the wall              finer than a voxel
 *
 * @remarks Li K, Wu X, Chen DZ, Sonka M, IEEE Trans PAMI 28:119, 2006 (the surface); the cost is in `edge-cost.ts`.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { spacingOf, type Volume } from '../../grid/volume.ts';

import { blurOf } from './blur.ts';
import { cut } from './cut.ts';
import { described } from './describe.ts';
import { capOf, refinedCap, type Cap, type DiscMiddle } from './disc-cap.ts';
import { discInSlices } from './disc-in-slices.ts';
import type { Band } from './edge-cost.ts';
import { patchOf } from './patch.ts';
import { closedCorners, openingsOf } from './pedicle.ts';
import { toWorld, type BodyNeighbourhood } from './body-neighbourhood.ts';
import type { BodySeed, BodySurface } from '../../find/index.ts';
import { massOf, neighbourMean, recast, sphereAt, starOf, type StarSurface } from '../surface/star.ts';
import { awayFromMetal, toEdges } from './sub-voxel.ts';

/** Patch beyond the frame's origin to each side, mm: the largest L5, 5 mm off, and a wall's surroundings. */
const REACH_MM = { left: 42, posterior: 34, beyondDisc: 8 } as const;
/** Slices farther apart are thicker than many a disc is high: what is interpolated between them shows no disc. */
const INTERPOLATED_MM = 2;
/** A plane this near to what the slices tell is right, and leans as well or better (real CT in slices of 2.5 mm), mm. */
const ALIKE_MM = 1;
/** Half the body over half the distance of disc planes: the rest is disc. */
const BODY_OF_PERIOD = 0.85;
/** Superellipsoid of the first pass: exponent, and half axes from the period P of discs (mm), lumbar 23 and 17, T8 16 and 14. */
const EXPONENT = 3;
const HALF_WIDTH = { offset: -3, ofPeriod: 0.78 } as const;
const HALF_DEPTH = { offset: 5, ofPeriod: 0.36 } as const;
/** A crushed body is as wide as its neighbours: no period below this is believed in the plane, mm. */
const LEAST_PERIOD = 23;
const FIRST = { halvings: 3, samples: 50, from: 0.5, to: 1.45, prior: 0.25, reach: 0.45 } as const;
const LATER = [
  { halvings: 3, reachMm: 8, stepMm: 0.5, prior: 0.1 },
  { halvings: 4, reachMm: 4.9, stepMm: 0.35, prior: 0.1 },
  { halvings: 4, reachMm: 3.5, stepMm: 0.35, prior: 0.03 },
] as const;
/** An edge of this strength at a column's end counts as seen. */
export const SEEN = 0.3;

/** Null where no closed surface with a volume is found. */
export function outlineBody(ct: Volume<Int16Array>, seed: BodySeed): BodySurface | null {
  const { frame } = seed;
  const [above, below] = [capOf(seed.upper, frame), capOf(seed.lower, frame)];
  const [high, low] = [heightOf(above), heightOf(below)];
  if (!(high > low)) return null;
  const patch = patchOf(ct, frame, [
    [-REACH_MM.left, REACH_MM.left],
    [-REACH_MM.posterior, REACH_MM.posterior],
    [low - REACH_MM.beyondDisc, high + REACH_MM.beyondDisc],
  ]);
  const axes = halfAxes(high - low);
  const thick = spacingOf(ct.affine)[2] > INTERPOLATED_MM;
  const middleOf = (cap: Cap): DiscMiddle => {
    const read = refinedCap(patch, cap, axes);
    const told = thick ? discInSlices(ct, frame, cap, axes) : null;
    return told === null || Math.abs(heightOf(told) - heightOf(read)) <= ALIKE_MM ? read : told;
  };
  const [upper, lower] = [middleOf(above), middleOf(below)];
  const [top, bottom] = [heightOf(upper), heightOf(lower)];
  if (!(top > bottom)) return null;
  const around: BodyNeighbourhood = {
    patch,
    upper,
    lower,
    canalV: seed.toCanalMm,
    blur: blurOf(ct.affine),
    frame,
  };
  let surface = firstPass(around, top, bottom);
  let seen = new Uint8Array(0);
  for (const pass of LATER) {
    const next = laterPass(around, surface, pass);
    if (next === null) return null;
    [surface, seen] = [next.surface, next.seen];
  }
  const free = awayFromMetal(patch, surface);
  const trusted = Uint8Array.from(seen, (yes, i) => (yes === 1 && free[i] === 1 ? 1 : 0));
  const walls = [upper, lower].filter(({ oneBand }) => oneBand);
  const edges = toEdges(patch, surface, walls, trusted, (d) => around.blur.sigma(toWorld(frame, d)));
  return described(ct, around, edges, seen, free);
}

/** Where a disc's middle crosses the frame's axis, mm. */
function heightOf({ n, d }: Cap): number {
  return d / n[2];
}

function firstPass(around: BodyNeighbourhood, top: number, bottom: number): StarSurface {
  const [halfWidth, halfDepth] = halfAxes(top - bottom);
  const stretch: Vec3 = [halfWidth, halfDepth, (BODY_OF_PERIOD * (top - bottom)) / 2];
  const star = starOf(FIRST.halvings, [0, 0, (top + bottom) / 2], stretch);
  const base = Float64Array.from(star.scale, (mm, i) => {
    const [x, y, z] = sphereAt(star, i);
    return (
      mm / (Math.abs(x) ** EXPONENT + Math.abs(y) ** EXPONENT + Math.abs(z) ** EXPONENT) ** (1 / EXPONENT)
    );
  });
  const step = (FIRST.to - FIRST.from) / (FIRST.samples - 1);
  const band: Band = {
    samples: FIRST.samples,
    from: base.map((mm) => FIRST.from * mm),
    step: base.map((mm) => step * mm),
  };
  const relative = (k: number): number => (FIRST.from + k * step - 1) / FIRST.reach;
  return { ...star, radii: cut(around, star, band, (k) => FIRST.prior * relative(k) ** 2).radii };
}

function halfAxes(discToDiscMm: number): readonly [number, number] {
  const period = Math.max(LEAST_PERIOD, discToDiscMm);
  return [HALF_WIDTH.offset + HALF_WIDTH.ofPeriod * period, HALF_DEPTH.offset + HALF_DEPTH.ofPeriod * period];
}

function laterPass(
  around: BodyNeighbourhood,
  before: StarSurface,
  { halvings, reachMm, stepMm, prior }: (typeof LATER)[number],
): { readonly surface: StarSurface; readonly seen: Uint8Array<ArrayBuffer> } | null {
  const mass = massOf(before);
  if (!(mass.volume > 0)) return null;
  const star = starOf(halvings, mass.centre, before.stretch);
  const cast = recast(before, star).radii;
  const closed = closedCorners(star, cast, openingsOf(star)).map((mm, i) => mm / star.scale[i]!);
  const base = neighbourMean(star.sphere, closed, 3).map((relative, i) => relative * star.scale[i]!);
  const samples = 2 * Math.round(reachMm / stepMm) + 1;
  const band: Band = {
    samples,
    from: base.map((mm) => mm - stepMm * ((samples - 1) / 2)),
    step: new Float64Array(base.length).fill(stepMm),
  };
  const { radii, edge } = cut(around, star, band, (k) => prior * ((2 * k) / (samples - 1) - 1) ** 2);
  return { surface: { ...star, radii }, seen: Uint8Array.from(edge, (d) => (d > SEEN ? 1 : 0)) };
}
