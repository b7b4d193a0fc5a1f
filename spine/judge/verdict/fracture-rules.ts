/** The rules on vertebral fractures: measured with certainty, read by the reader, or in the history. */
import type { KnownFracture } from '../../../contracts/risk/fracture.ts';
import type { Rule } from '../../../contracts/risk/risk.ts';
import { bothWords } from '../fractures/fracture-words.ts';
import { ALL_LEVELS, type Level } from '../../../contracts/levels.ts';

import type { GradedLevel } from '../fractures/genant-grade.ts';
import { countsAsFracture, countsAsIntact, type KnownFractures } from '../fractures/known-fractures.ts';
import { ungraded, ungradedText } from '../fractures/ungraded.ts';

type Verdict = Pick<Rule, 'state' | 'detail'>;

export interface FractureInput {
  /** As measured. */
  readonly grades: ReadonlyMap<Level, Pick<GradedLevel, 'fracture' | 'gradeRange'>>;
  readonly known: KnownFractures;
}

interface Sorted {
  /** Each with what makes it sure. */
  readonly sure: readonly string[];
  readonly maybe: readonly Level[];
  /** Empty where all of T4 to L5 are graded. */
  readonly open: string;
}

/** Fires where a level surely has grade 3. A reader's word has no grade. */
export function severeFracture(input: FractureInput): Verdict {
  const { sure, maybe, open } = sortedLevels(input, 3);
  return verdictOf(sure.length > 0, sure, maybe, open);
}

/**
 * Fires where so many vertebrae are fractured: measured as grade 2 or 3 for sure, read by a reader or in the history.
 *
 * A fracture of the history without its level may be one that is seen: those of the history are told apart only among
 * themselves, so the count is the larger one of what has a level and of what the history names.
 */
export function fractures(input: FractureInput, count: number): Verdict {
  const { sure, maybe, open } = sortedLevels(input, 2);
  const { inHistory, unplaced } = input.known;
  const told = unplaced === 0 ? [] : [`${unplaced} in the history, level not stated`];
  const fired = Math.max(sure.length, inHistory) >= count;
  if (fired || unplaced === 0) return verdictOf(fired, [...sure, ...told], maybe, open);
  const same = `${told.join('')} (may be one of these)`;
  return { state: 'not-evaluated', detail: [detailOf(sure, maybe, open), same].filter(Boolean).join('; ') };
}

function sortedLevels({ grades, known }: FractureInput, least: 2 | 3): Sorted {
  const sure: string[] = [];
  const maybe: Level[] = [];
  for (const level of ALL_LEVELS) {
    const word = known.levels.get(level);
    const found = grades.get(level);
    if (countsAsIntact(word)) continue;
    if (least === 2 && word !== undefined && countsAsFracture(word))
      sure.push(`${level} ${bothWords(word, found?.fracture ?? null)}`);
    else if (found === undefined) continue;
    else if (found.gradeRange !== null && found.gradeRange[0] >= least)
      sure.push(`${level} measured grade ${found.fracture.grade}`);
    // A grade 1 that a reader confirms counts as a fracture for every rule but that of grade 3.
    else if (
      found.gradeRange === null ? found.fracture.needsReader : found.gradeRange[1] >= (least === 3 ? 3 : 1)
    )
      maybe.push(level);
  }
  const taken = (word: KnownFracture): boolean =>
    countsAsIntact(word) || (least === 2 && countsAsFracture(word));
  return { sure, maybe, open: ungradedText(ungraded(grades, known, taken)) };
}

function verdictOf(fired: boolean, sure: readonly string[], maybe: readonly Level[], open: string): Verdict {
  if (fired) return { state: 'fired', detail: sure.join(', ') };
  if (maybe.length === 0 && open === '') return { state: 'not-fired', detail: 'T4 to L5 graded' };
  return { state: 'not-evaluated', detail: detailOf(sure, maybe, open) };
}

function detailOf(sure: readonly string[], maybe: readonly Level[], open: string): string {
  return [
    ...(sure.length > 0 ? [`definite: ${sure.join(', ')}`] : []),
    ...(maybe.length > 0 ? [`possible at ${maybe.join(', ')}, to be confirmed by the reader`] : []),
    ...(open === '' ? [] : [`not graded: ${open}`]),
  ].join('; ');
}
