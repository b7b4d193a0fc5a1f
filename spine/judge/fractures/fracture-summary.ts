/** What is said of a study's fractures as a whole: as read by a reader or known from the history, with what was measured beside it. */
import type { FractureSummary } from '../../../contracts/risk/fracture.ts';
import { bothWords, measuredWords } from './fracture-words.ts';
import { ALL_LEVELS, type Level } from '../../../contracts/levels.ts';

import { deformityIndex } from './deformity-index.ts';
import type { GradedLevel } from './genant-grade.ts';
import { ungraded, ungradedText, type Ungraded } from './ungraded.ts';
import { INTACT_TABLE, INTACT_TABLE_SHA256 } from './reference/intact-table.ts';
import { NOTHING_KNOWN, type KnownFractures } from './known-fractures.ts';

/**
 * @param grades as measured, cranial to caudal
 * @param against why no level was graded; null where that is not known, or some were
 */
export function fractureSummary(
  grades: ReadonlyMap<Level, GradedLevel>,
  known: KnownFractures = NOTHING_KNOWN,
  against: string | null = null,
): FractureSummary {
  const graded = [...grades.keys()];
  const open = ungraded(grades, known);
  const prompts = [...grades].flatMap(([level, { fracture }]) =>
    (fracture.evidence?.prompts ?? []).map((prompt) => ({ level, prompt })),
  );
  return {
    graded,
    notGraded: open.levels,
    fractured: fracturedOf(grades, known),
    deformityIndex: deformityIndex(grades, known),
    prompts,
    table: { id: INTACT_TABLE.id, sha256: INTACT_TABLE_SHA256, statement: INTACT_TABLE.statement },
    statement: statementOf(grades, known, open, against),
    flags:
      open.count === 0 ? [] : [{ code: 'SPINE_INCOMPLETE', message: `not graded: ${ungradedText(open)}` }],
  };
}

function fracturedOf(
  grades: ReadonlyMap<Level, GradedLevel>,
  { levels }: KnownFractures,
): FractureSummary['fractured'] {
  return ALL_LEVELS.flatMap((level) => {
    const known = levels.get(level);
    const fracture = grades.get(level)?.fracture;
    if (known === 'read-intact' || (known === undefined && (fracture?.grade ?? 0) === 0)) return [];
    const needsReader = known !== 'read-fractured' && fracture?.needsReader === true;
    return [
      { level, grade: fracture?.grade ?? null, needsReader, ...(known === undefined ? {} : { known }) },
    ];
  });
}

function statementOf(
  grades: ReadonlyMap<Level, GradedLevel>,
  { levels, grades: byReader, unplaced }: KnownFractures,
  open: Ungraded,
  against: string | null,
): string {
  const told: string[] = [];
  const unsure: Level[] = [];
  for (const level of ALL_LEVELS) {
    const known = levels.get(level);
    const fracture = grades.get(level)?.fracture ?? null;
    if (known !== undefined) {
      // A reader who agrees with the measurement adds nothing to it.
      if (known !== 'read-intact' || (fracture?.grade ?? 0) > 0)
        told.push(`${level}: ${bothWords(known, fracture, byReader.get(level))}`);
    } else if (fracture !== null && fracture.grade > 0) {
      const possible = fracture.needsReader ? ' (possible, to be confirmed by the reader)' : '';
      told.push(`${level}: ${measuredWords(fracture)}${possible}`);
    } else if (fracture?.needsReader === true) unsure.push(level);
  }
  if (unplaced > 0) told.push(`${unplaced} in the history, level not stated`);
  const [first, last] = [[...grades.keys()][0], [...grades.keys()].at(-1)];
  const found = told.length > 0 ? told.join('; ') : 'No fracture of grade 1 or higher';
  return [
    grades.size === 0 ? `Not evaluated: ${against ?? 'no level was graded'}.` : '',
    grades.size === 0 && told.length === 0 ? '' : `${found}.`,
    grades.size === 0 ? '' : `${plural(grades.size)} graded (${range(first!, last!)}).`,
    unsure.length === 0
      ? ''
      : `Grade 0, fracture not excluded, to be confirmed by the reader: ${unsure.join(', ')}.`,
    grades.size === 0 || open.count === 0 ? '' : `${plural(open.count)} between T4 and L5 not graded.`,
  ]
    .filter(Boolean)
    .join(' ');
}

function plural(count: number): string {
  return count === 1 ? '1 level' : `${count} levels`;
}

function range(first: Level, last: Level): string {
  return first === last ? first : `${first} to ${last}`;
}
