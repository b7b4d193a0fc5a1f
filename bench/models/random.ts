/** Numbers from a seed, the same everywhere. */

/** Uniform in [0, 1): a 32-bit linear congruential generator (Numerical Recipes, 3rd ed., 7.1). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Uniform in the logarithm. */
export function logUniform(random: () => number, low: number, high: number): number {
  return low * (high / low) ** random();
}
