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
  const most = cells.start.reduce((high, first, n) => Math.max(high, first - (cells.start[n - 1] ?? 0)), 0);
  const [places, turns] = [new Float64Array(most), new Int8Array(most)];
  const found = { at: 0 };
  return {
    low: [low[p], low[q]],
    high: [high[p], high[q]],
    within(a, b) {
      const [x, y] = [onLattice(a, middle[0]), onLattice(b, middle[1])];
      const cell = cells.at(x, y);
      let met = 0;
      for (let n = cells.start[cell]!; n < cells.start[cell + 1]!; n++) {
        const t = cells.held[n]!;
        const turn = crossing(as, bs, cs, triangles, t, x, y, found);
        if (turn !== 0) met = sortedIn(places, turns, met, found.at, turn);
      }
      return insideOf(places, turns, met);
    },
  };
}

/** Puts a crossing behind those that lie as low. @returns how many there are then */
function sortedIn(places: Float64Array, turns: Int8Array, count: number, at: number, turn: number): number {
  let n = count;
  for (; n > 0 && places[n - 1]! > at; n--) {
    places[n] = places[n - 1]!;
    turns[n] = turns[n - 1]!;
  }
  places[n] = at;
  turns[n] = turn;
  return count + 1;
}

/** @param turns 1 where the line enters, -1 where it leaves @param count of those that are meant */
function insideOf(places: Float64Array, turns: Int8Array, count: number): readonly number[] {
  const ends: number[] = [];
  let depth = 0;
  for (let n = 0; n < count; n++) {
    const before = depth;
    depth += turns[n]!;
    if ((before === 0) !== (depth === 0)) ends.push(places[n]!);
  }
  return ends;
}

/** 1 where the line through (x, y) enters by the triangle, -1 where it leaves, `found.at` along it; 0 where it passes beside. */
function crossing(
  as: Float64Array,
  bs: Float64Array,
  cs: Float64Array,
  triangles: Int32Array,
  t: number,
  x: number,
  y: number,
  found: { at: number },
): 1 | 0 | -1 {
  const i = triangles[t]!;
  let j = triangles[t + 1]!;
  let k = triangles[t + 2]!;
  const area = (as[j]! - as[i]!) * (bs[k]! - bs[i]!) - (bs[j]! - bs[i]!) * (as[k]! - as[i]!);
  if (area === 0) return 0;
  if (area < 0) [j, k] = [k, j];
  const wi = weightOf(as[j]!, bs[j]!, as[k]!, bs[k]!, x, y);
  if (wi < 0) return 0;
  const wj = weightOf(as[k]!, bs[k]!, as[i]!, bs[i]!, x, y);
  if (wj < 0) return 0;
  const wk = weightOf(as[i]!, bs[i]!, as[j]!, bs[j]!, x, y);
  if (wk < 0) return 0;
  found.at = (wi * cs[i]! + wj * cs[j]! + wk * cs[k]!) / (wi + wj + wk);
  // Seen from the axis' far end: triangles that face it are left there, the others entered.
  return area > 0 ? -1 : 1;
}

/**
 * Twice the area of the triangle from an edge to a point on its left; negative on its right. A point on the edge is taken to lie
 * a hair towards greater a, and a hair of a hair towards greater b: on the left of edges that run towards lesser b, or
 * straight towards greater a.
 */
function weightOf(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  const area = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
  if (area !== 0) return area;
  const left = by < ay || (by === ay && bx > ax);
  return left ? 0 : -1;
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
