/** Which way is posterior: the plane that a vertebra, or its body, is the mirror image about. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { along } from '../../math/vector.ts';
import { indexToWorld, type Volume } from '../../grid/volume.ts';

import { rayMask } from '../../grid/ray.ts';

/** A turn about `superior` (degrees, from left to posterior) and where the plane passes, mm to the left. */
interface MirrorPlane {
  readonly degrees: number;
  readonly offset: number;
}

/** Enough points for a steady overlap; more cost time only. */
const MOST_POINTS = 1500;
/** Processes further out than this are bent and cut too often to say where the middle is, mm. */
const NEAR_MM = 32;
/** Coarse to fine: turn (degrees) and offset (mm), each searched this many steps to both sides. */
const SEARCH = [
  { degrees: 3, mm: 1.5, turns: 10, shifts: 4 },
  { degrees: 1, mm: 0.5, turns: 3, shifts: 3 },
  { degrees: 0.25, mm: 0.25, turns: 4, shifts: 2 },
] as const;
/**
 * Loss of overlap that a turn of 30 degrees must make good, so that a round body, which is its own mirror image
 * about every plane, keeps the direction it came with. A kidney-shaped one gains 0.05 and more.
 */
const PRIOR_LOSS = 0.03;
const PRIOR_DEGREES = 30;

/** @returns `frame.posterior` turned about `frame.superior` into the plane of symmetry, unit length */
export function posteriorBySymmetry(mask: Volume<Uint8Array>, frame: Frame): Vec3 {
  const points = pointsNear(mask, frame);
  let best: MirrorPlane = { degrees: 0, offset: 0 };
  let bestScore = -Infinity;
  const placed = placedIn(mask, frame);
  for (const step of SEARCH) {
    const start = best;
    for (let t = -step.turns; t <= step.turns; t++) {
      for (let s = -step.shifts; s <= step.shifts; s++) {
        const plane = { degrees: start.degrees + t * step.degrees, offset: start.offset + s * step.mm };
        const loss = PRIOR_LOSS * (plane.degrees / PRIOR_DEGREES) ** 2;
        const score = overlap(points, plane, { mask, placed, above: bestScore + loss }) - loss;
        if (score > bestScore) [best, bestScore] = [plane, score];
      }
    }
  }
  const angle = (best.degrees * Math.PI) / 180;
  return along(along([0, 0, 0], Math.cos(angle), frame.posterior), -Math.sin(angle), frame.left);
}

/** u, v, w of voxels of the mask near the frame's origin, evenly thinned, mm. */
function pointsNear(
  { dims: [nx, ny], affine: a, data }: Volume<Uint8Array>,
  { origin, left, posterior, superior }: Frame,
): Float64Array {
  const found: number[] = [];
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    const x = a[0] * i + a[1] * j + a[2] * k + a[3] - origin[0];
    const y = a[4] * i + a[5] * j + a[6] * k + a[7] - origin[1];
    const z = a[8] * i + a[9] * j + a[10] * k + a[11] - origin[2];
    const u = x * left[0] + y * left[1] + z * left[2];
    const v = x * posterior[0] + y * posterior[1] + z * posterior[2];
    if (Math.hypot(u, v) < NEAR_MM) found.push(u, v, x * superior[0] + y * superior[1] + z * superior[2]);
  }
  const every = Math.ceil(found.length / 3 / MOST_POINTS);
  return Float64Array.from(found.filter((_, n) => Math.floor(n / 3) % every === 0));
}

/** From (u, v, w) to a voxel's index: where the origin lies, and what a millimetre along each adds, three numbers each. */
interface Placed {
  readonly start: Vec3;
  readonly left: Vec3;
  readonly posterior: Vec3;
  readonly superior: Vec3;
}

interface Mirrored {
  readonly mask: Volume<Uint8Array>;
  readonly placed: Placed;
  /** No overlap up to this is wanted: such a one may be told too great, but never greater than this. */
  readonly above: number;
}

/** Part of the points whose mirror image lies in the mask. Nearest voxel: the overlap of thousands of points needs no interpolation. */
function overlap(
  points: Float64Array,
  { degrees, offset }: MirrorPlane,
  { mask, placed, above }: Mirrored,
): number {
  const {
    data,
    dims: [nx, ny, nz],
  } = mask;
  const [sx, sy, sz] = placed.start;
  const [ax, ay, az] = placed.left;
  const [bx, by, bz] = placed.posterior;
  const [cx, cy, cz] = placed.superior;
  const count = points.length / 3;
  // With a millionth of a point to spare, so that rounding ends nothing too early.
  const mostMissed = count * (1 - above) + 1e-6;
  const angle = (degrees * Math.PI) / 180;
  const nu = Math.cos(angle);
  const nv = Math.sin(angle);
  let missed = 0;
  for (let at = 0; at < points.length && missed <= mostMissed; at += 3) {
    const w = points[at + 2]!;
    const twice = 2 * (points[at]! * nu + points[at + 1]! * nv - offset);
    const u = points[at]! - twice * nu;
    const v = points[at + 1]! - twice * nv;
    const i = Math.round(sx + u * ax + v * bx + w * cx);
    const j = Math.round(sy + u * ay + v * by + w * cy);
    const k = Math.round(sz + u * az + v * bz + w * cz);
    const within = i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz;
    if (!within || data[i + nx * (j + ny * k)] === 0) missed += 1;
  }
  return (3 * (count - missed)) / points.length;
}

function placedIn(mask: Volume<Uint8Array>, { origin, left, posterior, superior }: Frame): Placed {
  const { toIndex } = rayMask(mask);
  const start = indexToWorld(toIndex, ...origin);
  const axis = (d: Vec3): Vec3 => along(indexToWorld(toIndex, ...along(origin, 1, d)), -1, start);
  return { start, left: axis(left), posterior: axis(posterior), superior: axis(superior) };
}
