/** Probability that the patient has a vertebral fracture, from the levels graded and not graded. */
import { isPosition, type Level } from '../../../contracts/levels.ts';

import type { GradedLevel } from '../fractures/genant-grade.ts';
import { GRADED_SPINE } from '../../definitions/fractures.ts';

import { ungraded } from '../fractures/ungraded.ts';
import { TABLE_ANCHOR } from './parameters.ts';

export interface FractureEvidence {
  /** Seen; T4 to L5 were graded and are intact; or not sure. */
  readonly state: 'present' | 'absent' | 'open';
  readonly statement: string;
  /** The highest grade of a sure fracture, or else of a possible one; null where none has a grade. */
  readonly worst: FractureSeen['worst'];
  /** By which of the file's probabilities a possible fracture counts; null where none is possible, or one is sure. */
  readonly possible: PossibleFracture | null;
  /** Share of T4 to L5 that has no grade, or a grade 0 whose interval reaches a fracture. */
  readonly notKnown: number;
  /** The share of the verdict's draws with a vertebral fracture, where one is not sure; absent without draws. */
  readonly drawn?: number;
}

/** What the model's ratio depends on. */
export interface FractureSeen {
  /** 1: seen, 0: T4 to L5 were graded and are intact, between: not sure. */
  readonly probability: number;
  /** Its highest grade; null where it has none: read by a reader, or in a level that was not graded. */
  readonly worst: 1 | 2 | 3 | null;
}

export type PossibleFracture = 'possibleGrade1IsTrue' | 'possibleGrade2IsTrue';

type Grades = ReadonlyMap<Level, Pick<GradedLevel, 'fracture' | 'gradeRange'>>;

const { vertebralFracture } = TABLE_ANCHOR.value;
const { prevalence } = vertebralFracture;
const TAG_WORDS: Readonly<Record<string, string>> = { D: 'assumption of this software' };

/**
 * A sure grade 2 or 3 is a fracture. A possible one counts once, however many there are: they are not independent.
 *
 * @param confirmed levels read as fractured
 * @param byReader their grades, where the reader gave one: of levels that were not measured too
 */
export function fractureEvidence(
  grades: Grades,
  confirmed: ReadonlySet<Level>,
  byReader: ReadonlyMap<Level, { readonly grade: number }> = new Map(),
): FractureEvidence {
  const sure: Level[] = [...confirmed];
  const maybe: Level[] = [];
  const seen: number[] = [];
  const doubted: number[] = [];
  let possible: PossibleFracture | null = null;
  for (const [level, { fracture, gradeRange }] of grades) {
    if (confirmed.has(level)) seen.push(fracture.grade);
    else if (gradeRange !== null && gradeRange[0] >= 2) {
      sure.push(level);
      seen.push(fracture.grade);
    } else if (fracture.grade > 0) {
      maybe.push(level);
      doubted.push(fracture.grade);
      possible = fracture.grade > 1 ? 'possibleGrade2IsTrue' : (possible ?? 'possibleGrade1IsTrue');
    }
  }
  for (const level of confirmed) if (!grades.has(level)) seen.push(byReader.get(level)?.grade ?? 0);
  const { count: open } = ungraded(grades);
  const doubtful = [...grades].flatMap(([level, { fracture, gradeRange }]) => {
    if (!isPosition(level) && !GRADED_SPINE.includes(level)) return [];
    return fracture.grade === 0 && (gradeRange?.[1] ?? 0) > 0 && !confirmed.has(level) ? [level] : [];
  });
  const notKnown = (open + doubtful.length) / GRADED_SPINE.length;
  if (sure.length > 0) {
    const statement = `yes (${sure.join(', ')})`;
    return {
      state: 'present',
      statement,
      possible: null,
      notKnown,
      worst: worstOf(seen) ?? worstOf(doubted),
    };
  }
  if (possible === null && notKnown === 0)
    return { state: 'absent', statement: 'no (T4 to L5 graded)', possible, notKnown, worst: null };
  const parts = [
    ...(maybe.length > 0 ? [`possible at ${maybe.join(', ')}, to be confirmed by the reader`] : []),
    ...(doubtful.length > 0 ? [`not excluded at ${doubtful.join(', ')}`] : []),
    ...(open > 0 ? [`${open} of ${GRADED_SPINE.length} levels between T4 and L5 not graded`] : []),
  ];
  return { state: 'open', statement: parts.join('; '), possible, notKnown, worst: worstOf(doubted) };
}

/** A fracture that was read where the measurement sees none has no grade: then the possible ones beside it say which it may be. */
function worstOf(grades: readonly number[]): FractureSeen['worst'] {
  const worst = grades.reduce((most, grade) => Math.max(most, grade), 0);
  return worst === 1 || worst === 2 || worst === 3 ? worst : null;
}

/** 0 to 1; levels that were not graded, or not surely, keep their share of what is usual at that age. */
export function fractureProbability(
  { state, possible, notKnown, drawn }: FractureEvidence,
  ageYears: number,
): number {
  if (state !== 'open') return state === 'present' ? 1 : 0;
  if (drawn !== undefined) return drawn;
  const seen = possible === null ? 0 : vertebralFracture[possible].value;
  return 1 - (1 - seen) * (1 - usualAt(ageYears) * notKnown);
}

/** What the model made of it, for one that is not sure. */
export function countedText({ possible, drawn }: FractureEvidence, probability: number): string {
  const percent = `${(100 * probability).toFixed(probability < 0.1 ? 1 : 0)} %`;
  const counted = `entered with a probability of ${percent}`;
  return possible === null || drawn !== undefined ? counted : `${counted} (${possibleText(possible)})`;
}

/** "possible grade 2 or 3: 50 %, assumption of this software" */
function possibleText(possible: PossibleFracture): string {
  const { value, tag } = vertebralFracture[possible];
  const words = TAG_WORDS[tag];
  return `possible grade ${possible === 'possibleGrade1IsTrue' ? '1' : '2 or 3'}: ${Number((100 * value).toFixed(1))} %${words === undefined ? '' : `, ${words}`}`;
}

/** Prevalence by age; below the first age its value is too high rather than too low. */
export function usualAt(ageYears: number): number {
  let usual = prevalence.value[0]!;
  prevalence.fromAge.forEach((from, n) => {
    if (ageYears >= from) usual = prevalence.value[n]!;
  });
  return usual;
}
