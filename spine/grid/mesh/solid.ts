/** What lies within a closed surface, asked by points and by rays in a few directions. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { cross, dot, scaled, unit } from '../../math/vector.ts';
import type { Solid } from '../ray.ts';
import type { Affine } from '../volume.ts';

import { linesAlong, type Lines } from './lines.ts';
import { verticesIn, type Mesh } from './mesh.ts';

/** Rays come by the hundred in each of a few directions: lines are made ready for so many of them. */
const KEPT = 4;
const SAME = 1 - 1e-12;

interface Rays {
  readonly direction: Vec3;
  readonly across: readonly [Vec3, Vec3];
  readonly lines: Lines;
}

export function meshSolid(mesh: Mesh): Solid {
  let kept: readonly Rays[] = [];
  const raysAlong = (direction: Vec3): Rays => {
    const known = kept.find((rays) => Math.abs(dot(rays.direction, direction)) > SAME);
    if (known !== undefined) return known;
    const rays = raysOf(mesh, direction);
    kept = [rays, ...kept.slice(0, KEPT - 1)];
    return rays;
  };
  const endsAt = ({ across, lines }: Rays, point: Vec3): readonly number[] =>
    lines.within(dot(across[0], point), dot(across[1], point));
  return {
    centre: centroidOf(mesh),
    isInside(point) {
      const rays = kept[0] ?? raysAlong([0, 0, 1]);
      const at = dot(rays.direction, point);
      return endsAt(rays, point).filter((end) => end <= at).length % 2 === 1;
    },
    firstCrossing(from, direction, reachMm) {
      const rays = raysAlong(direction);
      const at = dot(rays.direction, from);
      const ends = endsAt(rays, from);
      const forwards = dot(rays.direction, direction) > 0;
      const next = forwards ? ends.find((end) => end > at) : ends.findLast((end) => end <= at);
      const mm = next === undefined ? Infinity : Math.abs(next - at);
      return mm <= reachMm ? mm : null;
    },
  };
}

function raysOf(mesh: Mesh, direction: Vec3): Rays {
  const aside: Vec3 = Math.abs(direction[0]) < 0.7 ? [1, 0, 0] : [0, 1, 0];
  const first = unit(cross(direction, aside));
  const second = cross(direction, first);
  const row = (axis: Vec3): readonly [number, number, number, number] => [axis[0], axis[1], axis[2], 0];
  const to: Affine = [...row(direction), ...row(first), ...row(second)];
  return {
    direction,
    across: [first, second],
    lines: linesAlong(verticesIn(mesh, to), mesh.triangles, 0),
  };
}

/** Centre of mass. */
function centroidOf({ vertices, triangles }: Mesh): Vec3 {
  const origin: Vec3 = [vertices[0]!, vertices[1]!, vertices[2]!];
  const corner = (v: number): Vec3 => [
    vertices[3 * v]! - origin[0],
    vertices[3 * v + 1]! - origin[1],
    vertices[3 * v + 2]! - origin[2],
  ];
  let [six, x, y, z] = [0, 0, 0, 0];
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [corner(triangles[t]!), corner(triangles[t + 1]!), corner(triangles[t + 2]!)];
    const part = dot(a, cross(b, c));
    six += part;
    x += part * (a[0] + b[0] + c[0]);
    y += part * (a[1] + b[1] + c[1]);
    z += part * (a[2] + b[2] + c[2]);
  }
  const sum = scaled([x, y, z], 1 / (4 * six));
  return [origin[0] + sum[0], origin[1] + sum[1], origin[2] + sum[2]];
}
