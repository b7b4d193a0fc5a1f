/** Where threads wait for one another: a counter and a generation in shared memory. */

/** A member did not come: it has failed. */
export class TeamBroken extends Error {
  override readonly name = 'TeamBroken';
}

const ARRIVED = 0;
/** A cache line further on, so that waiting does not disturb arriving. */
const GENERATION = 16;
const BROKEN = 32;
/** In shared memory, 0 at first. */
export const BARRIER_WORDS = 48;
/** Looks before a thread lies down to sleep: about 50 us. */
const LOOKS = 20_000;
/** The longest step between two barriers takes seconds. */
const PATIENCE_MS = 120_000;

/** @param words `BARRIER_WORDS` of 32 bits */
export function barrierOf(words: Int32Array, size: number): () => void {
  return () => {
    const generation = Atomics.load(words, GENERATION);
    checkWhole(words);
    if (Atomics.add(words, ARRIVED, 1) === size - 1) {
      Atomics.store(words, ARRIVED, 0);
      Atomics.add(words, GENERATION, 1);
      Atomics.notify(words, GENERATION);
      return;
    }
    for (let look = 0; look < LOOKS; look++) {
      if (Atomics.load(words, GENERATION) === generation) continue;
      checkWhole(words);
      return;
    }
    const woken = Atomics.wait(words, GENERATION, generation, PATIENCE_MS);
    if (woken === 'timed-out') breakBarrier(words);
    checkWhole(words);
  };
}

/** @throws TeamBroken once a member has failed, whenever the others look. */
function checkWhole(words: Int32Array): void {
  if (Atomics.load(words, BROKEN) !== 0) {
    throw new TeamBroken('a thread of the solver has failed or hangs; wanted all at the barrier');
  }
}

/** Wakes all that wait, for good: whoever comes next finds the team broken. */
export function breakBarrier(words: Int32Array): void {
  Atomics.store(words, BROKEN, 1);
  Atomics.add(words, GENERATION, 1);
  Atomics.notify(words, GENERATION);
}
