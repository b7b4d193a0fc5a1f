/** Which nodes touch which: what a coarse space by aggregation is made from. */
import type { LevelLayout } from '../memory/level-layout.ts';

/** Neighbours of n, itself included, are `to[start[n]]` up to `to[start[n + 1] - 1]`. */
export interface Graph {
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** Integer coordinates, three a node: nodes of one block are aggregated where they are connected. */
  readonly place: Int32Array;
}

/** The nodes of a grid that touch an element, numbered along x, then y, then z. */
export interface GridGraph extends Graph {
  /** Where each lies in a component of the padded grid. */
  readonly at: Int32Array;
  /** The first node of each plane, and their number. */
  readonly planeStart: Int32Array;
}

/** Bit 9 (dz + 1) + 3 (dy + 1) + dx + 1 for each node of an element, as its corner sees it. */
const SEEN = Int32Array.from({ length: 8 }, (_, corner) => {
  let bits = 0;
  for (let other = 0; other < 8; other++) bits |= 1 << slotBetween(corner, other);
  return bits;
});

/** Position of corner `other` of an element in the 3 x 3 x 3 nodes around `corner`. */
function slotBetween(corner: number, other: number): number {
  const step = (axis: number): number => ((other >> axis) & 1) - ((corner >> axis) & 1) + 1;
  return 9 * step(2) + 3 * step(1) + step(0);
}

/** @param modulus one an element of `dims`; 0 is empty */
export function gridGraph(
  modulus: Float64Array,
  [nx, ny, nz]: readonly [number, number, number],
  { nodes, stride }: Pick<LevelLayout, 'nodes' | 'stride'>,
): GridGraph {
  const plane = stride * nodes[1];
  const seen = new Int32Array(plane * nodes[2]);
  let e = 0;
  for (let k = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      const row = k * plane + j * stride;
      for (let i = 0; i < nx; i++, e++) {
        if (modulus[e] === 0) continue;
        for (let c = 0; c < 8; c++) {
          seen[row + i + (c & 1) + ((c >> 1) & 1) * stride + (c >> 2) * plane] |= SEEN[c];
        }
      }
    }
  }
  const number = numbered(seen);
  const at = new Int32Array(number.count);
  const start = new Int32Array(number.count + 1);
  for (let n = 0, g = 0; g < seen.length; g++) {
    if (seen[g] === 0) continue;
    at[n] = g;
    start[n + 1] = start[n] + bitsIn(seen[g]);
    n++;
  }
  const to = new Int32Array(start[number.count]);
  const place = new Int32Array(3 * number.count);
  const planeStart = new Int32Array(nodes[2] + 1).fill(number.count);
  for (let n = number.count - 1; n >= 0; n--) {
    const g = at[n];
    const k = Math.floor(g / plane);
    const inPlane = g - k * plane;
    const j = Math.floor(inPlane / stride);
    place[3 * n] = inPlane - j * stride;
    place[3 * n + 1] = j;
    place[3 * n + 2] = k;
    planeStart[k] = n;
    let end = start[n];
    for (let slot = 0; slot < 27; slot++) {
      if (((seen[g] >> slot) & 1) === 0) continue;
      const z = Math.floor(slot / 9) - 1;
      const y = (Math.floor(slot / 3) % 3) - 1;
      to[end++] = number.of[g + z * plane + y * stride + (slot % 3) - 1];
    }
  }
  for (let k = nodes[2] - 1; k >= 0; k--) planeStart[k] = Math.min(planeStart[k], planeStart[k + 1]);
  return { start, to, place, at, planeStart };
}

function numbered(seen: Int32Array): { of: Int32Array; count: number } {
  const of = new Int32Array(seen.length).fill(-1);
  let count = 0;
  for (let g = 0; g < seen.length; g++) if (seen[g] !== 0) of[g] = count++;
  return { of, count };
}

function bitsIn(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
