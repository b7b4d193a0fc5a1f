/** Closed surfaces to test with, and the plain twin of what finds their inside. */
import type { Mesh } from '../../../../spine/grid/mesh/mesh.ts';
import { icosphere } from '../../../../solver/voxel/index.ts';

type Point = readonly [number, number, number];

/** An ellipsoid of an icosphere. */
export function ellipsoid(centre: Point, halfAxes: Point, halvings = 2): Mesh {
  const { directions, triangles } = icosphere(halvings);
  return {
    vertices: Float32Array.from(directions, (value, n) => centre[n % 3]! + halfAxes[n % 3]! * value),
    triangles,
  };
}

/** A box whose sides face outwards. */
export function box(low: Point, high: Point): Mesh {
  const corners = Array.from({ length: 8 }, (_, n) =>
    [0, 1, 2].map((axis) => ((n >> axis) & 1 ? high : low)[axis]!),
  );
  const sides = [[0, 2, 3, 1], [4, 5, 7, 6], [0, 1, 5, 4], [2, 6, 7, 3], [0, 4, 6, 2], [1, 3, 7, 5]] as const; // prettier-ignore
  return {
    vertices: Float32Array.from(corners.flat()),
    triangles: Int32Array.from(sides.flatMap(([a, b, c, d]) => [a, b, c, a, c, d])),
  };
}

/** A ring about z: no star about any point. */
export function torus(radius: number, tube: number, around = 24, across = 12): Mesh {
  const vertices: number[] = [];
  const triangles: number[] = [];
  for (let i = 0; i < around; i++) {
    for (let j = 0; j < across; j++) {
      const [a, b] = [(2 * Math.PI * i) / around, (2 * Math.PI * j) / across];
      const r = radius + tube * Math.cos(b);
      vertices.push(r * Math.cos(a), r * Math.sin(a), tube * Math.sin(b));
      const at = (di: number, dj: number): number => ((i + di) % around) * across + ((j + dj) % across);
      triangles.push(at(0, 0), at(1, 0), at(1, 1), at(0, 0), at(1, 1), at(0, 1));
    }
  }
  return { vertices: Float32Array.from(vertices), triangles: Int32Array.from(triangles) };
}

/** Several surfaces as one. */
export function together(...meshes: readonly Mesh[]): Mesh {
  let before = 0;
  const triangles = meshes.flatMap((mesh) => {
    const moved = [...mesh.triangles].map((v) => v + before);
    before += mesh.vertices.length / 3;
    return moved;
  });
  const vertices = meshes.flatMap((mesh) => [...mesh.vertices]);
  return { vertices: Float32Array.from(vertices), triangles: Int32Array.from(triangles) };
}

/**
 * How often the surface goes around a point: the sum of the solid angles of its triangles over 4 pi.
 *
 * @remarks van Oosterom A, Strackee J, The solid angle of a plane triangle, IEEE Trans Biomed Eng 30:125, 1983
 */
export function windingNumber({ vertices, triangles }: Mesh, [x, y, z]: Point): number {
  let angle = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((n) => {
      const v = 3 * triangles[t + n]!;
      return [vertices[v]! - x, vertices[v + 1]! - y, vertices[v + 2]! - z] as const;
    }) as [Point, Point, Point];
    const length = (p: Point): number => Math.hypot(p[0], p[1], p[2]);
    const [la, lb, lc] = [length(a), length(b), length(c)];
    const dot = (p: Point, q: Point): number => p[0] * q[0] + p[1] * q[1] + p[2] * q[2];
    const triple =
      a[0] * (b[1] * c[2] - b[2] * c[1]) +
      a[1] * (b[2] * c[0] - b[0] * c[2]) +
      a[2] * (b[0] * c[1] - b[1] * c[0]);
    angle += 2 * Math.atan2(triple, la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb);
  }
  return Math.round(angle / (4 * Math.PI));
}
