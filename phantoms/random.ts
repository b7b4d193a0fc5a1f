/** Seeded random numbers: the same seed gives the same numbers on every machine. */

/**
 * Standard normal numbers from a uniform generator of period 2^128 - 1.
 *
 * @remarks Marsaglia G, "Xorshift RNGs", J Stat Softw 8(14), 2003 (xor128);
 * Box GEP and Muller ME, Ann Math Stat 29:610, 1958.
 */
export function normalNumbers(seed: number): () => number {
  const uniform = uniformNumbers(seed);
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    // 1 - u is never 0, so that the logarithm stays finite.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

/** Uniform in [0, 1), period 2^128 - 1: xor128. */
export function uniformNumbers(seed: number): () => number {
  let x = 123456789 ^ seed;
  let y = 362436069;
  let z = 521288629;
  let w = 88675123 ^ Math.imul(seed, 0x9e3779b1);
  const next = (): number => {
    const t = x ^ (x << 11);
    x = y;
    y = z;
    z = w;
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return (w >>> 0) / 0x100000000;
  };
  // Seeds that differ in one bit part ways within a few steps.
  for (let i = 0; i < 32; i++) next();
  return next;
}
