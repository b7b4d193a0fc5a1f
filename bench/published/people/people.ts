/**
 * The people of VerSe 2019: their scans in the published table (`benchmark.ts`) and the Genant grades of their bodies (Löffler MT et
 * al., Radiol Artif Intell 2020, e190138, CC BY-SA 4.0), which say who is intact.
 */
import { readFileSync } from 'node:fs';

import { rowsOf, type PublishedCase } from '../benchmark.ts';

export interface GradedBody {
  readonly subject: number;
  /** Number of the scan in the published table, where the file says it. */
  readonly scan: number | null;
  /** Of a subject with several scans, by rising number; null where the row is of the person. */
  readonly series: number | null;
  readonly level: string;
  readonly grade: 0 | 1 | 2 | 3;
}

export type Status = 'intact' | 'grade 1' | 'grade 2-3';

export interface Person {
  readonly subject: number;
  readonly sex: 'female' | 'male';
  /** By the highest grade among all scans of the person; null where fewer bodies than `LEAST_GRADED` were graded and none is fractured. */
  readonly status: Status | null;
  /** Whether the person had a DXA, as those with scans below `FIRST_WITHOUT_DXA` had and the others had not: older people, on the whole. */
  readonly dxa: boolean;
  readonly scans: readonly PublishedCase[];
}

/** Whose bodies are intact where fewer are graded may well have a fracture out of view (design value). */
export const LEAST_GRADED = 4;

/** By the counts of table 1: 76 women and 31 men are below it, and had one. */
const FIRST_WITHOUT_DXA = 200;

const SUBJECT = /^sub-verse(\d+)(?:_series(\d+))?$/;
const SCAN = /^verse(\d+)$/;

export function readGrades(path: string): readonly GradedBody[] {
  return rowsOf(readFileSync(path, 'utf8')).map((row): GradedBody => {
    const [subject, scan, grade] = ['subject', 'scan_id', 'genant_grade'].map((name) => row.get(name) ?? '');
    const named = SUBJECT.exec(subject!);
    const of = SCAN.exec(scan!);
    if (named === null || (scan !== '' && of === null) || !/^[0-3]$/.test(grade!))
      throw new RangeError(`${path}: saw ${subject}, ${scan}, grade ${grade}`);
    return {
      subject: Number(named[1]),
      scan: of === null ? null : Number(of[1]),
      series: named[2] === undefined ? null : Number(named[2]),
      level: row.get('level')!,
      grade: Number(grade) as GradedBody['grade'],
    };
  });
}

/**
 * Grades of one scan: its own, or, of a person with several, those of its series, which follow the numbers of the scans; grades of a
 * person with one scan are that scan's.
 */
export function gradesOfScan(
  scan: PublishedCase,
  scans: readonly PublishedCase[],
  grades: readonly GradedBody[],
): ReadonlyMap<string, GradedBody['grade']> {
  const number = Number(scan.id);
  const own = grades.filter(({ subject }) => subject === scan.subject);
  const order = scans
    .filter(({ subject }) => subject === scan.subject)
    .map(({ id }) => Number(id))
    .toSorted((a, b) => a - b);
  const of = own.filter(({ scan: named, series }) =>
    order.length === 1 ? true : series === null ? named === number : order[series] === number,
  );
  return new Map(of.map(({ level, grade }) => [level, grade]));
}

/** One for each subject of the table, in the order of their numbers. */
export function peopleOf(cases: readonly PublishedCase[], grades: readonly GradedBody[]): readonly Person[] {
  const subjects = [...new Set(cases.map(({ subject }) => subject))].toSorted((a, b) => a - b);
  return subjects.map((subject): Person => {
    const scans = cases.filter((one) => one.subject === subject);
    const own = grades.filter((body) => body.subject === subject);
    const sexes = new Set(scans.map(({ sex }) => sex));
    if (sexes.size > 1) throw new RangeError(`subject ${subject}: saw both sexes`);
    return {
      subject,
      sex: sexes.has('F') ? 'female' : 'male',
      status: statusOf(own),
      dxa: scans.some(({ id }) => Number(id) < FIRST_WITHOUT_DXA),
      scans,
    };
  });
}

export function statusOf(own: readonly Pick<GradedBody, 'level' | 'grade'>[]): Status | null {
  const worst = own.reduce((most, { grade }) => Math.max(most, grade), 0);
  if (worst > 0) return worst === 1 ? 'grade 1' : 'grade 2-3';
  return new Set(own.map(({ level }) => level)).size < LEAST_GRADED ? null : 'intact';
}
