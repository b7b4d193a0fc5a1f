/**
 * The net of a mask: a closed surface with one vertex in every cell between voxel centres of which some are in and some are out.
 *
 *      o   o   o          o out, x in; a vertex may lie anywhere in its cell (a box of one voxel),
 *       .-.-.             and a side of the net crosses each line from an x to an o beside it once:
 *      o|x x|o            whatever the vertices do within their cells, the voxels within the net are the mask's
 *       '-'-'
 *
 * @remarks Gibson SFF, Constrained elastic surface nets, MICCAI 1998, LNCS 1496:888
 */
import type { Volume } from '../../../grid/volume.ts';

export interface SurfaceNet {
  /** Middle of each vertex's cell, in voxel indices, three numbers each. */
  readonly middles: Float64Array;
  /** Corners of the triangles, counter-clockwise from outside in a right-handed grid. */
  readonly triangles: Int32Array;
  /** Neighbours of vertex v along the sides of the net: `neighbours[start[v]]` to `neighbours[start[v + 1] - 1]`. */
  readonly start: Int32Array;
  readonly neighbours: Int32Array;
}

/** @param mask 0 and 1; beyond its grid all is out */
export function surfaceNet({
  dims: [nx, ny, nz],
  data,
}: Pick<Volume<Uint8Array>, 'dims' | 'data'>): SurfaceNet {
  const isIn = (i: number, j: number, k: number): boolean =>
    i >= 0 && j >= 0 && k >= 0 && i < nx && j < ny && k < nz && data[i + nx * (j + ny * k)] === 1;
  // Cell (i, j, k) lies between voxels (i, j, k) and (i + 1, j + 1, k + 1), from -1 on.
  const cellOf = (i: number, j: number, k: number): number => i + 1 + (nx + 1) * (j + 1 + (ny + 1) * (k + 1));
  const vertexOf = new Map<number, number>();
  const middles: number[] = [];
  const vertexAt = (i: number, j: number, k: number): number => {
    const cell = cellOf(i, j, k);
    const known = vertexOf.get(cell);
    if (known !== undefined) return known;
    const vertex = middles.length / 3;
    vertexOf.set(cell, vertex);
    middles.push(i + 0.5, j + 0.5, k + 0.5);
    return vertex;
  };
  const triangles: number[] = [];
  const near: Set<number>[] = [];
  const join = (a: number, b: number): void => {
    (near[a] ??= new Set()).add(b);
    (near[b] ??= new Set()).add(a);
  };
  for (let k = -1; k < nz; k++) {
    for (let j = -1; j < ny; j++) {
      for (let i = -1; i < nx; i++) {
        const here = isIn(i, j, k);
        for (const axis of [0, 1, 2] as const) {
          const [di, dj, dk] = STEPS[axis];
          if (isIn(i + di, j + dj, k + dk) === here) continue;
          // The four cells about the line, counter-clockwise as seen from its far end.
          const around = AROUND[axis].map(([ci, cj, ck]) => vertexAt(i + ci, j + cj, k + ck));
          const [a, b, c, d] = (here ? around : around.toReversed()) as [number, number, number, number];
          triangles.push(a, b, c, a, c, d);
          join(a, b);
          join(b, c);
          join(c, d);
          join(d, a);
        }
      }
    }
  }
  const start = new Int32Array(near.length + 1);
  near.forEach((list, v) => (start[v + 1] = start[v]! + list.size));
  return {
    middles: Float64Array.from(middles),
    triangles: Int32Array.from(triangles),
    start,
    neighbours: Int32Array.from(near.flatMap((list) => [...list].sort((a, b) => a - b))),
  };
}

const STEPS = [[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const; // prettier-ignore
const AROUND = [
  [[0, -1, -1], [0, 0, -1], [0, 0, 0], [0, -1, 0]],
  [[-1, 0, -1], [-1, 0, 0], [0, 0, 0], [0, 0, -1]],
  [[-1, -1, 0], [0, -1, 0], [0, 0, 0], [-1, 0, 0]],
] as const; // prettier-ignore
