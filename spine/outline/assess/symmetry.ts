/** Which way is posterior: the plane that a vertebra, or its body, is the mirror image about. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { along, dot } from '../../math/vector.ts';
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
  const inside = insideTest(mask, frame);
  for (const step of SEARCH) {
    const start = best;
    for (let t = -step.turns; t <= step.turns; t++) {
      for (let s = -step.shifts; s <= step.shifts; s++) {
        const plane = { degrees: start.degrees + t * step.degrees, offset: start.offset + s * step.mm };
        const score = overlap(points, plane, inside) - PRIOR_LOSS * (plane.degrees / PRIOR_DEGREES) ** 2;
        if (score > bestScore) [best, bestScore] = [plane, score];
      }
    }
  }
  const angle = (best.degrees * Math.PI) / 180;
  return along(along([0, 0, 0], Math.cos(angle), frame.posterior), -Math.sin(angle), frame.left);
}

/** u, v, w of voxels of the mask near the frame's origin, evenly thinned, mm. */
function pointsNear(mask: Volume<Uint8Array>, { origin, left, posterior, superior }: Frame): Float64Array {
  const [nx, ny] = mask.dims;
  const found: number[] = [];
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at] === 0) continue;
    const p = indexToWorld(mask.affine, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    const d = along(p, -1, origin);
    const [u, v] = [dot(d, left), dot(d, posterior)];
    if (Math.hypot(u, v) < NEAR_MM) found.push(u, v, dot(d, superior));
  }
  const every = Math.ceil(found.length / 3 / MOST_POINTS);
  return Float64Array.from(found.filter((_, n) => Math.floor(n / 3) % every === 0));
}

/** Part of the points whose mirror image lies in the mask. */
function overlap(
  points: Float64Array,
  { degrees, offset }: MirrorPlane,
  inside: (u: number, v: number, w: number) => boolean,
): number {
  const angle = (degrees * Math.PI) / 180;
  const [nu, nv] = [Math.cos(angle), Math.sin(angle)];
  let hits = 0;
  for (let at = 0; at < points.length; at += 3) {
    const u = points[at]!;
    const v = points[at + 1]!;
    const twice = 2 * (u * nu + v * nv - offset);
    if (inside(u - twice * nu, v - twice * nv, points[at + 2]!)) hits += 1;
  }
  return (3 * hits) / points.length;
}

/** Nearest voxel: the overlap of thousands of points needs no interpolation. */
function insideTest(
  mask: Volume<Uint8Array>,
  { origin, left, posterior, superior }: Frame,
): (u: number, v: number, w: number) => boolean {
  const { toIndex } = rayMask(mask);
  const [nx, ny, nz] = mask.dims;
  const start = indexToWorld(toIndex, ...origin);
  const axis = (d: Vec3): Vec3 => along(indexToWorld(toIndex, ...along(origin, 1, d)), -1, start);
  const [a, b, c] = [axis(left), axis(posterior), axis(superior)];
  return (u, v, w) => {
    const i = Math.round(start[0] + u * a[0] + v * b[0] + w * c[0]);
    const j = Math.round(start[1] + u * a[1] + v * b[1] + w * c[1]);
    const k = Math.round(start[2] + u * a[2] + v * b[2] + w * c[2]);
    return i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz && mask.data[i + nx * (j + ny * k)] !== 0;
  };
}
