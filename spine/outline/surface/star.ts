/**
 * A star-shaped surface in the frame of a patch: columns of a stretched icosphere about a centre, and an end on each.
 */
import type { Vec3 } from '../../../contracts/primitives.ts';

import { sphereOf, type Sphere } from './sphere.ts';

export interface Star {
  readonly sphere: Sphere;
  /** (left, posterior, superior) in the patch's frame, mm. */
  readonly centre: Vec3;
  readonly stretch: Vec3;
  /** Unit vectors of the columns. */
  readonly directions: Float64Array;
  /** Length of the stretched icosphere along each column, mm. */
  readonly scale: Float64Array;
}

export interface StarSurface extends Star {
  /** mm */
  readonly radii: Float64Array;
}

export function starOf(halvings: number, centre: Vec3, stretch: Vec3): Star {
  const sphere = sphereOf(halvings);
  const directions = new Float64Array(3 * sphere.count);
  const scale = new Float64Array(sphere.count);
  for (let i = 0; i < sphere.count; i++) {
    const [x, y, z] = [0, 1, 2].map((axis) => stretch[axis]! * sphere.directions[3 * i + axis]!) as [
      number,
      number,
      number,
    ];
    scale[i] = Math.hypot(x, y, z);
    directions.set([x / scale[i]!, y / scale[i]!, z / scale[i]!], 3 * i);
  }
  return { sphere, centre, stretch, directions, scale };
}

/** The column's direction before the stretch. */
export function sphereAt({ sphere: { directions } }: Star, i: number): Vec3 {
  return [directions[3 * i]!, directions[3 * i + 1]!, directions[3 * i + 2]!];
}

/** Volume (mm3) and centre of mass of the polyhedron. */
export function massOf({ sphere, centre, directions, radii }: StarSurface): { volume: number; centre: Vec3 } {
  const { triangles } = sphere;
  let [six, mx, my, mz] = [0, 0, 0, 0];
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const [ax, ay, az] = end(directions, radii, a);
    const [bx, by, bz] = end(directions, radii, b);
    const [cx, cy, cz] = end(directions, radii, c);
    const part = ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
    six += part;
    mx += (part * (ax + bx + cx)) / 4;
    my += (part * (ay + by + cy)) / 4;
    mz += (part * (az + bz + cz)) / 4;
  }
  return { volume: six / 6, centre: [centre[0] + mx / six, centre[1] + my / six, centre[2] + mz / six] };
}

/** The surface seen from another centre, on another star: where each of its columns leaves the old polyhedron. */
export function recast(old: StarSurface, star: Star): StarSurface {
  const radii = new Float64Array(star.sphere.count);
  const test = relativeDepth(old);
  const [ox, oy, oz] = star.centre;
  let most = 0;
  for (const radius of old.radii) most = Math.max(most, radius);
  const reach = most + Math.hypot(ox - old.centre[0], oy - old.centre[1], oz - old.centre[2]);
  for (let i = 0; i < radii.length; i++) {
    const [dx, dy, dz] = [star.directions[3 * i]!, star.directions[3 * i + 1]!, star.directions[3 * i + 2]!];
    let [low, high] = [0, reach];
    for (let n = 0; n < BISECTIONS; n++) {
      const r = (low + high) / 2;
      if (test(ox + r * dx, oy + r * dy, oz + r * dz) <= 1) low = r;
      else high = r;
    }
    radii[i] = (low + high) / 2;
  }
  return { ...star, radii };
}

/** 50 mm to 0.01 mm. */
const BISECTIONS = 13;

/** 1 on the polyhedron, less inside, more outside. Points in the patch's frame. */
export function relativeDepth({
  sphere,
  centre,
  stretch,
  scale,
  radii,
}: StarSurface): (u: number, v: number, w: number) => number {
  const weights = new Float64Array(3);
  const relative = radii.map((radius, i) => radius / scale[i]!);
  return (u, v, w) => {
    const x = (u - centre[0]) / stretch[0];
    const y = (v - centre[1]) / stretch[1];
    const z = (w - centre[2]) / stretch[2];
    if (x === 0 && y === 0 && z === 0) return 0;
    const t = sphere.locate(x, y, z, weights);
    let sum = 0;
    for (let n = 0; n < 3; n++) sum += weights[n]! / relative[sphere.triangles[3 * t + n]!]!;
    return sum;
  };
}

/** Unit normals at the ends of the columns, outwards, three numbers each. */
export function normalsOf({ sphere, directions, radii }: StarSurface): Float64Array {
  const { triangles } = sphere;
  const out = new Float64Array(directions.length);
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const [ax, ay, az] = end(directions, radii, a);
    const [bx, by, bz] = end(directions, radii, b);
    const [cx, cy, cz] = end(directions, radii, c);
    const [px, py, pz] = [bx - ax, by - ay, bz - az];
    const [qx, qy, qz] = [cx - ax, cy - ay, cz - az];
    const normal = [py * qz - pz * qy, pz * qx - px * qz, px * qy - py * qx];
    for (const vertex of [a, b, c]) {
      for (let axis = 0; axis < 3; axis++) out[3 * vertex + axis]! += normal[axis]!;
    }
  }
  for (let i = 0; i < out.length; i += 3) {
    const length = Math.hypot(out[i]!, out[i + 1]!, out[i + 2]!);
    for (let axis = 0; axis < 3; axis++) out[i + axis]! /= length;
  }
  return out;
}

/** Each value becomes the mean of its own and the mean of its neighbours', `rounds` times. */
export function neighbourMean(
  { start, neighbours }: Sphere,
  values: Float64Array,
  rounds: number,
): Float64Array {
  let from = Float64Array.from(values);
  for (let round = 0; round < rounds; round++) {
    from = from.map((value, i) => {
      let sum = 0;
      for (let a = start[i]!; a < start[i + 1]!; a++) sum += from[neighbours[a]!]!;
      return (value + sum / (start[i + 1]! - start[i]!)) / 2;
    });
  }
  return from;
}

/** Replaces what is not `known` by what a membrane held by the known ones would have there. */
export function bridged(
  { start, neighbours }: Sphere,
  values: Float64Array,
  known: Uint8Array,
): Float64Array {
  const out = Float64Array.from(values);
  const open: number[] = [];
  known.forEach((yes, i) => {
    if (yes === 0) open.push(i);
  });
  for (let round = 0; round < BRIDGE_ROUNDS; round++) {
    for (const i of open) {
      let sum = 0;
      for (let a = start[i]!; a < start[i + 1]!; a++) sum += out[neighbours[a]!]!;
      out[i] = sum / (start[i + 1]! - start[i]!);
    }
  }
  return out;
}

/** Gauss-Seidel over openings of up to some ten columns across. */
const BRIDGE_ROUNDS = 60;

function end(directions: Float64Array, radii: Float64Array, i: number): [number, number, number] {
  const r = radii[i]!;
  return [r * directions[3 * i]!, r * directions[3 * i + 1]!, r * directions[3 * i + 2]!];
}
