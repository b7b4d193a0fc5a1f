/** The icosphere of the columns, and which triangle of it a direction meets. */
import { icosphere, type Icosphere } from '../../../solver/voxel/index.ts';
import { cross } from '../../math/vector.ts';

export interface Sphere extends Icosphere {
  readonly count: number;
  /**
   * The triangle that a direction meets: its number; `weights` become the direction's coefficients of the triangle's
   * three unit vectors (not normalised: a direction of length t has t times the coefficients).
   */
  locate(x: number, y: number, z: number, weights: Float64Array): number;
}

/** Cells of a face of the look-up cube, along each edge: finer than the triangles of four halvings. */
const CELLS = 64;
const made = new Map<number, Sphere>();

/** @param halvings 3 for 642 columns, 4 for 2562 */
export function sphereOf(halvings: number): Sphere {
  const known = made.get(halvings);
  if (known !== undefined) return known;
  const sphere = build(icosphere(halvings));
  made.set(halvings, sphere);
  return sphere;
}

function build(ico: Icosphere): Sphere {
  const { directions, triangles } = ico;
  const inverses = inverseCorners(directions, triangles);
  const around = trianglesAround(directions.length / 3, triangles);
  const nearest = new Int32Array(6 * CELLS * CELLS).fill(-1);
  return {
    ...ico,
    count: directions.length / 3,
    locate(x, y, z, weights) {
      const cell = cubeCell(x, y, z);
      if (nearest[cell]! < 0) nearest[cell] = nearestVertex(directions, ico, x, y, z);
      // From the vertex of the cell walk to the vertex of this very direction; then one of its triangles holds it.
      const vertex = climb(directions, ico, nearest[cell]!, x, y, z);
      let best = -1;
      let most = -Infinity;
      for (const t of around[vertex]!) {
        const least = solveWeights(inverses, t, x, y, z, weights);
        if (least <= most) continue;
        best = t;
        most = least;
      }
      solveWeights(inverses, best, x, y, z, weights);
      return best;
    },
  };
}

/** Rows of the inverse of (a b c) for each triangle: nine numbers. */
function inverseCorners(directions: Float64Array, triangles: Int32Array): Float64Array {
  const out = new Float64Array(3 * triangles.length);
  for (let t = 0; t < triangles.length / 3; t++) {
    const corner = (n: number): [number, number, number] => {
      const at = 3 * triangles[3 * t + n]!;
      return [directions[at]!, directions[at + 1]!, directions[at + 2]!];
    };
    const [a, b, c] = [corner(0), corner(1), corner(2)];
    const rows = [cross(b, c), cross(c, a), cross(a, b)];
    const volume = a[0] * rows[0]![0] + a[1] * rows[0]![1] + a[2] * rows[0]![2];
    rows.forEach((row, n) => {
      row.forEach((value, axis) => (out[9 * t + 3 * n + axis] = value / volume));
    });
  }
  return out;
}

function trianglesAround(vertices: number, triangles: Int32Array): readonly (readonly number[])[] {
  const around = Array.from({ length: vertices }, (): number[] => []);
  triangles.forEach((vertex, at) => around[vertex]!.push(Math.floor(at / 3)));
  return around;
}

function solveWeights(
  inverses: Float64Array,
  t: number,
  x: number,
  y: number,
  z: number,
  weights: Float64Array,
): number {
  let least = Infinity;
  for (let n = 0; n < 3; n++) {
    const at = 9 * t + 3 * n;
    const weight = inverses[at]! * x + inverses[at + 1]! * y + inverses[at + 2]! * z;
    weights[n] = weight;
    if (weight < least) least = weight;
  }
  return least;
}

function cubeCell(x: number, y: number, z: number): number {
  const most = Math.max(Math.abs(x), Math.abs(y), Math.abs(z));
  if (most === Math.abs(x)) return cellOf(x < 0 ? 1 : 0, y / most, z / most);
  if (most === Math.abs(y)) return cellOf(y < 0 ? 3 : 2, z / most, x / most);
  return cellOf(z < 0 ? 5 : 4, x / most, y / most);
}

/** @param p, q on the face, -1 to 1 */
function cellOf(face: number, p: number, q: number): number {
  const row = Math.min(CELLS - 1, Math.max(0, Math.floor((CELLS / 2) * (p + 1))));
  const column = Math.min(CELLS - 1, Math.max(0, Math.floor((CELLS / 2) * (q + 1))));
  return (face * CELLS + row) * CELLS + column;
}

function nearestVertex(
  directions: Float64Array,
  { start, neighbours }: Icosphere,
  x: number,
  y: number,
  z: number,
): number {
  return climb(directions, { start, neighbours }, 0, x, y, z);
}

/** On the icosphere the dot product has no other maximum than the nearest vertex. */
function climb(
  directions: Float64Array,
  { start, neighbours }: Pick<Icosphere, 'start' | 'neighbours'>,
  from: number,
  x: number,
  y: number,
  z: number,
): number {
  const closeness = (v: number): number =>
    directions[3 * v]! * x + directions[3 * v + 1]! * y + directions[3 * v + 2]! * z;
  let vertex = from;
  let most = closeness(vertex);
  for (let moved = true; moved;) {
    moved = false;
    for (let a = start[vertex]!; a < start[vertex + 1]!; a++) {
      const value = closeness(neighbours[a]!);
      if (value > most) {
        [vertex, most, moved] = [neighbours[a]!, value, true];
        break;
      }
    }
  }
  return vertex;
}
