/** What one member of the team works with. */
import { F32, F64, WORK_CARRIED } from '../../../kernels/layout.ts';
import { carriedBytes, type Layout } from '../memory/layout.ts';
import type { LevelLayout } from '../memory/level-layout.ts';
import { slab, SOLO, type Team } from '../team/team.ts';
import type { Kernels } from './kernels.ts';

/** Bound on the eigenvalues of D^-1 K, one a level: what the Chebyshev smoother needs. */
export type Bounds = readonly number[];

/** A level's share of one member. */
export interface Share {
  readonly level: LevelLayout;
  readonly team: Team;
  /** Planes of nodes. */
  readonly from: number;
  readonly to: number;
  /** Bytes to clear in `work` before a sweep in f32; twice that in f64. */
  readonly carried: number;
}

export interface Context {
  readonly buffer: ArrayBufferLike;
  readonly kernels: Kernels;
  readonly layout: Layout;
  readonly bounds: Bounds;
  readonly team: Team;
  readonly shares: readonly Share[];
  /** This member's scratch. */
  readonly work: number;
  /** Two sets of one number a plane. */
  readonly partials: readonly [Float64Array, Float64Array];
  turn: number;
}

/** Levels of fewer nodes than this are left to the first member: the barriers would cost more than the work. */
const WORTH_SHARING = 12_000;

export function contextOf(
  buffer: ArrayBufferLike,
  kernels: Kernels,
  layout: Layout,
  bounds: Bounds,
  team: Team,
): Context {
  const planes = layout.levels[0].nodes[2];
  return {
    buffer,
    kernels,
    layout,
    bounds,
    team,
    shares: layout.levels.map((level) => {
      const { nodes } = level;
      const sharing = team.size > 1 && nodes[0] * nodes[1] * nodes[2] >= WORTH_SHARING ? team : SOLO;
      const [from, to] = slab(nodes[2], sharing);
      return { level, team: sharing, from, to, carried: carriedBytes(level, F32) };
    }),
    work: layout.work + team.rank * layout.workBytes,
    partials: [
      new Float64Array(buffer, layout.partials, planes),
      new Float64Array(buffer, layout.partials + F64 * planes, planes),
    ],
    turn: 0,
  };
}

/** How many threads are worth having for a model of this size. */
export function teamSize(threads: number, [finest]: readonly LevelLayout[]): number {
  const [nx, ny, nz] = finest.nodes;
  return nx * ny * nz >= WORTH_SHARING ? Math.min(threads, nz) : 1;
}

/**
 * Runs `kernel` on the member's planes. A slab that does not begin at the bottom needs what the layer below leaves for
 * its first plane: `prime` makes it.
 */
export function sweep32(
  ctx: Context,
  share: Share,
  kernel: (k: number) => void,
  prime: (k: number) => void,
): void {
  clear(ctx, share.carried);
  if (share.from > 0) prime(share.from - 1);
  for (let k = share.from; k < share.to; k++) kernel(k);
}

/** The same for kernels in f64. */
export function sweep64(
  ctx: Context,
  share: Share,
  kernel: (k: number) => void,
  prime: (k: number) => void,
): void {
  clear(ctx, 2 * share.carried);
  if (share.from > 0) prime(share.from - 1);
  for (let k = share.from; k < share.to; k++) kernel(k);
}

/** Sum over all planes, in their order, of what the members have put: the same for any number of them. */
export function summed(ctx: Context, share: Share, put: (partials: Float64Array) => void): number {
  const partials = ctx.partials[ctx.turn];
  ctx.turn = 1 - ctx.turn;
  put(partials);
  share.team.barrier();
  let sum = 0;
  for (let k = 0; k < share.level.nodes[2]; k++) sum += partials[k];
  return sum;
}

function clear(ctx: Context, bytes: number): void {
  new Uint8Array(ctx.buffer, ctx.work + WORK_CARRIED, bytes).fill(0);
}
