/** The threads that solve one model together: every one runs the same program on its own planes. */

export interface Team {
  readonly rank: number;
  readonly size: number;
  /** Returns when every member has come. */
  barrier(): void;
}

/** One thread alone. */
export const SOLO: Team = { rank: 0, size: 1, barrier: () => undefined };

/** First plane and one past the last of a member's slab. */
export function slab(planes: number, { rank, size }: Team): [number, number] {
  return [Math.floor((planes * rank) / size), Math.floor((planes * (rank + 1)) / size)];
}
