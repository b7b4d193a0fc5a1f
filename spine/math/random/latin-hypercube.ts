/**
 * Seeded draws of many independent unknowns: a Latin hypercube (McKay MD, Beckman RJ, Conover WJ, Technometrics 21:239, 1979).
 *
 * Of each unknown every one of `count` equally likely strata is drawn once, by its middle; only the order is random. So a
 * share that hangs on one unknown alone is exact to 1 / count, and one that hangs on many has at most the error of independent
 * draws. Each unknown has a stream of its own, by its name: another unknown beside it changes none of its draws.
 */
import { normalCdf, normalDensity } from '../normal.ts';

export interface Draws {
  readonly count: number;
  /** Between 0 and 1. @throws Error for a name that was drawn before: the two would be one unknown */
  readonly uniform: (name: string) => Float64Array;
  /** Standard normal. @throws Error as `uniform` */
  readonly normal: (name: string) => Float64Array;
}

export function drawsOf(seed: string, count: number): Draws {
  const taken = new Set<string>();
  const quantiles = normalQuantiles(count);
  const strata = (name: string): Uint32Array => {
    if (taken.has(name)) throw new Error(`draws: ${name} was drawn before`);
    taken.add(name);
    return shuffled(count, randomOf(`${seed}/${name}`));
  };
  const spread = (name: string, valueOf: (stratum: number) => number): Float64Array => {
    const order = strata(name);
    const values = new Float64Array(count);
    for (let n = 0; n < count; n++) values[n] = valueOf(order[n]!);
    return values;
  };
  return {
    count,
    uniform: (name) => spread(name, (stratum) => (stratum + 0.5) / count),
    normal: (name) => spread(name, (stratum) => quantiles[stratum]!),
  };
}

/** Fisher and Yates. */
function shuffled(count: number, random: () => number): Uint32Array {
  const order = new Uint32Array(count).map((_, n) => n);
  for (let n = count - 1; n > 0; n--) {
    const other = Math.floor(random() * (n + 1));
    const kept = order[n]!;
    order[n] = order[other]!;
    order[other] = kept;
  }
  return order;
}

/** Uniform in [0, 1), 32 bits: xorshift of 128 bits (Marsaglia G, J Stat Softw 8(14), 2003). */
export function randomOf(seed: string): () => number {
  // A state of zeros alone would stay so: every part is odd.
  let [a, b, c, d] = [0, 1, 2, 3].map((n) => hashOf(`${n}:${seed}`) | 1) as [number, number, number, number];
  return () => {
    const mixed = a ^ (a << 11);
    [a, b, c] = [b, c, d];
    d = d ^ (d >>> 19) ^ mixed ^ (mixed >>> 8);
    return (d >>> 0) / 2 ** 32;
  };
}

/** 32 bits of a text (Fowler, Noll and Vo, FNV-1a, over UTF-16 code units). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193);
  return hash >>> 0;
}

/** Of the middles of `count` equally likely strata, ascending; as exact as `normalCdf`. */
function normalQuantiles(count: number): Float64Array {
  const found = new Float64Array(count);
  for (let n = 0; n < count; n++) {
    const share = (n + 0.5) / count;
    if (share >= 0.5) {
      found[n] = share === 0.5 ? 0 : -found[count - 1 - n]!;
      continue;
    }
    // From the last stratum's: steps are small, and Newton's method does not leave a convex tail.
    let x = n === 0 ? -Math.sqrt(-2 * Math.log(share)) : found[n - 1]!;
    for (let step = 0; step < 8; step++) x -= (normalCdf(x) - share) / normalDensity(x);
    found[n] = x;
  }
  return found;
}
