/**
 * Where straight lines run within a closed surface: exactly, so that no line slips between two triangles.
 *
 *      ----(====)------(==)----->  axis      a line enters and leaves; what lies between is inside
 *
 * Triangles are looked at along the lines. Their corners and the lines are moved onto a lattice so fine that the side of an
 * edge on which a line passes is found without rounding; a line through an edge or a corner is taken a hair to one side, the
 * same side for all triangles. So a line meets as many triangles from outside as from inside, whatever the surface's shape.
 *
 * Where it is wrong: by the lattice, 0.0001 of a unit, far below single precision's meaning. Surfaces that overlap
 * themselves count as one.
 */
import { boxOf } from './mesh.ts';

/** Lattice points a unit: with extents below 2^12 units all products stay below 2^53. */
const LATTICE = 2 ** 13;
/** Triangles are found through square cells of about this many across the surface. */
const CELLS = 48;

export interface Lines {
  /** Along the axis: enter, leave, enter, leave ... ascending; empty where the line misses. */
  within(a: number, b: number): readonly number[];
  /** First and last place across the lines that the surface covers: [a, b]. */
  readonly low: readonly [number, number];
  readonly high: readonly [number, number];
}

type Axis = 0 | 1 | 2;

/**
 * Lines along one axis of some coordinates, at any (a, b) of the two that follow it in the order x, y, z, x, y.
 *
 * @param points vertices in these coordinates, three numbers each @param triangles closed
 * @throws RangeError where the surface is wider than the lattice holds
 */
export function linesAlong(points: Float64Array, triangles: Int32Array, axis: Axis): Lines {
  const { low, high } = boxOf(points);
  const [p, q] = [(axis + 1) % 3, (axis + 2) % 3] as [Axis, Axis];
  const middle = [(low[p] + high[p]) / 2, (low[q] + high[q]) / 2] as const;
  if (high[p] - low[p] > 4096 || high[q] - low[q] > 4096)
    throw new RangeError(
      `saw a surface of ${high[p] - low[p]} x ${high[q] - low[q]} units; wanted up to 4096`,
    );
  const onLattice = (value: number, from: number): number => Math.round((value - from) * LATTICE);
  const count = points.length / 3;
  const [as, bs, cs] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let v = 0; v < count; v++) {
    as[v] = onLattice(points[3 * v + p]!, middle[0]);
    bs[v] = onLattice(points[3 * v + q]!, middle[1]);
    cs[v] = points[3 * v + axis]!;
  }
  const cells = cellsOf(as, bs, triangles);
  return {
    low: [low[p], low[q]],
    high: [high[p], high[q]],
    within(a, b) {
      const [x, y] = [onLattice(a, middle[0]), onLattice(b, middle[1])];
      const met: Crossing[] = [];
      const cell = cells.at(x, y);
      for (let n = cells.start[cell]!; n < cells.start[cell + 1]!; n++) {
        const crossing = crossingOf(as, bs, cs, triangles, cells.held[n]!, x, y);
        if (crossing !== null) met.push(crossing);
      }
      return insideOf(met);
    },
  };
}

/** `turn` 1 where the line enters, -1 where it leaves. */
interface Crossing {
  readonly at: number;
  readonly turn: 1 | -1;
}

function insideOf(met: Crossing[]): readonly number[] {
  met.sort((one, other) => one.at - other.at);
  const ends: number[] = [];
  let depth = 0;
  for (const { at, turn } of met) {
    const before = depth;
    depth += turn;
    if ((before === 0) !== (depth === 0)) ends.push(at);
  }
  return ends;
}

