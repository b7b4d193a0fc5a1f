/** P0 and its transpose: between nodes and the rigid-body modes of their aggregates. */
import { BLOCK_NUMBERS, RIGID_MODES } from '../../../kernels/layout.ts';
import { componentSize } from '../grid/padded.ts';
import type { Context } from '../machine/context.ts';
import type { Aggregation, BlockLevel } from '../memory/aggregation-layout.ts';

/** b of the first level of blocks = P0' r. */
export function restrictGrid(ctx: Context, memory: Aggregation, r: number): void {
  const { buffer } = ctx;
  const { levels } = memory;
  const sums = new Float64Array(RIGID_MODES * levels[0].rows);
  const size = componentSize(ctx.shares[0].level);
  const f = new Float32Array(buffer, r, 3 * size);
  eachNode(ctx, memory, (g, a, x, y, z) => {
    const fx = f[g];
    const fy = f[size + g];
    const fz = f[2 * size + g];
    const s = RIGID_MODES * a;
    sums[s] += fx;
    sums[s + 1] += fy;
    sums[s + 2] += fz;
    sums[s + 3] += y * fz - z * fy;
    sums[s + 4] += z * fx - x * fz;
    sums[s + 5] += x * fy - y * fx;
  });
  const T = new Float64Array(buffer, memory.basis, BLOCK_NUMBERS * levels[0].rows);
  const b = new Float32Array(buffer, levels[0].b, sums.length);
  for (let a = 0; a < levels[0].rows; a++) {
    for (let j = 0; j < RIGID_MODES; j++) {
      let sum = 0;
      for (let i = 0; i <= j; i++)
        sum += T[BLOCK_NUMBERS * a + RIGID_MODES * i + j] * sums[RIGID_MODES * a + i];
      b[RIGID_MODES * a + j] = sum;
    }
  }
}

/** out = P0 e, 0 where a node is held. */
export function prolongGrid(ctx: Context, memory: Aggregation, e: number, out: number): void {
  const { buffer } = ctx;
  const { level } = ctx.shares[0];
  const size = componentSize(level);
  const { rows } = memory.levels[0];
  const T = new Float64Array(buffer, memory.basis, BLOCK_NUMBERS * rows);
  const from = new Float32Array(buffer, e, RIGID_MODES * rows);
  const motion = new Float64Array(RIGID_MODES * rows);
  for (let a = 0; a < rows; a++) {
    for (let i = 0; i < RIGID_MODES; i++) {
      let sum = 0;
      for (let j = i; j < RIGID_MODES; j++)
        sum += T[BLOCK_NUMBERS * a + RIGID_MODES * i + j] * from[RIGID_MODES * a + j];
      motion[RIGID_MODES * a + i] = sum;
    }
  }
  const inverse = new Float32Array(buffer, level.diagonal, 3 * size);
  const u = new Float32Array(buffer, out, 3 * size);
  eachNode(ctx, memory, (g, a, x, y, z) => {
    const s = RIGID_MODES * a;
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
  const Q = new Float64Array(buffer, fine.basis, BLOCK_NUMBERS * fine.rows);
  const from = new Float32Array(buffer, r, RIGID_MODES * fine.rows);
  const b = new Float32Array(buffer, coarse.b, RIGID_MODES * coarse.rows);
  b.fill(0);
  for (let n = 0; n < fine.rows; n++) {
    const to = RIGID_MODES * of[n];
    for (let i = 0; i < RIGID_MODES; i++) {
      const value = from[RIGID_MODES * n + i];
      for (let j = 0; j < RIGID_MODES; j++) b[to + j] += Q[BLOCK_NUMBERS * n + RIGID_MODES * i + j] * value;
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
  const Q = new Float64Array(buffer, fine.basis, BLOCK_NUMBERS * fine.rows);
  const from = new Float32Array(buffer, e, RIGID_MODES * coarse.rows);
  const u = new Float32Array(buffer, out, RIGID_MODES * fine.rows);
  for (let n = 0; n < fine.rows; n++) {
    const at = RIGID_MODES * of[n];
    for (let i = 0; i < RIGID_MODES; i++) {
      let sum = 0;
      for (let j = 0; j < RIGID_MODES; j++) sum += Q[BLOCK_NUMBERS * n + RIGID_MODES * i + j] * from[at + j];
      u[RIGID_MODES * n + i] = sum;
    }
  }
}
