/** Nodes gathered into connected pieces of blocks: the unknowns of a coarse space (Vanek P et al., Computing 56:179, 1996). */
import type { Graph } from './graph.ts';

export interface Aggregates {
  readonly count: number;
  /** One a node. */
  readonly of: Int32Array;
  /** Integer coordinates of the block, three an aggregate. */
  readonly place: Int32Array;
}

/** @param width nodes along an edge of a block */
export function aggregatesOf({ start, to, place }: Graph, width: number): Aggregates {
  const nodes = start.length - 1;
  const block = Int32Array.from(place, (x) => Math.floor(x / width));
  const of = new Int32Array(nodes).fill(-1);
  const stack = new Int32Array(nodes);
  const first: number[] = [];
  for (let seed = 0; seed < nodes; seed++) {
    if (of[seed] >= 0) continue;
    const piece = first.push(seed) - 1;
    let height = 0;
    stack[height++] = seed;
    of[seed] = piece;
    while (height > 0) {
      const n = stack[--height];
      for (let p = start[n]; p < start[n + 1]; p++) {
        const m = to[p];
        if (of[m] >= 0) continue;
        if (block[3 * m] !== block[3 * n]) continue;
        if (block[3 * m + 1] !== block[3 * n + 1] || block[3 * m + 2] !== block[3 * n + 2]) continue;
        of[m] = piece;
        stack[height++] = m;
      }
    }
  }
  const places = new Int32Array(3 * first.length);
  first.forEach((n, a) => {
    places.set(block.subarray(3 * n, 3 * n + 3), 3 * a);
  });
  return { count: first.length, of, place: places };
}
