/**
 * Connected patches of a band at every threshold of a series, in one pass: pixel after pixel is joined to its neighbours in the order in which the
 * thresholds let it in, and a patch keeps its sums (union-find; Tarjan RE, J ACM 22:215, 1975). Filled anew at each of some hundred
 * thresholds, the same patches took eight times as long.
 */
import type { Band } from './bands.ts';

/** A patch that does not touch the band's edge, in pixels. */
export interface Patch {
  readonly n: number;
  /** Sums over its pixels of i, j and their products: whole numbers, so exact in any order. */
  readonly si: number;
  readonly sj: number;
  readonly sii: number;
  readonly sjj: number;
  readonly sij: number;
}

/** n, si, sj, sii, sjj, sij, and whether it touches the edge. */
const FIELDS = 7;
const EDGE = 6;
const OUT = -1;

/**
 * By threshold, in the order of their first pixels.
 *
 * @param hu of the band's pixels; those up to `gasHu` belong to no patch
 * @param thresholds HU, ascending
 * @param side 1: pixels above a threshold; -1: below
 * @param size least and most pixels of a patch that is told
 */
export function patchesAt(
  { nx, ny }: Pick<Band, 'nx' | 'ny'>,
  hu: Float32Array,
  { thresholds, gasHu, size }: Thresholds,
  side: 1 | -1,
): readonly (readonly Patch[])[] {
  const count = thresholds.length;
  const entering = orderOfEntry(hu, thresholds, gasHu, side);
  const parent = new Int32Array(nx * ny).fill(OUT);
  const sums = new Float64Array(FIELDS * nx * ny);
  const rootOf = (pixel: number): number => {
    let at = pixel;
    while (parent[at] !== at) at = parent[at] = parent[parent[at]!]!;
    return at;
  };
  /** Of two patches, the one whose first pixel comes first goes on. */
  const join = (one: number, other: number): void => {
    const [a, b] = [rootOf(one), rootOf(other)];
    if (a === b) return;
    const [kept, gone] = a < b ? [a, b] : [b, a];
    parent[gone] = kept;
    for (let f = 0; f < FIELDS; f++) sums[FIELDS * kept + f]! += sums[FIELDS * gone + f]!;
  };
  const enter = (at: number): void => {
    const i = at % nx;
    const j = (at - i) / nx;
    parent[at] = at;
    const to = FIELDS * at;
    sums[to] = 1;
    sums[to + 1] = i;
    sums[to + 2] = j;
    sums[to + 3] = i * i;
    sums[to + 4] = j * j;
    sums[to + 5] = i * j;
    sums[to + EDGE] = i === 0 || j === 0 || i === nx - 1 || j === ny - 1 ? 1 : 0;
    if (i > 0 && parent[at - 1] !== OUT) join(at, at - 1);
    if (i < nx - 1 && parent[at + 1] !== OUT) join(at, at + 1);
    if (j > 0 && parent[at - nx] !== OUT) join(at, at - nx);
    if (j < ny - 1 && parent[at + nx] !== OUT) join(at, at + nx);
  };
  const [least, most] = size;
  /** First pixels of patches that may still be told: one that is too large, or at the edge, stays so. */
  let open: number[] = [];
  const out = Array.from({ length: count }, (): readonly Patch[] => []);
  for (let step = 0; step < count; step++) {
    for (const at of entering[step]!) enter(at);
    for (const at of entering[step]!) if (parent[at] === at) open.push(at);
    open = open.filter(
      (at) => parent[at] === at && sums[FIELDS * at + EDGE] === 0 && sums[FIELDS * at]! <= most,
    );
    const told = open.filter((at) => sums[FIELDS * at]! >= least).sort((a, b) => a - b);
    out[side === 1 ? count - 1 - step : step] = told.map((at) => patchOf(sums, FIELDS * at));
  }
  return out;
}

export interface Thresholds {
  readonly thresholds: readonly number[];
  readonly gasHu: number;
  readonly size: readonly [number, number];
}

/** Pixels by the step at which they enter: from the highest threshold down for side 1, from the lowest up for side -1. */
function orderOfEntry(
  hu: Float32Array,
  thresholds: readonly number[],
  gasHu: number,
  side: 1 | -1,
): readonly (readonly number[])[] {
  const steps = Array.from(thresholds, (): number[] => []);
  const inward = side === 1 ? thresholds.toReversed() : thresholds;
  for (let at = 0; at < hu.length; at++) {
    const value = hu[at]!;
    if (!(value > gasHu)) continue;
    let [low, high] = [0, inward.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (side * (value - inward[middle]!) > 0) high = middle;
      else low = middle + 1;
    }
    if (low < steps.length) steps[low]!.push(at);
  }
  return steps;
}

function patchOf(sums: Float64Array, at: number): Patch {
  const [n, si, sj] = [sums[at]!, sums[at + 1]!, sums[at + 2]!];
  return { n, si, sj, sii: sums[at + 3]!, sjj: sums[at + 4]!, sij: sums[at + 5]! };
}
