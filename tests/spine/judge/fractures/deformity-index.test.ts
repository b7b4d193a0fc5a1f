import { expect, test } from 'vitest';

import { deformityIndex } from '../../../../spine/judge/fractures/deformity-index.ts';
import type { GradedLevel } from '../../../../spine/judge/fractures/genant-grade.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';
import type { Grade } from '../../../../spine/judge/fractures/judged-loss.ts';
import type { KnownFracture } from '../../../../contracts/risk/fracture.ts';
import type { Level } from '../../../../contracts/levels.ts';

function graded(grade: Grade, gradeRange: readonly [Grade, Grade] | null = [grade, grade]): GradedLevel {
  const lossPercent = { wedge: 0, biconcave: 0, crush: null };
  return {
    fracture: { grade, shape: null, needsReader: false, lossPercent, reference: 'test' },
    gradeRange,
    doubt: null,
    flags: [],
  };
}
function index(
  changed: Partial<Record<Level, GradedLevel | null>>,
  known: Partial<Record<Level, KnownFracture>> = {},
) {
  const all = GRADED_SPINE.map((level): [Level, GradedLevel | null] => [level, level in changed ? changed[level]! : graded(0)]); // prettier-ignore
  const grades = new Map(all.filter((entry): entry is [Level, GradedLevel] => entry[1] !== null));
  return deformityIndex(grades, { levels: new Map(Object.entries(known) as [Level, KnownFracture][]), grades: new Map(), inHistory: 0, unplaced: 0 }); // prettier-ignore
}

test.each<
  [string, Parameters<typeof index>, readonly [value: number, low: number, high: number, measured: number]]
>([
  ['sure grades add up', [{ T8: graded(2), L1: graded(3), L4: graded(1) }], [6, 6, 6, 6]],
  ['L5 is no part of it', [{ L5: graded(3) }], [0, 0, 0, 0]],
  ['a range counts at both ends', [{ L1: graded(2, [1, 3]), T8: graded(1, [0, 2]) }], [3, 1, 5, 3]],
  ['a grade above 0 of no range may be any', [{ L1: graded(2, null) }], [2, 0, 3, 2]],
  ['a grade 0 of no range is 0', [{ L1: graded(0, null) }], [0, 0, 0, 0]],
  ['a range never leaves the grade out', [{ L1: graded(2, [0, 1]) }], [2, 0, 2, 2]],
  ['and not above either', [{ L1: graded(1, [2, 3]) }], [1, 1, 3, 1]],
  ['read as fractured without a grade', [{}, { L1: 'read-fractured' }], [1, 1, 3, 0]],
  ['read as fractured, with one', [{ L1: graded(2, [0, 3]) }, { L1: 'read-fractured' }], [2, 1, 3, 2]],
  ['fractured by history, not measured', [{ L1: null }, { L1: 'in-history' }], [1, 1, 3, 0]],
  ['read as intact', [{ L1: graded(3) }, { L1: 'read-intact' }], [0, 0, 0, 3]],
  ['by accident', [{ L1: graded(3) }, { L1: 'by-accident' }], [0, 0, 0, 3]],
])('%s', (_, input, [value, low, high, measured]) => {
  expect(index(...input)).toMatchObject({ value, low, high, measured, complete: true, missing: [] });
});

test('what is neither measured nor known is missing', () => {
  const found = index({ T5: null, L2: null, L3: null }, { L3: 'read-intact' });
  expect(found).toMatchObject({ complete: false, missing: ['T5', 'L2'] });
  expect(found.statement).toBe('sum of grades 0 over 11 of the 13 levels from T4 to L4; not graded: T5, L2');
});

test('range and measured sum stand beside it where they differ', () => {
  expect(index({ L1: graded(2, [1, 3]) }).statement).toBe(
    'sum of grades 2 (range 1 to 3 with uncertain grades) over all 13 levels from T4 to L4',
  );
  expect(index({ L1: graded(3) }, { L1: 'read-intact' }).statement).toBe(
    'sum of grades 0 (3 as measured) over all 13 levels from T4 to L4',
  );
  expect(index({ L1: graded(0) }, { L1: 'in-history' }).statement).toBe(
    'sum of grades 1 (range 1 to 3 with uncertain grades; 0 as measured) over all 13 levels from T4 to L4',
  );
  expect(index({ L1: graded(2) }).statement).toBe('sum of grades 2 over all 13 levels from T4 to L4');
});

test('positions add up by themselves, and may not all belong to it', () => {
  const over = (grades: Partial<Record<Level, GradedLevel>>) =>
    deformityIndex(new Map(Object.entries(grades) as [Level, GradedLevel][]), NOTHING_KNOWN);
  expect(over({ V3: graded(2, [1, 3]), V2: graded(0), V1: graded(1, [1, 2]) })).toEqual({
    value: 3,
    low: 2,
    high: 5,
    measured: 3,
    complete: false,
    missing: [],
    statement:
      'sum of grades 3 (range 2 to 5 with uncertain grades) over 3 graded levels, which may not all lie between T4 and L4',
  });
  expect(over({ V1: graded(2) }).statement).toMatch(/^sum of grades 2 over 1 graded level, which may not/);
});
