/** Whose grades are whose: scans of the published table against the Genant grades of VerSe 2019. */
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { readCases, type PublishedCase } from '../../../../bench/published/benchmark.ts';
import {
  gradesOfScan,
  peopleOf,
  readGrades,
  statusOf,
  type GradedBody,
} from '../../../../bench/published/people/people.ts';
import { lacksSharedData, sharedData } from '../../../shared-data.ts';

const scanOf = (id: string, subject: number): PublishedCase =>
  ({ id, subject, sex: 'F', reactions: new Map() }) as unknown as PublishedCase;
const body = (level: string, grade: GradedBody['grade'], rest: Partial<GradedBody> = {}): GradedBody => ({
  ...{ subject: 401, scan: null, series: null },
  ...{ level, grade },
  ...rest,
});

describe('grades of a scan', () => {
  // The table lists the later number first.
  const scans = [scanOf('253.0', 401), scanOf('201.0', 401), scanOf('4.0', 4)];
  const grades = [
    body('T1', 0, { series: 0 }),
    body('T1', 1, { series: 1 }),
    body('L1', 2, { scan: 253 }),
    body('L2', 3, { subject: 4 }),
  ];

  test('of a person with several are those of its series, by rising number, and those that name it', () => {
    expect([...gradesOfScan(scans[1]!, scans, grades)]).toEqual([['T1', 0]]);
    expect([...gradesOfScan(scans[0]!, scans, grades)]).toEqual([
      ['T1', 1],
      ['L1', 2],
    ]);
  });

  test('of a person with one are all of the person', () => {
    expect([...gradesOfScan(scans[2]!, scans, grades)]).toEqual([['L2', 3]]);
  });

  test('make a person fractured whichever scan shows the fracture, by the highest grade', () => {
    const [four, several] = peopleOf(scans, grades);
    expect(four).toMatchObject({ subject: 4, status: 'grade 2-3', sex: 'female' });
    expect(several).toMatchObject({ subject: 401, status: 'grade 2-3' });
    expect(several!.scans.map(({ id }) => id)).toEqual(['253.0', '201.0']);
  });
});

test('nobody is called intact of fewer than four bodies, nor of one that was graded twice', () => {
  const of = (...levels: string[]): GradedBody[] => levels.map((level) => body(level, 0));
  expect(statusOf(of('L1', 'L2', 'L3', 'L4'))).toBe('intact');
  expect(statusOf(of('L1', 'L2', 'L3', 'L3'))).toBeNull();
  expect(statusOf([])).toBeNull();
  expect(statusOf([...of('L1'), body('L2', 1)])).toBe('grade 1');
});

const DATA = ['verse004-l2/', 'verse19-genant/'];
describe.skipIf(DATA.some(lacksSharedData))('the shared tables', () => {
  const cases = lacksSharedData(DATA[0]!)
    ? []
    : readCases(sharedData('verse004-l2/verse19fem_AppendixA.csv'));
  const grades = lacksSharedData(DATA[1]!)
    ? []
    : readGrades(sharedData('verse19-genant/verse19_genant_merged.csv'));

  test('are of the same people: of 1,175 bodies that were graded and modelled all but 4 are intact, and no intact one is missing but 1', () => {
    let [both, intact, missing] = [0, 0, 0];
    for (const scan of cases)
      for (const [level, grade] of gradesOfScan(scan, cases, grades)) {
        const modelled = (scan.reactions as ReadonlyMap<string, number>).has(level);
        if (modelled) both++;
        if (modelled && grade === 0) intact++;
        if (!modelled && grade === 0) missing++;
      }
    expect([both, intact, missing]).toEqual([1175, 1171, 1]);
  });

  test('would not fit another person: taken from the next subject, one in twelve would be fractured', () => {
    const subjects = [...new Set(cases.map(({ subject }) => subject))].toSorted((a, b) => a - b);
    const next = (subject: number): number => subjects[(subjects.indexOf(subject) + 1) % subjects.length]!;
    let [both, intact] = [0, 0];
    for (const scan of cases)
      for (const { level, grade } of grades.filter(({ subject }) => subject === next(scan.subject)))
        if ((scan.reactions as ReadonlyMap<string, number>).has(level)) {
          both++;
          if (grade === 0) intact++;
        }
    expect(intact / both).toBeLessThan(0.92);
  });

  test('have 141 people, 92 women; fractured in their first scan are 19 men and 61 women, as table 1 counts them', () => {
    const people = peopleOf(cases, grades);
    expect(people).toHaveLength(141);
    expect(people.filter(({ sex }) => sex === 'female')).toHaveLength(92);
    const first = people.filter(({ scans }) => {
      const [scan] = scans.toSorted((a, b) => Number(a.id) - Number(b.id));
      return [...gradesOfScan(scan!, cases, grades).values()].some((grade) => grade > 0);
    });
    expect(first.filter(({ sex }) => sex === 'male')).toHaveLength(19);
    expect(first.filter(({ sex }) => sex === 'female')).toHaveLength(61);
  });

  test('have the 76 women and 31 men with DXA of table 1, those whose scans begin below 200', () => {
    const people = peopleOf(cases, grades).filter(({ dxa }) => dxa);
    expect(people.filter(({ sex }) => sex === 'female')).toHaveLength(76);
    expect(people.filter(({ sex }) => sex === 'male')).toHaveLength(31);
    const table = readFileSync(sharedData('verse004-l2/verse19fem_table_1.csv'), 'utf8');
    expect(table).toContain('Received DXA,107 (75.9%),31 (63.3%),76 (82.6%)');
  });

  test('call nobody foreign but those whom the column names, 13 people', () => {
    expect(new Set(cases.filter(({ foreign }) => foreign).map(({ subject }) => subject)).size).toBe(13);
  });
});
