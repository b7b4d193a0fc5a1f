/** P0 and its transpose: between nodes and the rigid-body modes of their aggregates. */
import { componentSize } from '../grid/padded.ts';
import type { Context } from '../machine/context.ts';
import type { Aggregation, BlockLevel } from '../memory/aggregation-layout.ts';

/** b of the first level of blocks = P0' r. */
export function restrictGrid(ctx: Context, memory: Aggregation, r: number): void {
  const { buffer } = ctx;
  const { levels } = memory;
  const sums = new Float64Array(6 * levels[0].rows);
  const size = componentSize(ctx.shares[0].level);
  const f = new Float32Array(buffer, r, 3 * size);
  eachNode(ctx, memory, (g, a, x, y, z) => {
    const fx = f[g];
    const fy = f[size + g];
    const fz = f[2 * size + g];
    const s = 6 * a;
    sums[s] += fx;
    sums[s + 1] += fy;
    sums[s + 2] += fz;
    sums[s + 3] += y * fz - z * fy;
    sums[s + 4] += z * fx - x * fz;
    sums[s + 5] += x * fy - y * fx;
  });
  const T = new Float64Array(buffer, memory.basis, 36 * levels[0].rows);
  const b = new Float32Array(buffer, levels[0].b, sums.length);
  for (let a = 0; a < levels[0].rows; a++) {
    for (let j = 0; j < 6; j++) {
      let sum = 0;
      for (let i = 0; i <= j; i++) sum += T[36 * a + 6 * i + j] * sums[6 * a + i];
      b[6 * a + j] = sum;
    }
  }
}

/** out = P0 e, 0 where a node is held. */
export function prolongGrid(ctx: Context, memory: Aggregation, e: number, out: number): void {
  const { buffer } = ctx;
  const { level } = ctx.shares[0];
  const size = componentSize(level);
  const { rows } = memory.levels[0];
  const T = new Float64Array(buffer, memory.basis, 36 * rows);
  const from = new Float32Array(buffer, e, 6 * rows);
  const motion = new Float64Array(6 * rows);
  for (let a = 0; a < rows; a++) {
    for (let i = 0; i < 6; i++) {
      let sum = 0;
      for (let j = i; j < 6; j++) sum += T[36 * a + 6 * i + j] * from[6 * a + j];
      motion[6 * a + i] = sum;
    }
  }
  const inverse = new Float32Array(buffer, level.diagonal, 3 * size);
  const u = new Float32Array(buffer, out, 3 * size);
  eachNode(ctx, memory, (g, a, x, y, z) => {
    const s = 6 * a;
    const [p, q, w] = [motion[s + 3], motion[s + 4], motion[s + 5]];
    u[g] = inverse[g] === 0 ? 0 : motion[s] + z * q - y * w;
    u[size + g] = inverse[size + g] === 0 ? 0 : motion[s + 1] + x * w - z * p;
    u[2 * size + g] = inverse[2 * size + g] === 0 ? 0 : motion[s + 2] + y * p - x * q;
  });
}

/** Each node with its grid position, its aggregate and where it lies from the aggregate's centre, mm. */
function eachNode(
  { buffer, shares }: Context,
  memory: Aggregation,
  node: (g: number, a: number, x: number, y: number, z: number) => void,
): void {
  const { stride, nodes, spacing } = shares[0].level;
  const plane = stride * nodes[1];
  const at = new Int32Array(buffer, memory.at, memory.nodes);
  const of = new Int32Array(buffer, memory.aggregateOf, memory.nodes);
  const first = new Int32Array(buffer, memory.planeStart, nodes[2] + 1);
  const centre = new Float64Array(buffer, memory.centre, 3 * memory.levels[0].rows);
  for (let k = 0; k < nodes[2]; k++) {
    let j = 0;
    let row = k * plane;
    for (let n = first[k]; n < first[k + 1]; n++) {
      const g = at[n];
      while (g >= row + stride) {
        j++;
        row += stride;
      }
      const a = of[n];
      const c = 3 * a;
      node(
        g,
        a,
        (g - row) * spacing[0] - centre[c],
        j * spacing[1] - centre[c + 1],
        k * spacing[2] - centre[c + 2],
      );
    }
  }
}

/** coarse b = P0' r */
export function restrictBlocks(
  buffer: ArrayBufferLike,
  fine: BlockLevel,
  coarse: BlockLevel,
  r: number,
): void {
  const of = new Int32Array(buffer, fine.aggregateOf, fine.rows);
  const Q = new Float64Array(buffer, fine.basis, 36 * fine.rows);
  const from = new Float32Array(buffer, r, 6 * fine.rows);
  const b = new Float32Array(buffer, coarse.b, 6 * coarse.rows);
  b.fill(0);
  for (let n = 0; n < fine.rows; n++) {
    const to = 6 * of[n];
    for (let i = 0; i < 6; i++) {
      const value = from[6 * n + i];
      for (let j = 0; j < 6; j++) b[to + j] += Q[36 * n + 6 * i + j] * value;
    }
  }
}

/** out = P0 e */
export function prolongBlocks(
  buffer: ArrayBufferLike,
  fine: BlockLevel,
  coarse: BlockLevel,
  e: number,
  out: number,
): void {
  const of = new Int32Array(buffer, fine.aggregateOf, fine.rows);
  const Q = new Float64Array(buffer, fine.basis, 36 * fine.rows);
  const from = new Float32Array(buffer, e, 6 * coarse.rows);
  const u = new Float32Array(buffer, out, 6 * fine.rows);
  for (let n = 0; n < fine.rows; n++) {
    const at = 6 * of[n];
    for (let i = 0; i < 6; i++) {
      let sum = 0;
      for (let j = 0; j < 6; j++) sum += Q[36 * n + 6 * i + j] * from[at + j];
      u[6 * n + i] = sum;
    }
  }
}
