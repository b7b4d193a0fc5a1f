/** A closed surface of triangles in patient space. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import type { Affine } from '../volume.ts';

export interface Mesh {
  /** Patient LPS, mm: x, y and z of each vertex. Single precision is 0.00003 mm at 300 mm, and what files hold. */
  readonly vertices: Float32Array;
  /** Numbers of the three corners of each triangle, counter-clockwise from outside. */
  readonly triangles: Int32Array;
}

/** A surface that has no inside: something is open, doubled or turned over. */
export class MeshNotClosed extends Error {
  override readonly name = 'MeshNotClosed';
}

/** Volume within, mm3: negative where triangles are turned inside out. */
export function meshVolume({ vertices, triangles }: Mesh): number {
  // From a vertex of its own: sums of small volumes, wherever the patient lies.
  const [ox, oy, oz] = [vertices[0]!, vertices[1]!, vertices[2]!];
  let six = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [3 * triangles[t]!, 3 * triangles[t + 1]!, 3 * triangles[t + 2]!];
    const [ax, ay, az] = [vertices[a]! - ox, vertices[a + 1]! - oy, vertices[a + 2]! - oz];
    const [bx, by, bz] = [vertices[b]! - ox, vertices[b + 1]! - oy, vertices[b + 2]! - oz];
    const [cx, cy, cz] = [vertices[c]! - ox, vertices[c + 1]! - oy, vertices[c + 2]! - oz];
    six += ax * (by * cz - bz * cy) + ay * (bz * cx - bx * cz) + az * (bx * cy - by * cx);
  }
  return six / 6;
}

/**
 * Every edge belongs to as many triangles in the one direction as in the other: lines then leave as often as they enter.
 *
 * @throws MeshNotClosed where an edge does not, a corner is no vertex, or the surface is inside out
 */
export function requireClosed(mesh: Mesh): void {
  const { vertices, triangles } = mesh;
  const count = vertices.length / 3;
  const edges = new Map<number, number>();
  for (let t = 0; t < triangles.length; t += 3) {
    for (let n = 0; n < 3; n++) {
      const [a, b] = [triangles[t + n]!, triangles[t + ((n + 1) % 3)]!];
      if (a < 0 || a >= count || a === b)
        throw new MeshNotClosed(`saw triangle ${t / 3} with corner ${a}; wanted three of ${count} vertices`);
      const key = Math.min(a, b) * count + Math.max(a, b);
      const sum = (edges.get(key) ?? 0) + (a < b ? 1 : -1);
      edges.set(key, sum);
    }
  }
  const open = [...edges.values()].filter((sum) => sum !== 0).length;
  if (triangles.length === 0 || open > 0)
    throw new MeshNotClosed(`saw ${open} open edges of ${edges.size}; wanted a closed surface`);
  const volume = meshVolume(mesh);
  if (!(volume > 0))
    throw new MeshNotClosed(`saw a volume of ${volume} mm3; wanted triangles facing outwards`);
}

/** The vertices in other coordinates, double precision. @param to from patient LPS, mm */
export function verticesIn({ vertices }: Mesh, to: Affine): Float64Array {
  const out = new Float64Array(vertices.length);
  for (let at = 0; at < out.length; at += 3) {
    const [x, y, z] = [vertices[at]!, vertices[at + 1]!, vertices[at + 2]!];
    out[at] = to[0] * x + to[1] * y + to[2] * z + to[3];
    out[at + 1] = to[4] * x + to[5] * y + to[6] * z + to[7];
    out[at + 2] = to[8] * x + to[9] * y + to[10] * z + to[11];
  }
  return out;
}

/** Least and greatest of three coordinates. */
export function boxOf(points: Float64Array | Float32Array): { readonly low: Vec3; readonly high: Vec3 } {
  const low: [number, number, number] = [Infinity, Infinity, Infinity];
  const high: [number, number, number] = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 3) {
    for (const axis of [0, 1, 2] as const) {
      const value = points[at + axis]!;
      if (value < low[axis]) low[axis] = value;
      if (value > high[axis]) high[axis] = value;
    }
  }
  return { low, high };
}
