import { expect, test } from 'vitest';

import { archiveOf, countedGrade } from '../../../bench/query/archive.ts';
import { sourceOf } from '../../../bench/query/documents.ts';
import { gradeOf, whoseGrade } from '../../../report/rows/grade-in-force.ts';
import type { LevelSource } from '../../../report/rows/row-source.ts';
import { LEVEL_COLUMNS } from '../../../report/rows/level-columns.ts';
import { rowOf } from '../../../report/rows/column.ts';

const SIGNED = archiveOf(3, 40).find(
  ({ signed, levels }) => signed && levels.every(({ likely }) => likely === null),
)!;
const source = sourceOf({ ...SIGNED, levels: [{ ...SIGNED.levels[0]!, refusal: null }] });

function of(level: Partial<LevelSource['level']>, readings: readonly string[] = []): LevelSource {
  const { result } = source;
  const review = { ...result.review!, readings: readings.map((one) => ({ level: one, fractured: true })) };
  return {
    ...source,
    result: { ...result, review: review as NonNullable<typeof result.review> },
    level: { ...result.levels[0]!, level: 'L1', ...level },
  };
}
const measured = (grade: 0 | 1 | 2 | 3) => ({ ...source.result.levels[0]!.fracture!, grade });

test.each([
  ['as measured', { fracture: measured(2), knownFracture: null }, [], 2, 'measured'],
  ['not measured, nothing known', { fracture: null, knownFracture: null }, [], null, 'measured'],
  [
    'read as intact in a review',
    { fracture: measured(3), knownFracture: 'read-intact' },
    ['L1'],
    0,
    'reader',
  ],
  [
    'read as intact by the order',
    { fracture: measured(1), knownFracture: 'read-intact' },
    ['L2'],
    0,
    'order',
  ],
  [
    'confirmed without a grade',
    { fracture: measured(2), knownFracture: 'read-fractured' },
    ['L1'],
    2,
    'reader',
  ],
  [
    'confirmed where nothing was lost',
    { fracture: measured(0), knownFracture: 'read-fractured' },
    [],
    1,
    'order',
  ],
  [
    'graded by the reader, lower than measured',
    { fracture: measured(3), knownFracture: 'read-fractured', readGrade: { grade: 1, shape: null } },
    ['L1'],
    1,
    'reader',
  ],
  ['in the history, not measured', { fracture: null, knownFracture: 'in-history' }, [], 1, 'order'],
  [
    'broken by accident, and seen',
    { fracture: measured(3), knownFracture: 'by-accident' },
    ['L1'],
    0,
    'order',
  ],
] as const)('%s', (_, level, readings, grade, who) => {
  const one = of(level, readings);
  expect([gradeOf(one.level), whoseGrade(one)]).toEqual([grade, who]);
  const row = rowOf(LEVEL_COLUMNS, one);
  expect([row.grade_in_force, row.grade_by]).toEqual([grade, grade === null ? null : who]);
  expect(row.grade).toBe(level.fracture?.grade ?? null);
});

test('rows of the digital archive hold the grade that its maker counts, and no reader’s name', () => {
  const read = archiveOf(5, 1000).flatMap((one) => one.levels.map((level, n) => ({ one, level, n })));
  let other = 0;
  for (const { one, level, n } of read.filter(({ level: { refusal } }) => refusal === null)) {
    const its = sourceOf(one);
    const row = rowOf(LEVEL_COLUMNS, { ...its, level: its.result.levels[n]! });
    expect(row.grade_in_force).toBe(countedGrade(level));
    if (row.grade_in_force !== row.grade) other++;
    expect(JSON.stringify(row)).not.toContain('Drawn');
  }
  expect(other).toBeGreaterThan(5);
});
