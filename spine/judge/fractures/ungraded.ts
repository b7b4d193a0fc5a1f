/** Levels from T4 to L5 without a grade: which, or, where names are not settled, how many. */
import type { KnownFracture } from '../../../contracts/risk/fracture.ts';
import { isPosition, type Level } from '../../../contracts/levels.ts';
import { GRADED_SPINE } from '../../definitions/fractures.ts';
import { NOTHING_KNOWN, type KnownFractures } from './known-fractures.ts';

export interface Ungraded {
  /** Empty where levels are positions. */
  readonly levels: readonly Level[];
  readonly count: number;
}

/** @param settles which words of a reader or the history stand for a grade; left out: any */
export function ungraded(
  grades: ReadonlyMap<Level, unknown>,
  { levels: known }: KnownFractures = NOTHING_KNOWN,
  settles: (word: KnownFracture) => boolean = () => true,
): Ungraded {
  const positions = [...grades.keys()].filter(isPosition).length;
  if (positions > 0) return { levels: [], count: Math.max(0, GRADED_SPINE.length - positions) };
  const levels = GRADED_SPINE.filter((level) => {
    const word = known.get(level);
    return !grades.has(level) && (word === undefined || !settles(word));
  });
  return { levels, count: levels.length };
}

/** "T4, T5", or "5 of 14 levels between T4 and L5"; empty where there is none. */
export function ungradedText({ levels, count }: Ungraded): string {
  if (levels.length > 0 || count === 0) return levels.join(', ');
  return `${count} of ${GRADED_SPINE.length} levels between T4 and L5 (names not settled)`;
}
