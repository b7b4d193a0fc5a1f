/**
 * A vertebral body's outer surface: globally optimal among all star-shaped surfaces about its centre, three times over
 * from coarse to fine, then brought to the outer edge of the cortex.
 *
 *   pass 1   642 columns, 0.5 to 1.45 of a superellipsoid's radius      where the body is
 *   pass 2   2562 columns about its centre of mass, +-8 mm              which wall
 *   pass 3   the same, +-5 mm                                            where on the wall
 *   then     profiles along the normal, moments of the wall              finer than a voxel
 *
 * @remarks Li K, Wu X, Chen DZ, Sonka M, IEEE Trans PAMI 28:119, 2006 (the surface); the cost is in `edge-cost.ts`.
 */
import { optimalSurface } from '../../../solver/voxel/index.ts';
import type { Vec3 } from '../../shared/contracts/primitives.ts';
import type { Frame } from '../../shared/contracts/segmentation.ts';
import { along } from '../../shared/vector.ts';
import { indexToWorld, invertAffine, type Volume } from '../../shared/volume.ts';

import { blurOf } from './blur.ts';
import { capOf, refinedCap, type Cap } from './disc-cap.ts';
import { edgeCosts, type Band } from './edge-cost.ts';
import { patchOf, type Patch } from './patch.ts';
import { closedCorners, openingsOf } from './pedicle.ts';
import type { BodySeed, BodySurface } from './seed.ts';
import { massOf, neighbourMean, recast, starOf, type Star, type StarSurface } from './star.ts';
import { awayFromMetal, toEdges, type Edges } from './sub-voxel.ts';

interface Scene {
  readonly patch: Patch;
  readonly upper: Cap;
  readonly lower: Cap;
  readonly canalV: number | null;
  readonly blur: ReturnType<typeof blurOf>;
  readonly frame: Frame;
}

/** Patch beyond the frame's origin to each side, mm: the largest L5, 5 mm off, and a wall's surroundings. */
const REACH_MM = { left: 42, posterior: 34, beyondDisc: 8 } as const;
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
  { reachMm: 8, prior: 0.1 },
  { reachMm: 5, prior: 0.1 },
] as const;
const HALVINGS = 4;
const STEP_MM = 0.35;
/** Neighbouring columns differ by at most so many samples from the base shape. */
const MOST_STEP = 2;
/** Cost of a node beyond the middle of a disc: never worth it. */
const BEYOND_DISC = 3;
/** In the openings for the pedicles edges count less, and the base shape more. */
const OPENING_EDGE = 0.1;
const OPENING_PRIOR = 10;
/** The posterior wall is drawn to the canal's front where columns meet it: half width of the canal and cost per mm. */
const CANAL = { halfWidthMm: 8, perMm: 0.2, mostMm: 4 } as const;
/** An edge of this strength at a column's end counts as seen. */
const SEEN = 0.3;

/** Null where no closed surface with a volume is found. */
export function outlineBody(ct: Volume<Int16Array>, seed: BodySeed): BodySurface | null {
  const { frame } = seed;
  const [above, below] = [capOf(seed.upper, frame), capOf(seed.lower, frame)];
  const [high, low] = [above.d / above.n[2], below.d / below.n[2]];
  if (!(high > low)) return null;
  const patch = patchOf(ct, frame, [
    [-REACH_MM.left, REACH_MM.left],
    [-REACH_MM.posterior, REACH_MM.posterior],
    [low - REACH_MM.beyondDisc, high + REACH_MM.beyondDisc],
  ]);
  const axes = halfAxes(high - low);
  const [upper, lower] = [refinedCap(patch, above, axes), refinedCap(patch, below, axes)];
  const [top, bottom] = [upper.d / upper.n[2], lower.d / lower.n[2]];
  if (!(top > bottom)) return null;
  const scene: Scene = { patch, upper, lower, canalV: seed.toCanalMm, blur: blurOf(ct.affine), frame };
  let surface = firstPass(scene, top, bottom);
  let seen = new Uint8Array(0);
  for (const { reachMm, prior } of LATER) {
    const next = laterPass(scene, surface, reachMm, prior);
    if (next === null) return null;
    [surface, seen] = [next.surface, next.seen];
  }
  const free = awayFromMetal(patch, surface);
  const trusted = Uint8Array.from(seen, (yes, i) => (yes === 1 && free[i] === 1 ? 1 : 0));
  const edges = toEdges(patch, surface, trusted, (d) => scene.blur.sigma(toWorld(frame, d)));
  return described(ct, frame, edges, seen, free);
}

function firstPass(scene: Scene, top: number, bottom: number): StarSurface {
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
  return { ...star, radii: cut(scene, star, band, (k) => FIRST.prior * relative(k) ** 2).radii };
}

function halfAxes(discToDiscMm: number): readonly [number, number] {
  const period = Math.max(LEAST_PERIOD, discToDiscMm);
  return [HALF_WIDTH.offset + HALF_WIDTH.ofPeriod * period, HALF_DEPTH.offset + HALF_DEPTH.ofPeriod * period];
}

