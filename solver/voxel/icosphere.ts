/** Directions spread evenly over the sphere, and who lies next to whom: an icosahedron, its edges halved over and over. */

export interface Icosphere {
  /** Unit vectors, three numbers each. */
  readonly directions: Float64Array;
  /** Neighbours of direction i are `neighbours[start[i]]` to `neighbours[start[i + 1] - 1]`: five or six. */
  readonly start: Int32Array;
  readonly neighbours: Int32Array;
  /** Corners of the triangles, counter-clockwise from outside, three numbers each. */
  readonly triangles: Int32Array;
}

type Vertex = readonly [number, number, number];

/** @param halvings 0 for the icosahedron; 10 * 4^halvings + 2 directions */
export function icosphere(halvings: number): Icosphere {
  const vertices = icosahedron();
  let triangles: Vertex[] = FACES.map(([a, b, c]) => [a, b, c]);
  for (let n = 0; n < halvings; n++) triangles = halved(vertices, triangles);
  const near = vertices.map(() => new Set<number>());
  for (const [a, b, c] of triangles) {
    near[a].add(b).add(c);
    near[b].add(a).add(c);
    near[c].add(a).add(b);
  }
  const start = new Int32Array(vertices.length + 1);
  near.forEach((list, i) => (start[i + 1] = start[i] + list.size));
  return {
    directions: Float64Array.from(vertices.flat()),
    start,
    neighbours: Int32Array.from(near.flatMap((list) => [...list].sort((a, b) => a - b))),
    triangles: Int32Array.from(triangles.flat()),
  };
}

const FACES = [
  [0, 11, 5], [0, 5, 1], [0, 1, 7], [0, 7, 10], [0, 10, 11], [1, 5, 9], [5, 11, 4], [11, 10, 2], [10, 7, 6], [7, 1, 8],
  [3, 9, 4], [3, 4, 2], [3, 2, 6], [3, 6, 8], [3, 8, 9], [4, 9, 5], [2, 4, 11], [6, 2, 10], [8, 6, 7], [9, 8, 1],
] as const; // prettier-ignore

function icosahedron(): Vertex[] {
  const g = (1 + Math.sqrt(5)) / 2;
  const corners: Vertex[] = [
    [-1, g, 0], [1, g, 0], [-1, -g, 0], [1, -g, 0], [0, -1, g], [0, 1, g],
    [0, -1, -g], [0, 1, -g], [g, 0, -1], [g, 0, 1], [-g, 0, -1], [-g, 0, 1],
  ]; // prettier-ignore
  return corners.map(unit);
}

/** Every triangle into four; new vertices are appended. */
function halved(vertices: Vertex[], triangles: readonly Vertex[]): Vertex[] {
  const known = new Map<number, number>();
  const middle = (a: number, b: number): number => {
    const key = Math.min(a, b) * 2 ** 26 + Math.max(a, b);
    const found = known.get(key);
    if (found !== undefined) return found;
    const [p, q] = [vertices[a], vertices[b]];
    const at = vertices.push(unit([p[0] + q[0], p[1] + q[1], p[2] + q[2]])) - 1;
    known.set(key, at);
    return at;
  };
  return triangles.flatMap(([a, b, c]): Vertex[] => {
    const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
    return [
      [a, ab, ca],
      [b, bc, ab],
      [c, ca, bc],
      [ab, bc, ca],
    ];
  });
}

function unit([x, y, z]: Vertex): Vertex {
  const length = Math.hypot(x, y, z);
  return [x / length, y / length, z / length];
}
