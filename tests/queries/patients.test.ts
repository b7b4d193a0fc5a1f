import { join } from 'node:path';

import { expect, test } from 'vitest';

import { countedGrade, type TrueAssessment } from '../../bench/query/archive.ts';
import { sourceOf } from '../../bench/query/documents.ts';
import { keyOf, writeRows } from '../../bench/query/tables.ts';
import { rowsOf, type Row } from '../../report/rows/tables.ts';
import { scratchFolder } from '../pipeline/command.ts';

import {
  answer,
  ASSESSED,
  CURRENT,
  grouped,
  isOpen,
  LEVELS,
  openTables,
  rounded,
  seen,
  sortedBy,
} from './archive-tables.ts';

const YEAR_DAYS = 365.25;
const days = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const named = (one: TrueAssessment) => one.levels.every(({ likely }) => likely === null);
const visitsOf = (keyOf: (one: TrueAssessment) => readonly string[]) =>
  grouped(
    ASSESSED.filter(({ patient }) => patient !== null),
    keyOf,
  ).map(({ of }) => sortedBy(of, ({ date, studyId }) => [date, studyId]));

test('high risk: the latest visit of each person without DXA or treatment, and what speaks against it', async () => {
  const people = grouped(ASSESSED, ({ scanner, patient, studyId }) => [scanner.site, patient ?? studyId]);
  const expected = people
    .map(({ of }) =>
      of.reduce((last, one) =>
        one.date > last.date || (one.date === last.date && one.studyId < last.studyId) ? one : last,
      ),
    )
    .map((one) => ({ one, high: one.shares.high + one.shares['very-high'] }))
    .filter(({ one, high }) => high >= 0.5 && one.age >= 50 && one.treated !== true && one.dxa === null);
  const reason = (one: TrueAssessment) => {
    if (!named(one)) return 'names-unsettled';
    return one.levels.some((level) => seen(level) && level.grade > 0 && level.read === null)
      ? 'fracture-unread'
      : 'none';
  };
  expect(expected.length).toBeGreaterThan(10);
  const rows = await answer('high-risk-untreated');
  const told = rows.map((row) => [row[1]!, row[7]!, row[10]!] as const);
  expect(told.map(([study, , why]) => [study, why])).toEqual(
    sortedBy(expected, ({ one, high }) => [-high, one.studyId]).map(({ one }) => [one.studyId, reason(one)]),
  );
  const settled = new Map(expected.map(({ one }) => [one.studyId, !isOpen(one)]));
  expect(new Map(rows.map((row) => [row[1], row[11]]))).toEqual(settled);
  expect(new Set(settled.values()).size).toBe(2);
  expect(new Set(told.map(([, , why]) => why)).size).toBe(3);
});

test('high risk: what is not known speaks against inviting too, and is told as such', async () => {
  const [one] = ASSESSED.filter(({ shares }) => shares.high + shares['very-high'] > 0.5);
  const plain = rowsOf(sourceOf({ ...one!, age: 70, treated: null, dxa: null })).assessments[0]!;
  const known = { ...plain, levels_named: true, fractures_unread: 0 };
  const cases: readonly (readonly [missing: Row, reason: string])[] = [
    [{}, 'none'],
    [{ levels_named: null }, 'names-unsettled'],
    [{ fractures_unread: null }, 'fractures-not-graded'],
    [{ vbmd_mg_cm3: null, vbmd_mg_cm3_low: null, vbmd_mg_cm3_high: null }, 'density-missing'],
    [{ vbmd_mg_cm3_low: null, vbmd_mg_cm3_high: null }, 'interval-missing'],
    [{ vbmd_mg_cm3: 100, vbmd_mg_cm3_low: 70, vbmd_mg_cm3_high: 130 }, 'large-interval'],
  ];
  const folder = scratchFolder();
  const rows = cases.map(([missing], n) => ({ ...known, ...missing, study_id: `${n}`, patient: `${n}` }));
  writeRows(join(folder, keyOf(one!, 'assessments')), 'assessments', rows);
  const told = await answer('high-risk-untreated', {}, await openTables(folder));
  expect(told.map((row) => [row[1], row[10]])).toEqual(cases.map(([, reason], n) => [`${n}`, reason]));
});