function laterPass(
  scene: Scene,
  before: StarSurface,
  reachMm: number,
  prior: number,
): { readonly surface: StarSurface; readonly seen: Uint8Array<ArrayBuffer> } | null {
  const mass = massOf(before);
  if (!(mass.volume > 0)) return null;
  const star = starOf(HALVINGS, mass.centre, before.stretch);
  const cast = recast(before, star).radii;
  const closed = closedCorners(star, cast, openingsOf(star)).map((mm, i) => mm / star.scale[i]!);
  const base = neighbourMean(star.sphere, closed, 3).map((relative, i) => relative * star.scale[i]!);
  const samples = 2 * Math.round(reachMm / STEP_MM) + 1;
  const band: Band = {
    samples,
    from: base.map((mm) => mm - STEP_MM * ((samples - 1) / 2)),
    step: new Float64Array(base.length).fill(STEP_MM),
  };
  const { radii, edge } = cut(scene, star, band, (k) => prior * ((2 * k) / (samples - 1) - 1) ** 2);
  return { surface: { ...star, radii }, seen: Uint8Array.from(edge, (d) => (d > SEEN ? 1 : 0)) };
}

/** Radius and strength of the edge at the cheapest surface's end of each column. */
function cut(
  scene: Scene,
  star: Star,
  band: Band,
  priorOf: (k: number) => number,
): { readonly radii: Float64Array; readonly edge: Float64Array } {
  const { samples, from, step } = band;
  const { count } = star.sphere;
  const opening = openingsOf(star);
  const weight = Float64Array.from(opening, (yes) => (yes === 1 ? OPENING_EDGE : 1));
  const dilution = Float64Array.from({ length: count }, (_, i) => {
    const [x, y, z] = sphereAt(star, i);
    const n: Vec3 = [x / star.stretch[0], y / star.stretch[1], z / star.stretch[2]];
    const length = Math.hypot(n[0], n[1], n[2]);
    return scene.blur.dilution(toWorld(scene.frame, [n[0] / length, n[1] / length, n[2] / length]));
  });
  const { cost, edge } = edgeCosts(scene.patch, star, band, dilution, weight);
  const [cu, cv, cw] = star.centre;
  for (let i = 0; i < count; i++) {
    const [du, dv, dw] = [star.directions[3 * i]!, star.directions[3 * i + 1]!, star.directions[3 * i + 2]!];
    const stiff = opening[i] === 1 ? OPENING_PRIOR : 1;
    for (let k = 0; k < samples; k++) {
      const r = from[i]! + k * step[i]!;
      const [u, v, w] = [cu + r * du, cv + r * dv, cw + r * dw];
      let more = stiff * priorOf(k);
      if (r < 1 || beyond(scene, u, v, w)) more += BEYOND_DISC;
      if (scene.canalV !== null && dv > 0 && Math.abs(u) < CANAL.halfWidthMm && Math.abs(dv) > Math.abs(dw)) {
        more += CANAL.perMm * Math.min(CANAL.mostMm, Math.abs(v - scene.canalV));
      }
      cost[i * samples + k]! += more;
    }
  }
  const ends = optimalSurface(
    { samples, start: star.sphere.start, neighbours: star.sphere.neighbours },
    cost,
    MOST_STEP,
  );
  return {
    radii: Float64Array.from(ends, (k, i) => Math.max(1, from[i]! + k * step[i]!)),
    edge: Float64Array.from(ends, (k, i) => edge[i * samples + k]!),
  };
}

function beyond({ upper, lower }: Scene, u: number, v: number, w: number): boolean {
  return (
    upper.n[0] * u + upper.n[1] * v + upper.n[2] * w > upper.d ||
    lower.n[0] * u + lower.n[1] * v + lower.n[2] * w < lower.d
  );
}

function sphereAt({ sphere: { directions } }: Star, i: number): Vec3 {
  return [directions[3 * i]!, directions[3 * i + 1]!, directions[3 * i + 2]!];
}

function toWorld({ left, posterior, superior }: Frame, [u, v, w]: Vec3): Vec3 {
  return [0, 1, 2].map((axis) => u * left[axis]! + v * posterior[axis]! + w * superior[axis]!) as [
    number,
    number,
    number,
  ];
}

function described(
  ct: Volume,
  frame: Frame,
  { outer, visible }: Edges,
  seen: Uint8Array,
  free: Uint8Array,
): BodySurface {
  const { centre, stretch, directions, radii } = outer;
  const origin = along(frame.origin, 1, toWorld(frame, centre));
  const inverse = invertAffine(ct.affine);
  let outside = 0;
  for (let i = 0; i < radii.length; i++) {
    const d: Vec3 = [directions[3 * i]!, directions[3 * i + 1]!, directions[3 * i + 2]!];
    const index = indexToWorld(inverse, ...along(origin, radii[i]!, toWorld(frame, d)));
    if (index.some((at, axis) => at < -0.5 || at > ct.dims[axis]! - 0.5)) outside += 1;
  }
  const share = (yes: Uint8Array): number => yes.reduce((sum, value) => sum + value, 0) / yes.length;
  return {
    frame: { ...frame, origin: [origin[0], origin[1], origin[2]] },
    stretchMm: stretch,
    directions,
    radii,
    visibleRadii: visible.radii,
    quality: share(seen),
    metalShare: 1 - share(free),
    outsideShare: outside / radii.length,
    volumeMm3: massOf(outer).volume,
    osteophyteMm3: 0,
  };
}
