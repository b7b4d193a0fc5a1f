/**
 * `node tests/spine/host/one-literal.ts [--as-node]`: prints how many objects of one literal were changed by the next of it; run six at once, as
 * it takes compiling threads that are late. With spine/host/v8-flags.ts it is none; `--as-node` leaves that out (decision 0070).
 */
if (!process.argv.includes('--as-node')) await import('../../../spine/host/v8-flags.ts');

const VALUES = 30_000;
const FUNCTIONS = 40;
const ROUNDS = 14;

type Made = Readonly<Record<string, number>>;

interface Maker {
  readonly summing: (weights: Float64Array) => (base: Float64Array, by: number) => Made;
  readonly none: () => Made;
  readonly whole: (made: Made) => number;
}

/** As the work of a body by another calibration line was summed, each of its own source, so that each is compiled on its own. */
const makers = Array.from({ length: FUNCTIONS }, (_, k) => {
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- compiled by its source
  const made = new Function(`
      const scaled = (base, by) => {
        const values = new Float64Array(base.length);
        for (let n = 0; n < base.length; n++) values[n] = base[n] * by;
        return { kind: 1, values${k}: values };
      };
      return {
        summing: (weights) => (base, by) => {
          const { values${k}: values } = scaled(base, by);
          let sum = 0;
          for (let n = 0; n < weights.length; n++) if (weights[n] !== 0) sum += (weights[n] * values[n]) / base[n];
          return { whole${k}: 1000 * sum, part${k}: 10 * sum };
        },
        none: () => ({ whole${k}: 0, part${k}: 0 }),
        whole: (made) => made.whole${k},
      };
    `) as () => Maker;
  return made();
});
const base = Float64Array.from({ length: VALUES }, (_, n) => 100 + (n % 50));
const weights = Float64Array.from({ length: VALUES }, (_, n) => (n % 3 === 2 ? 0 : 1 + (n % 13)));
let changed = 0;
for (let round = 0; round < ROUNDS; round++) {
  const garbage = Array.from({ length: 20_000 }, (_, n) => ({ n: n + 0.5 }));
  for (const { summing, none, whole } of makers) {
    const sum = summing(weights);
    const more = sum(base, 1.1);
    const was = whole(more);
    sum(base, 0.9);
    none();
    if (whole(more) !== was) changed++;
  }
  if (garbage.length === 0) break;
}
console.log(`changed ${changed}`);
