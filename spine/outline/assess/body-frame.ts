/**
 * A vertebral body's own frame from its surface, or from its mask: planes through both endplates, superior as the mean of their normals.
 *
 *        superior
 *      ____|____        columns along `superior` over the central 85 % of the mid-height section
 *      \   |   /        meet the endplates; a plane through each; `superior` is turned to the
 *      |   o---|--> posterior       mean of the normals, and again until it rests.
 *      /_______\
 */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Frame } from '../../../contracts/segmentation.ts';
import { mean } from '../../math/moments.ts';
import { along, cross, dot, scaled, unit } from '../../math/vector.ts';
import { indexToWorld, type Volume } from '../../grid/volume.ts';

import { fitPlane, type Plane } from '../../math/plane-fit.ts';
import { meshSolid } from '../../grid/mesh/solid.ts';
import type { Mesh } from '../../grid/mesh/mesh.ts';
import { firstCrossing, isInside, rayMask, type Solid } from '../../grid/ray.ts';

/** Unit and right-handed: left x posterior = superior. */
export interface Axes {
  readonly left: Vec3;
  readonly posterior: Vec3;
  readonly superior: Vec3;
}

/** Directions to start from, unit length, not necessarily orthogonal. */
export interface FrameHint {
  readonly superior: Vec3;
  readonly posterior: Vec3;
}

export interface FramedBody {
  readonly frame: Frame;
  /** Distance of both endplate planes on the axis through the origin, mm. */
  readonly heightMm: number;
  /** Angle between the endplate planes, degrees. */
  readonly endplateAngleDegrees: number;
  /** Extent of the mid-height section along left and along posterior, through its centre, mm. */
  readonly widthMm: number;
  readonly depthMm: number;
}

/** Columns stand on a square grid of this, mm. */
const COLUMN_MM = 1.5;
/** More than the half-width of any vertebral body, mm. */
const REACH_MM = 40;
/** Part of the section's radius that columns cover: beyond it the rims round off. */
const CENTRAL = 0.85;
/** `superior` rests when a round turns it by less, degrees. */
const RESTING_DEGREES = 0.02;
const MOST_ROUNDS = 12;

interface Section {
  /** Centre of the mid-height section, mm. */
  readonly centre: Vec3;
  readonly u: readonly number[];
  readonly v: readonly number[];
}

/** @returns null where the body has no two opposite endplates (a sliver, a shell). */
export function frameBody(body: Volume<Uint8Array> | Mesh, hint: FrameHint): FramedBody | null {
  const solid = 'vertices' in body ? meshSolid(body) : maskSolid(body);
  const middle = solid.centre;
  if (middle === null) return null;
  let axes = axesOf(hint.superior, hint.posterior);
  let centre = middle;
  let planes: readonly [Plane, Plane] | null = null;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const section = sectionAt(solid, centre, axes);
    planes = section === null ? null : endplates(solid, section, axes);
    if (section === null || planes === null) return null;
    const [top, bottom] = planes;
    const superior = unit(along(normal(top, axes), 1, normal(bottom, axes)));
    centre = along(section.centre, (top.a + bottom.a) / 2, axes.superior);
    const turned = degrees(dot(superior, axes.superior));
    axes = axesOf(superior, axes.posterior);
    if (turned < RESTING_DEGREES) break;
  }
  const [top, bottom] = planes!;
  const across = (direction: Vec3): number =>
    (solid.firstCrossing(centre, direction, REACH_MM) ?? REACH_MM) +
    (solid.firstCrossing(centre, scaled(direction, -1), REACH_MM) ?? REACH_MM);
  return {
    frame: {
      origin: [...centre],
      left: [...axes.left],
      posterior: [...axes.posterior],
      superior: [...axes.superior],
    },
    heightMm: top.a - bottom.a,
    endplateAngleDegrees: degrees(dot(normal(top, axes), normal(bottom, axes))),
    widthMm: across(axes.left),
    depthMm: across(axes.posterior),
  };
}

/** Right-handed unit axes; `posterior` gives way to `superior`. */
export function axesOf(superior: Vec3, posterior: Vec3): Axes {
  const up = unit(superior);
  const back = unit(along(posterior, -dot(posterior, up), up));
  return { left: unit(cross(back, up)), posterior: back, superior: up };
}

/** Mean voxel centre of a mask in patient LPS, mm; null for an empty one. */
export function centreOfMass(mask: Volume<Uint8Array>): Vec3 | null {
  const [nx, ny] = mask.dims;
  let [n, i, j, k] = [0, 0, 0, 0];
  for (let at = 0; at < mask.data.length; at++) {
    if (mask.data[at] === 0) continue;
    n += 1;
    i += at % nx;
    j += Math.floor(at / nx) % ny;
    k += Math.floor(at / (nx * ny));
  }
  return n === 0 ? null : indexToWorld(mask.affine, i / n, j / n, k / n);
}

function maskSolid(body: Volume<Uint8Array>): Solid {
  const mask = rayMask(body);
  return {
    centre: centreOfMass(body),
    isInside: (point) => isInside(mask, point),
    firstCrossing: (from, direction, reachMm) => firstCrossing(mask, from, direction, reachMm),
  };
}

function sectionAt(solid: Solid, near: Vec3, axes: Axes): Section | null {
  const u: number[] = [];
  const v: number[] = [];
  for (let y = -REACH_MM; y <= REACH_MM; y += COLUMN_MM) {
    for (let x = -REACH_MM; x <= REACH_MM; x += COLUMN_MM) {
      if (!solid.isInside(along(along(near, x, axes.left), y, axes.posterior))) continue;
      u.push(x);
      v.push(y);
    }
  }
  if (u.length === 0) return null;
  const [mu, mv] = [mean(u), mean(v)];
  const centre = along(along(near, mu, axes.left), mv, axes.posterior);
  const keep = u.map((x, n) => {
    const [x1, y1] = [(x - mu) / CENTRAL, (v[n]! - mv) / CENTRAL];
    return solid.isInside(along(along(centre, x1, axes.left), y1, axes.posterior));
  });
  return {
    centre,
    u: u.filter((_, n) => keep[n]).map((x) => x - mu),
    v: v.filter((_, n) => keep[n]).map((y) => y - mv),
  };
}

function endplates(solid: Solid, { centre, u, v }: Section, axes: Axes): readonly [Plane, Plane] | null {
  const fit = (sign: number): Plane | null => {
    const [x, y, w]: [number[], number[], number[]] = [[], [], []];
    u.forEach((along1, n) => {
      const foot = along(along(centre, along1, axes.left), v[n]!, axes.posterior);
      const height = solid.firstCrossing(foot, scaled(axes.superior, sign), REACH_MM);
      if (height === null) return;
      x.push(along1);
      y.push(v[n]!);
      w.push(sign * height);
    });
    return fitPlane(x, y, w);
  };
  const [top, bottom] = [fit(1), fit(-1)];
  return top === null || bottom === null || top.a <= bottom.a ? null : [top, bottom];
}

/** Cranial normal of w = a + b u + c v. */
function normal({ b, c }: Plane, { left, posterior, superior }: Axes): Vec3 {
  return unit(along(along(superior, -b, left), -c, posterior));
}

function degrees(cosine: number): number {
  return (180 / Math.PI) * Math.acos(Math.min(1, Math.max(-1, cosine)));
}
