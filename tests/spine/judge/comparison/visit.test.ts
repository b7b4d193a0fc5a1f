/** What later assessments are held against: the grades in force, so that no broken body counts as a whole one. */
import { beforeAll, expect, test } from 'vitest';

import type { Ct } from '../../../../contracts/ct.ts';
import type { Result, ResultLevel } from '../../../../contracts/result.ts';
import { visitOf } from '../../../../spine/judge/comparison/visit.ts';
import { resultOf } from '../../../../report/result.ts';
import { dataOf, VARIANTS } from '../../../report/page-variants.ts';

let result: Result;
let about: Ct;
beforeAll(async () => {
  const data = await dataOf(VARIANTS.whole!);
  [result, about] = [resultOf(data), data.about!];
});

function gradeOf(part: Partial<ResultLevel>): number | null {
  const level = result.levels.find(({ status }) => status === 'assessed')!;
  const own = { ...level, readGrade: undefined, knownFracture: null, ...part } as ResultLevel;
  return visitOf({ ...result, levels: [own] }, about).levels[0]!.grade;
}
const graded = (grade: number): Partial<ResultLevel> => ({ fracture: { grade } as ResultLevel['fracture'] });

test.each<[string, Partial<ResultLevel>, number | null]>([
  ['measured whole', graded(0), 0],
  ['measured as broken', graded(2), 2],
  ['not measured', { fracture: null }, null],
  ['broken by the history, measured whole', { ...graded(0), knownFracture: 'in-history' }, 1],
  ['broken by the history, not measured', { fracture: null, knownFracture: 'in-history' }, 1],
  ['read as broken, measured whole', { ...graded(0), knownFracture: 'read-fractured' }, 1],
  [
    'read as grade 3',
    { ...graded(1), knownFracture: 'read-fractured', readGrade: { grade: 3, shape: null } },
    3,
  ],
  ['read as whole', { ...graded(2), knownFracture: 'read-intact' }, 0],
  ['broken by accident', { ...graded(2), knownFracture: 'by-accident' }, 2],
])('a body %s', (_, part, grade) => {
  expect(gradeOf(part)).toBe(grade);
});
