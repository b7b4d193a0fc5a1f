/** The surface of a body as triangles in the patient, from which its mask, model, region and pictures are cut. */
import type { Mesh } from '../../grid/mesh/mesh.ts';
import { frameAffine, indexToWorld } from '../../grid/volume.ts';
import type { BodySurface } from '../../find/index.ts';

import { sphereOf } from './sphere.ts';

/**
 * Where between the cortex's outer surface (0) and the visible edge (1) a body ends. Readers, networks and so every
 * reference mask end at the visible edge.
 */
export const OUTER_EDGE = 0;
export const VISIBLE_EDGE = 1;

/** @param edge from `OUTER_EDGE` to `VISIBLE_EDGE` */
export function bodyMesh(surface: BodySurface, edge: number): Mesh {
  return meshAt(surface, radiiAt(surface, edge));
}

/** @param radii where the columns end, mm */
export function meshAt({ frame, directions }: BodySurface, radii: Float64Array): Mesh {
  const toWorld = frameAffine(frame);
  const vertices = new Float32Array(directions.length);
  for (let i = 0; i < radii.length; i++) {
    const [u, v, w] = [0, 1, 2].map((axis) => radii[i]! * directions[3 * i + axis]!) as [
      number,
      number,
      number,
    ];
    vertices.set(indexToWorld(toWorld, u, v, w), 3 * i);
  }
  return { vertices, triangles: sphereOf(halvingsOf(radii.length)).triangles };
}

/** Where the columns end at an edge in between, mm. */
export function radiiAt({ radii, visibleRadii }: BodySurface, edge: number): Float64Array {
  return radii.map((mm, i) => mm + edge * (visibleRadii[i]! - mm));
}

/** Of an icosphere of that many directions: 10 * 4^n + 2. */
function halvingsOf(count: number): number {
  return Math.round(Math.log((count - 2) / 10) / Math.log(4));
}
