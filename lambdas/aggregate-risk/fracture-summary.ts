/** What is said of a study's fractures as a whole. */
import type { FractureSummary } from '../shared/contracts/fracture.ts';
import type { Level } from '../shared/levels.ts';

import type { GradedLevel } from './genant-grade.ts';
import { GRADED_SPINE } from './graded-spine.ts';
import { INTACT_TABLE } from './intact-table.ts';

/** The spine deformity index is the sum of grades over these (recalled, not verified: 13 bodies, 0 to 39). */
const INDEXED = GRADED_SPINE.filter((level) => level !== 'L5');

/** @param grades cranial to caudal */
export function fractureSummary(grades: ReadonlyMap<Level, GradedLevel>): FractureSummary {
  const graded = [...grades.keys()];
  const notGraded = GRADED_SPINE.filter((level) => !grades.has(level));
  const fractured = [...grades].flatMap(
    ([
      level,
      {
        fracture: { grade, needsReader },
      },
    ]) => (grade === 0 ? [] : [{ level, grade, needsReader }]),
  );
  const prompts = [...grades].flatMap(([level, { fracture }]) =>
    (fracture.evidence?.prompts ?? []).map((prompt) => ({ level, prompt })),
  );
  return {
    graded,
    notGraded,
    fractured,
    deformityIndex: deformityIndex(grades),
    prompts,
    table: { id: INTACT_TABLE.id, statement: INTACT_TABLE.statement },
    statement: statementOf(fractured, graded, notGraded),
    flags:
      notGraded.length === 0
        ? []
        : [{ code: 'SPINE_INCOMPLETE', message: `not graded: ${notGraded.join(', ')}` }],
  };
}

function deformityIndex(grades: ReadonlyMap<Level, GradedLevel>): FractureSummary['deformityIndex'] {
  const missing = INDEXED.filter((level) => !grades.has(level));
  let [value, low, high] = [0, 0, 0];
  for (const level of INDEXED) {
    const found = grades.get(level);
    if (found === undefined) continue;
    const { grade } = found.fracture;
    // Nothing is known of how far such a grade is off: it could be any that is not lower than intact.
    const range = found.gradeRange ?? (grade === 0 ? ([0, 0] as const) : ([0, 3] as const));
    value += grade;
    low += Math.min(grade, range[0]);
    high += Math.max(grade, range[1]);
  }
  const complete = missing.length === 0;
  const range = low === high ? '' : ` (${low} to ${high} as the grades are sure)`;
  const statement = complete
    ? `${value}${range}, T4 to L4`
    : `incomplete, ${value}${range} over ${INDEXED.length - missing.length} of ${INDEXED.length} levels; not graded: ${missing.join(', ')}`;
  return { value, low, high, complete, missing, statement };
}

function statementOf(
  fractured: FractureSummary['fractured'],
  graded: readonly Level[],
  notGraded: readonly Level[],
): string {
  if (graded.length === 0) return 'No level could be graded.';
  const seen =
    fractured.length === 0
      ? 'No fracture was found'
      : fractured
          .map(
            ({ level, grade, needsReader }) => `${level} grade ${grade}${needsReader ? ' (possible)' : ''}`,
          )
          .join(', ');
  const open = notGraded.length === 0 ? '' : `; ${notGraded.length} levels from T4 to L5 were not graded`;
  return `${seen}${open}.`;
}
