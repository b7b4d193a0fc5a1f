/** One vertebral body: its frame, side wall and endplates, found in turns, each from what the others gave. */
import type { Frame } from '../../shared/contracts/segmentation.ts';
import type { Vec3 } from '../../shared/contracts/primitives.ts';

import { heightOf, type BodySeed } from './column.ts';
import { WALL_HU } from './edge.ts';
import { findEndplate, type EndplateSurface } from './endplate.ts';
import { along, cross, dot, unit } from '../../shared/vector.ts';
import { findWall, type LocalSampler, type Wall } from './wall.ts';
import type { Sampler } from './work-image.ts';

export interface Outline {
  readonly frame: Frame;
  readonly wall: Wall;
  readonly upper: EndplateSurface;
  readonly lower: EndplateSurface;
  /** At mid-height, mm. */
  readonly widthMm: number;
  readonly depthMm: number;
  readonly heightMm: number;
}

const ROUNDS = 3;
/** Blur along the axis that an endplate's search allows for: at least this, and this share of the slice distance. */
const LEAST_BLUR_MM = 0.4;
const BLUR_OF_SLICE = 0.25;
/** A sample agrees with an endplate's surface within this, mm, and this share of the slice distance. */
const AGREEMENT_MM = 0.6;
const AGREEMENT_OF_SLICE = 0.5;
/** Slices farther apart than this dilute an endplate in proportion, mm. */
const UNDILUTED_SLICE_MM = 1.2;

/** Null where no closed shell of bone is found around the seed. `sliceMm`: distance of slices. */
export function outlineBody(seed: BodySeed, sample: Sampler, sliceMm: number): Outline | null {
  let frame = firstFrame(seed);
  let halfHeight = heightOf(seed) / 2;
  let [upperGuess, lowerGuess] = [planeIn(frame, seed.upper), planeIn(frame, seed.lower)];
  let outline: Outline | null = null;
  for (let round = 0; round < ROUNDS; round++) {
    const local = localSampler(frame, sample);
    const wall = findWall(local, halfHeight);
    if (wall === null) return null;
    const [halfWidth, halfDepth] = halfAxes(wall);
    // The search stands about the section's centre.
    const { u: cu, v: cv } = wall.centre;
    const shared = {
      sample: ((u, v, w) => local(u + cu, v + cv, w)) satisfies LocalSampler,
      halfWidth,
      halfDepth,
      blurMm: Math.max(LEAST_BLUR_MM, BLUR_OF_SLICE * sliceMm),
      contrastHu: WALL_HU * Math.min(1, UNDILUTED_SLICE_MM / sliceMm),
      agreementMm: Math.max(AGREEMENT_MM, AGREEMENT_OF_SLICE * sliceMm),
    };
    const upper = findEndplate({ ...shared, side: 1, guess: (u, v) => upperGuess(u + cu, v + cv) });
    const lower = findEndplate({ ...shared, side: -1, guess: (u, v) => lowerGuess(u + cu, v + cv) });
    if (upper === null || lower === null) return null;
    const [top, bottom] = [upper.height(0, 0), lower.height(0, 0)];
    outline = {
      frame,
      wall,
      upper: { ...upper, height: (u, v) => upper.height(u - cu, v - cv) },
      lower: { ...lower, height: (u, v) => lower.height(u - cu, v - cv) },
      widthMm: 2 * halfWidth,
      depthMm: 2 * halfDepth,
      heightMm: top - bottom,
    };
    if (round === ROUNDS - 1) break;
    const next = nextFrame(outline, (top + bottom) / 2);
    upperGuess = surfaceIn(next, outline, outline.upper);
    lowerGuess = surfaceIn(next, outline, outline.lower);
    halfHeight = (top - bottom) / 2;
    frame = next;
  }
  return outline;
}

/** Patient LPS to (u, v, w). */
export function toLocal(frame: Frame, p: Vec3): Vec3 {
  const d = along(p, -1, frame.origin);
  return [dot(d, frame.left), dot(d, frame.posterior), dot(d, frame.superior)];
}

function localSampler({ origin, left, posterior, superior }: Frame, sample: Sampler): LocalSampler {
  return (u, v, w) =>
    sample(
      origin[0] + u * left[0] + v * posterior[0] + w * superior[0],
      origin[1] + u * left[1] + v * posterior[1] + w * superior[1],
      origin[2] + u * left[2] + v * posterior[2] + w * superior[2],
    );
}

function frameAt(origin: Vec3, normal: Vec3): Frame {
  const superior = unit(normal);
  const left = unit(along([1, 0, 0], -superior[0], superior));
  const posterior = cross(superior, left);
  return { origin: tuple(origin), left: tuple(left), posterior: tuple(posterior), superior: tuple(superior) };
}

/** The contract's frame is made of mutable tuples. */
function tuple([x, y, z]: Vec3): [number, number, number] {
  return [x, y, z];
}

function firstFrame({ upper, lower }: BodySeed): Frame {
  const middle = along(along([0, 0, 0], 0.5, upper.point), 0.5, lower.point);
  return frameAt(middle, along(upper.normal, 1, lower.normal));
}

function nextFrame({ frame, wall, upper, lower }: Outline, w: number): Frame {
  const { origin, left, posterior, superior } = frame;
  const centre = along(along(along(origin, wall.centre.u, left), wall.centre.v, posterior), w, superior);
  const normalOf = ({ slope }: EndplateSurface): Vec3 =>
    unit(along(along(superior, -slope.u, left), -slope.v, posterior));
  return frameAt(centre, along(normalOf(upper), 1, normalOf(lower)));
}

function planeIn(frame: Frame, { point, normal }: BodySeed['upper']): (u: number, v: number) => number {
  const p = toLocal(frame, point);
  const n = [dot(normal, frame.left), dot(normal, frame.posterior), dot(normal, frame.superior)] as const;
  return (u, v) => p[2] - (n[0] * (u - p[0]) + n[1] * (v - p[1])) / n[2];
}

/** A surface of the old frame over (u, v) of the new one, which differs by little: one fixed-point step. */
function surfaceIn(
  next: Frame,
  { frame }: Outline,
  surface: EndplateSurface,
): (u: number, v: number) => number {
  return (u, v) => {
    const base = along(along(next.origin, u, next.left), v, next.posterior);
    let w = 0;
    for (let turn = 0; turn < 2; turn++) {
      const old = toLocal(frame, along(base, w, next.superior));
      w += surface.height(old[0], old[1]) - old[2];
    }
    return w;
  };
}

function halfAxes(wall: Wall): readonly [number, number] {
  return [
    (wall.radius(0, 0) + wall.radius(Math.PI, 0)) / 2,
    (wall.radius(Math.PI / 2, 0) + wall.radius(-Math.PI / 2, 0)) / 2,
  ];
}