/** Null where the line through (x, y) passes beside the triangle. */
function crossingOf(
  as: Float64Array,
  bs: Float64Array,
  cs: Float64Array,
  triangles: Int32Array,
  t: number,
  x: number,
  y: number,
): Crossing | null {
  const i = triangles[t]!;
  let [j, k] = [triangles[t + 1]!, triangles[t + 2]!];
  const area = (as[j]! - as[i]!) * (bs[k]! - bs[i]!) - (bs[j]! - bs[i]!) * (as[k]! - as[i]!);
  if (area === 0) return null;
  // Seen from the axis' far end: triangles that face it are left there, the others entered.
  const turn = area > 0 ? -1 : 1;
  if (area < 0) [j, k] = [k, j];
  const wi = weightOf(as[j]!, bs[j]!, as[k]!, bs[k]!, x, y);
  const wj = weightOf(as[k]!, bs[k]!, as[i]!, bs[i]!, x, y);
  const wk = weightOf(as[i]!, bs[i]!, as[j]!, bs[j]!, x, y);
  if (wi === null || wj === null || wk === null) return null;
  return { at: (wi * cs[i]! + wj * cs[j]! + wk * cs[k]!) / (wi + wj + wk), turn };
}

/**
 * Twice the area of the triangle from an edge to a point on its left; null on its right. A point on the edge is taken to lie
 * a hair towards greater a, and a hair of a hair towards greater b: on the left of edges that run towards lesser b, or
 * straight towards greater a.
 */
function weightOf(ax: number, ay: number, bx: number, by: number, x: number, y: number): number | null {
  const area = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  if (area > 0) return area;
  if (area < 0) return null;
  const left = by < ay || (by === ay && bx > ax);
  return left ? 0 : null;
}

/** Triangles by square cells; they stand for their first entry. */
interface Cells {
  /** The cell of a point; beyond the box the last one, which holds nothing. */
  at(x: number, y: number): number;
  /** Cell n holds those from `start[n]` to `start[n + 1]`, in ascending order. */
  readonly start: Int32Array;
  readonly held: Int32Array;
}

/** Which triangles may hold a point: by cells over their common box. Counted first, then laid down. */
function cellsOf(as: Float64Array, bs: Float64Array, triangles: Int32Array): Cells {
  const [reachA, reachB] = [greatest(as), greatest(bs)];
  const size = Math.max(1, Math.ceil((2 * Math.max(reachA, reachB)) / CELLS));
  const nx = Math.floor((2 * reachA) / size) + 1;
  const ny = Math.floor((2 * reachB) / size) + 1;
  const start = new Int32Array(nx * ny + 2);
  const column = (x: number): number => Math.floor((x + reachA) / size);
  const row = (y: number): number => Math.floor((y + reachB) / size);
  const [columns, rows] = [new Int32Array(as.length), new Int32Array(as.length)];
  for (let v = 0; v < as.length; v++) {
    columns[v] = column(as[v]!);
    rows[v] = row(bs[v]!);
  }
  // First and last column and row of each triangle.
  const boxes = new Int32Array((triangles.length / 3) * 4);
  for (let t = 0, at = 0; t < triangles.length; t += 3, at += 4) {
    const i = triangles[t]!;
    const j = triangles[t + 1]!;
    const k = triangles[t + 2]!;
    const left = Math.min(columns[i]!, columns[j]!, columns[k]!);
    const right = Math.max(columns[i]!, columns[j]!, columns[k]!);
    const first = Math.min(rows[i]!, rows[j]!, rows[k]!);
    const last = Math.max(rows[i]!, rows[j]!, rows[k]!);
    boxes[at] = left;
    boxes[at + 1] = right;
    boxes[at + 2] = first;
    boxes[at + 3] = last;
    for (let y = first; y <= last; y++)
      for (let cell = left + nx * y; cell <= right + nx * y; cell++) start[cell + 1]! += 1;
  }
  for (let cell = 0; cell <= nx * ny; cell++) start[cell + 1]! += start[cell]!;
  const held = new Int32Array(start[nx * ny]!);
  const next = start.slice();
  for (let t = 0, at = 0; t < triangles.length; t += 3, at += 4) {
    const [left, right, last] = [boxes[at]!, boxes[at + 1]!, boxes[at + 3]!];
    for (let y = boxes[at + 2]!; y <= last; y++)
      for (let cell = left + nx * y; cell <= right + nx * y; cell++) held[next[cell]!++] = t;
  }
  return {
    start,
    held,
    at(x, y) {
      const [i, j] = [column(x), row(y)];
      return i < 0 || j < 0 || i >= nx || j >= ny ? nx * ny : i + nx * j;
    },
  };
}

function greatest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