test('fractures unread: grade 1 and more that nobody has read', async () => {
  const expected = LEVELS.filter((level) => seen(level) && level.grade >= 2 && level.read === null);
  expect(expected.length).toBeGreaterThan(5);
  const rows = await answer('fractures-unread', { least_grade: '2' });
  expect(rounded(rows.map((row) => [row[1]!, row[4]!, row[5]!, row[7]!]))).toEqual(
    rounded(
      sortedBy(expected, ({ grade, of, level }) => [-grade, of.date, of.studyId, level]).map(
        ({ of, level, grade, loss }) => [of.studyId, level, grade, loss],
      ),
    ),
  );
  const days = expected.map(({ of }) => {
    const dates = CURRENT.filter(({ scanner }) => scanner.site === of.scanner.site).map(({ date }) => date);
    return [of.studyId, (Date.parse(dates.toSorted().at(-1)!) - Date.parse(of.date)) / 86_400_000];
  });
  expect(new Map(rows.map((row) => [row[1], row[8]]))).toEqual(new Map(days as [string, number][]));
});

test('near a cut-off: densities within the distance, nearest first', async () => {
  const expected = ASSESSED.filter(({ vbmd }) => Math.abs(vbmd - 120) <= 6);
  const rows = await answer('near-a-cut-off', { cut_off: '120', within: '6' });
  expect(expected.length).toBeGreaterThan(10);
  expect(rounded(rows.map((row) => [row[1]!, row[4]!, row[6]!, row[10]!]))).toEqual(
    rounded(
      sortedBy(expected, ({ vbmd, studyId }) => [Math.abs(vbmd - 120), studyId]).map((one) => [
        one.studyId,
        one.vbmd,
        120 >= 0.92 * one.vbmd && 120 <= 1.08 * one.vbmd,
        !isOpen(one),
      ]),
    ),
  );
});

test('visits: of every patient with two and more, in order, comparable or not', async () => {
  const visits = visitsOf(({ scanner, patient }) => [scanner.site, patient!]).filter((all) => all.length > 1);
  const expected = visits.flatMap((all) =>
    all.map((one, n) => {
      const before = all[n - 1];
      return [
        one.patient,
        one.studyId,
        n + 1,
        before === undefined
          ? null
          : before.parameterSet === one.parameterSet &&
            before.method === one.method &&
            before.contrast === one.contrast,
        before === undefined ? null : one.vbmd - before.vbmd,
        before === undefined ? null : days(before.date, one.date) / YEAR_DAYS,
      ];
    }),
  );
  const rows = await answer('visits');
  expect(expected.length).toBeGreaterThan(40);
  expect(
    rounded(
      rows.map((row) => [row[0]!, row[2]!, row[3]!, row[11] ?? null, row[12] ?? null, row[13] ?? null]),
    ),
  ).toEqual(rounded(sortedBy(expected, ([patient, , visit]) => [patient!, visit!])));
  const [first] = expected;
  const one = await answer('visits', { patient: String(first![0]) });
  expect(one.map((row) => row[0])).toEqual(rows.filter((row) => row[0] === first![0]).map((row) => row[0]));
});

test('fast loss: between the first and the last visit with the same method and contrast phase', async () => {
  const expected = visitsOf(({ scanner, patient, parameterSet, method, contrast }) => [
    scanner.site,
    patient!,
    parameterSet,
    method,
    contrast,
  ])
    .map((all) => ({ first: all[0]!, last: all.at(-1)! }))
    .map(({ first, last }) => ({
      last,
      years: days(first.date, last.date) / YEAR_DAYS,
      loss: first.vbmd - last.vbmd,
    }))
    .filter(({ years, loss }) => years >= 0.9 && loss >= 3 * years);
  const rows = await answer('fast-loss');
  expect(expected.length).toBeGreaterThan(3);
  expect(rounded(rows.map((row) => [row[0]!, row[6]!, row[7]!]))).toEqual(
    rounded(
      sortedBy(expected, ({ last, years, loss }) => [-loss / years, last.patient]).map(
        ({ last, years, loss }) => [last.patient, years, loss / years],
      ),
    ),
  );
});

test('new fractures: intact at one visit, fractured at the next', async () => {
  const chains = grouped(
    LEVELS.filter((level) => seen(level) && level.likely === null && level.of.patient !== null),
    ({ of, level }) => [of.scanner.site, of.patient, level],
  ).map(({ of }) => sortedBy(of, (level) => [level.of.date, level.of.studyId]));
  const expected = chains.flatMap((all) =>
    all.flatMap((now, n) =>
      n > 0 && countedGrade(all[n - 1]!) === 0 && countedGrade(now) >= 1
        ? [[now.of.patient, now.level, all[n - 1]!.of.date, now.of.date, countedGrade(now)]]
        : [],
    ),
  );
  const rows = await answer('new-fractures');
  expect(expected.length).toBeGreaterThan(3);
  expect(rows.map((row) => [row[0], row[2], row[3], row[4], row[5]])).toEqual(
    sortedBy(expected, ([patient, level, , on]) => [on!, patient!, level!]),
  );
});
