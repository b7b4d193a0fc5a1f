/** How likely it is that the patient has a vertebral fracture, from what was graded and what was not. */
import type { Level } from '../../shared/levels.ts';

import type { GradedLevel } from '../genant-grade.ts';
import { GRADED_SPINE } from '../graded-spine.ts';

import { TABLE_ANCHOR } from './parameters.ts';

export interface FractureEvidence {
  /** 1: seen, 0: T4 to L5 were graded and are intact, between: not sure. */
  readonly probability: number;
  readonly statement: string;
}

type Grades = ReadonlyMap<Level, Pick<GradedLevel, 'fracture' | 'gradeRange'>>;

const { prevalence, possibleGrade1IsTrue, possibleGrade2IsTrue } = TABLE_ANCHOR.value.vertebralFracture;

/**
 * A sure grade 2 or 3 is a fracture. A possible one counts once, however many there are: they are not independent.
 * Levels that were not graded keep their share of what is usual at that age.
 *
 * @param confirmed levels of which a reader said that they are fractured
 */
export function fractureEvidence(
  grades: Grades,
  ageYears: number,
  confirmed: ReadonlySet<Level>,
): FractureEvidence {
  const sure: Level[] = [...confirmed];
  const possible: Level[] = [];
  let probability = 0;
  for (const [level, { fracture, gradeRange }] of grades) {
    if (confirmed.has(level)) continue;
    if (gradeRange !== null && gradeRange[0] >= 2) sure.push(level);
    else if (fracture.grade > 0) {
      possible.push(level);
      const odds = fracture.grade === 1 ? possibleGrade1IsTrue.value : possibleGrade2IsTrue.value;
      probability = Math.max(probability, odds);
    }
  }
  if (sure.length > 0) return { probability: 1, statement: `yes, at ${sure.join(', ')}` };
  const open = GRADED_SPINE.filter((level) => !grades.has(level));
  const unseen = (usualAt(ageYears) * open.length) / GRADED_SPINE.length;
  probability = 1 - (1 - probability) * (1 - unseen);
  if (probability === 0) return { probability, statement: 'none: T4 to L5 were graded' };
  const parts = [
    ...(possible.length > 0 ? [`possible at ${possible.join(', ')}, needs a reader`] : []),
    ...(open.length > 0
      ? [`${open.length} of ${GRADED_SPINE.length} levels from T4 to L5 were not graded`]
      : []),
  ];
  const percent = `${(100 * probability).toFixed(probability < 0.1 ? 1 : 0)} %`;
  return {
    probability,
    statement: `${parts.join('; ')}: counted as present with a probability of ${percent}`,
  };
}

/** Prevalence by age; below the first age its value is too high rather than too low. */
function usualAt(ageYears: number): number {
  let usual = prevalence.value[0]!;
  prevalence.fromAge.forEach((from, n) => {
    if (ageYears >= from) usual = prevalence.value[n]!;
  });
  return usual;
}
