/** Where threads wait for one another: a counter and a generation in shared memory. */

/** A member did not come: it has failed. */
export class TeamBroken extends Error {
  override readonly name = 'TeamBroken';
}

const ARRIVED = 0;
/** A cache line further on, so that waiting does not disturb arriving. */
const GENERATION = 16;
export const BROKEN = 32;
/** Looks before a thread lies down to sleep: about 50 us. */
const LOOKS = 20_000;
/** The longest step between two barriers takes seconds. */
const PATIENCE_MS = 120_000;

/** @param words 48 or more 32-bit words in shared memory, 0 at first */
export function barrierOf(words: Int32Array, size: number): () => void {
  return () => {
    const generation = Atomics.load(words, GENERATION);
    if (Atomics.add(words, ARRIVED, 1) === size - 1) {
      Atomics.store(words, ARRIVED, 0);
      Atomics.add(words, GENERATION, 1);
      Atomics.notify(words, GENERATION);
      return;
    }
    for (let look = 0; look < LOOKS; look++) if (Atomics.load(words, GENERATION) !== generation) return;
    const woken = Atomics.wait(words, GENERATION, generation, PATIENCE_MS);
    if (woken === 'timed-out' || Atomics.load(words, BROKEN) !== 0) {
      throw new TeamBroken('a thread of the solver has failed or hangs; wanted all at the barrier');
    }
  };
}

/** Wakes all that wait, for good: whoever comes next finds the team broken. */
export function breakBarrier(words: Int32Array): void {
  Atomics.store(words, BROKEN, 1);
  Atomics.add(words, GENERATION, 1);
  Atomics.notify(words, GENERATION);
}
