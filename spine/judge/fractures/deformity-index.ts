/** The spinal deformity index: the sum of grades from T4 to L4, as read, and what it could be. */
import type { ReaderGrade } from '../../../contracts/review/review.ts';
import type { FractureSummary } from '../../../contracts/risk/fracture.ts';
import { isPosition, type Level } from '../../../contracts/levels.ts';
import { GRADED_SPINE } from '../../definitions/fractures.ts';

import type { GradedLevel } from './genant-grade.ts';
import {
  countsAsFracture,
  countsAsIntact,
  gradeInForce,
  LEAST_GRADE,
  type KnownFractures,
} from './known-fractures.ts';

interface Part {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The index is summed over these (Kerkeni S et al., Osteoporos Int 20:1547, 2009: 13 bodies, 0 to 39). */
const INDEXED = GRADED_SPINE.filter((level) => level !== 'L5');
const GREATEST_GRADE = 3;

/** @param grades as measured */
export function deformityIndex(
  grades: ReadonlyMap<Level, GradedLevel>,
  known: KnownFractures,
): FractureSummary['deformityIndex'] {
  const positions = [...grades.keys()].filter(isPosition);
  if (positions.length > 0) return notPlaced(positions, grades);
  const missing: Level[] = [];
  let [value, low, high, measured] = [0, 0, 0, 0];
  for (const level of INDEXED) {
    const found = grades.get(level);
    const part = partOf(found, known.levels.get(level), known.grades.get(level));
    if (part === null) {
      missing.push(level);
      continue;
    }
    value += part.value;
    low += part.low;
    high += part.high;
    measured += found?.fracture.grade ?? 0;
  }
  const complete = missing.length === 0;
  const sure = low === high ? [] : [`range ${low} to ${high} with uncertain grades`];
  const alone = measured === value ? [] : [`${measured} as measured`];
  const aside = [...sure, ...alone].join('; ');
  const told = `sum of grades ${value}${aside === '' ? '' : ` (${aside})`}`;
  const statement = complete
    ? `${told} over all ${INDEXED.length} levels from T4 to L4`
    : missing.length === INDEXED.length
      ? 'not evaluated, as no level was graded'
      : `${told} over ${INDEXED.length - missing.length} of the ${INDEXED.length} levels from T4 to L4; not graded: ${missing.join(', ')}`;
  return { value, low, high, measured, complete, missing, statement };
}

/** Over positions: which of them lie between T4 and L4 is not settled. */
function notPlaced(
  positions: readonly Level[],
  grades: ReadonlyMap<Level, GradedLevel>,
): FractureSummary['deformityIndex'] {
  const parts = positions.map((position) => partOf(grades.get(position), undefined, undefined)!);
  const sum = (pick: (part: Part) => number): number => parts.reduce((all, part) => all + pick(part), 0);
  const [value, low, high] = [sum((part) => part.value), sum((part) => part.low), sum((part) => part.high)];
  const range = low === high ? '' : ` (range ${low} to ${high} with uncertain grades)`;
  const statement = `sum of grades ${value}${range} over ${positions.length} graded ${positions.length === 1 ? 'level' : 'levels'}, which may not all lie between T4 and L4`;
  return { value, low, high, measured: value, complete: false, missing: [], statement };
}

/** Null where nothing is measured and nothing known. */
function partOf(
  found: GradedLevel | undefined,
  known: Parameters<typeof countsAsIntact>[0],
  byReader: ReaderGrade | undefined,
): Part | null {
  const measured = found?.fracture.grade ?? null;
  const grade = gradeInForce(known, measured, byReader);
  if (grade === null) return null;
  if (countsAsIntact(known) || (known === 'read-fractured' && byReader !== undefined))
    return { value: grade, low: grade, high: grade };
  if (found === undefined || grade !== measured)
    return { value: grade, low: LEAST_GRADE, high: GREATEST_GRADE };
  // Nothing is known of how far such a grade is off: it could be any that is not lower than intact.
  const range = found.gradeRange ?? (grade === 0 ? ([0, 0] as const) : ([0, GREATEST_GRADE] as const));
  const least = countsAsFracture(known) ? LEAST_GRADE : 0;
  return {
    value: grade,
    low: Math.max(least, Math.min(grade, range[0])),
    high: Math.max(grade, range[1]),
  };
}
