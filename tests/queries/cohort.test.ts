import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { countedGrade, type TrueAssessment, type TrueLevel } from '../../bench/query/archive.ts';
import { densityCategory, sourceOf } from '../../bench/query/documents.ts';
import { keyOf, writePacked, writeRows } from '../../bench/query/tables.ts';
import { DEFAULT_PARAMETER_SET } from '../../contracts/parameter-set-ids.ts';
import { RISK_CATEGORIES } from '../../contracts/risk/overall.ts';
import type { Level } from '../../contracts/levels.ts';
import type { ResultLevel } from '../../contracts/result.ts';
import { allQueries, catalogue } from '../../lambdas/shared/queries/catalog.ts';
import { parquetOf } from '../../lambdas/shared/rows/parquet.ts';
import { rowsOf, TABLES } from '../../report/rows/tables.ts';
import { scratchFolder } from '../pipeline/command.ts';

import {
  answer,
  ASSESSED,
  CURRENT,
  grouped,
  isOpen,
  LEVELS,
  mean,
  openTables,
  type OpenTables,
  rounded,
  sd,
  seen,
  sortedBy,
} from './archive-tables.ts';

const ORDER: readonly Level[] = ['T11', 'T12', 'L1', 'L2', 'L3', 'L4'];
const NAMED = LEVELS.filter((level) => seen(level) && level.likely === null);

test('density and strength by age and sex, by plain code over the results themselves', async () => {
  const results = CURRENT.map((one) => sourceOf(one).result).filter(({ outcome }) => outcome === 'assessed');
  const expected = grouped(results, ({ subject }) => [
    subject!.sex,
    10 * Math.floor(subject!.ageYears! / 10),
  ]).map(({ key, of }) => {
    const vbmd = of.map(({ density }) => density!.vbmd!.value);
    const strength = of.map((one) => one.strength!.l1Equivalent!.value);
    return [...key, of.length, mean(vbmd), sd(vbmd), of.length, mean(strength), sd(strength), 0];
  });
  expect(rounded(await answer('density-and-strength-by-age-sex'))).toEqual(
    rounded(sortedBy(expected, ([sex, age]) => [sex!, age!])),
  );
});

test('risk by age and sex: shares of each decade sum to 1', async () => {
  const decade = (age: number) => 10 * Math.floor(Math.min(age, 90) / 10);
  const all = grouped(ASSESSED, ({ sex, age }) => [sex, decade(age)]);
  const expected = all.flatMap(({ key, of }) =>
    RISK_CATEGORIES.toSorted().flatMap((category) => {
      const studies = of.filter((one) => one.category === category);
      const share = studies.length / of.length;
      return studies.length === 0
        ? []
        : [[...key, category, studies.length, share, studies.filter(isOpen).length]];
    }),
  );
  expect(new Set(expected.map((row) => Number(row.at(-1)) > 0)).size).toBe(2);
  expect(rounded(await answer('risk-by-age-sex'))).toEqual(rounded(expected));
});

test('profiles by level: against L1 of the same study', async () => {
  const expected = ORDER.map((name) => {
    const of = NAMED.filter(({ level }) => level === name);
    const withL1 = of.flatMap((level) => {
      const l1 = level.of.levels.find((one) => one.level === 'L1' && seen(one));
      return l1 === undefined ? [] : [{ level, l1 }];
    });
    return [
      name,
      of.length,
      mean(of.map(({ vbmd }) => vbmd)),
      mean(withL1.map(({ level, l1 }) => level.vbmd / l1.vbmd)),
      mean(of.map(({ strength }) => strength)),
      mean(withL1.map(({ level, l1 }) => level.strength / l1.strength)),
      0,
      mean(of.map(({ height }) => height)),
    ];
  });
  expect(rounded(await answer('profiles-by-level'))).toEqual(rounded(expected));
});

test('fractures by level, by plain code over the results themselves', async () => {
  const levels = CURRENT.flatMap((one) => sourceOf(one).result.levels).filter(
    ({ fracture, candidates }) => fracture !== null && candidates === null,
  );
  const counted = ({ fracture, knownFracture, readGrade }: ResultLevel): number => {
    if (knownFracture === 'read-intact' || knownFracture === 'by-accident') return 0;
    if (readGrade !== undefined) return readGrade.grade;
    return knownFracture === null ? fracture!.grade : Math.max(1, fracture!.grade);
  };
  expect(levels.filter((level) => counted(level) > level.fracture!.grade).length).toBeGreaterThan(1);
  const expected = ORDER.map((name) => {
    const of = levels.filter(({ level }) => level === name);
    const grades = (least: number, most: number) =>
      of.filter((level) => counted(level) >= least && counted(level) <= most);
    const intact = of.filter(
      ({ fracture, knownFracture }) => fracture!.grade > 0 && knownFracture === 'read-intact',
    ).length;
    return [
      name,
      of.length,
      grades(1, 1).length,
      grades(2, 2).length,
      grades(3, 3).length,
      grades(1, 3).length / of.length,
      intact,
    ];
  });
  expect(expected.some((row) => Number(row[6]) > 0)).toBe(true);
  expect(rounded(await answer('fractures-by-level'))).toEqual(rounded(expected));
});

test('grades that were read against the measured ones', async () => {
  const read = LEVELS.filter((level) => level.read !== null).map((level) => ({
    by: level.of.signed && level.likely === null && level.read!.startsWith('read-') ? 'reader' : 'order',
    measured: seen(level) ? level.grade : null,
    counted: countedGrade(seen(level) ? level : { ...level, grade: 0 }),
  }));
  const expected = grouped(read, ({ by, measured, counted }) => [by, measured, counted]);
  expect(new Set(expected.map(({ key }) => key[0])).size).toBe(2);
  expect(await answer('grades-read')).toEqual(expected.map(({ key, of }) => [...key, of.length]));
});

test('rows that were written before grades in force were stored are counted all the same', async () => {
  const folder = scratchFolder();
  const added = ['grade_in_force', 'grade_by', 'read_grade'];
  const old = TABLES.levels.columns.filter(({ name }) => !added.includes(name));
  expect(TABLES.levels.columns.filter(({ since }) => since > 1).map(({ name }) => name)).toEqual(added);
  const of = ASSESSED.filter(({ levels }) =>
    levels.some(({ read, likely }) => read !== null && likely === null),
  );
  const one = of.find(({ levels }) => levels.some(({ read }) => read === 'read-fractured'))!;
  const { assessments, levels } = rowsOf(sourceOf(one));
  writeRows(join(folder, keyOf(one, 'assessments')), 'assessments', assessments);
  const path = join(folder, keyOf(one, 'levels'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, parquetOf(old, levels));
  const rows = await answer('fractures-by-level', {}, await openTables(folder));
  const fractured = (read: (level: TrueLevel) => number) =>
    one.levels.filter((level) => seen(level) && read(level) > 0).length;
  // The reader's own grade is not there; that there is a fracture, or none, is.
  expect(rows.reduce((sum, row) => sum + Number(row[2]) + Number(row[3]) + Number(row[4]), 0)).toBe(
    fractured(countedGrade),
  );
});

test('levels stand from head to foot: cervical, thoracic, lumbar', async () => {
  const names = ['L1', 'C7', 'T10', 'T9', 'C3', 'L5'];
  const folder = scratchFolder();
  const one = ASSESSED[0]!;
  const { assessments, levels } = rowsOf(sourceOf({ ...one, levels: LEVELS.slice(0, 1) }));
  const each = names.map((level) => ({
    ...levels[0]!,
    level,
    likely_level: null,
    grade: 0,
    status: 'assessed',
  }));
  writeRows(join(folder, keyOf(one, 'assessments')), 'assessments', assessments);
  writeRows(join(folder, keyOf(one, 'levels')), 'levels', each);
  const tables = await openTables(folder);
  for (const query of ['fractures-by-level', 'profiles-by-level'])
    expect((await answer(query, {}, tables)).map(([level]) => level)).toEqual([
      'C3',
      'C7',
      'T9',
      'T10',
      'L1',
      'L5',
    ]);
});

test('strength against density: correlation and line', async () => {
  const expected = grouped(LEVELS.filter(seen), ({ of }) => [of.sex]).map(({ key, of }) => {
    const [x, y] = [of.map(({ vbmd }) => vbmd), of.map(({ strength }) => strength)];
    const [mx, my] = [mean(x)!, mean(y)!];
    const sum = (term: (n: number) => number) => x.reduce((all, _, n) => all + term(n), 0);
    const [xx, yy, xy] = [
      sum((n) => (x[n]! - mx) ** 2),
      sum((n) => (y[n]! - my) ** 2),
      sum((n) => (x[n]! - mx) * (y[n]! - my)),
    ];
    return [...key, of.length, xy / Math.sqrt(xx * yy), xy / xx, my - (xy / xx) * mx, 0];
  });
  const rows = await answer('strength-against-density');
  expect(rows.map((row) => row.slice(0, 2))).toEqual(expected.map((row) => row.slice(0, 2)));
  for (const [n, row] of rows.entries())
    for (const at of [2, 3, 4]) expect(Number(row[at]) / Number(expected[n]![at])).toBeCloseTo(1, 8);
});

test('strengths of one parameter set alone are put together; how many others there are, is told', async () => {
  const all = ASSESSED.map((one, n): TrueAssessment => {
    if (n % 3 > 0) return one;
    const levels = one.levels.map((level) =>
      seen(level) ? { ...level, strength: 2 * level.strength } : level,
    );
    return { ...one, levels, strengthL1: 2 * one.strengthL1, parameterSet: 'osteon-default-3' };
  });
  const mixed = await tablesOf(all);
  const ofSet = all.filter(({ parameterSet }) => parameterSet === DEFAULT_PARAMETER_SET);
  expect(ofSet.length).toBeLessThan(all.length);

  const bySex = await answer('density-and-strength-by-age-sex', { band_years: '200' }, mixed);
  expect(rounded(bySex)).toEqual(
    rounded(
      ['female', 'male'].map((sex) => {
        const [every, own] = [all, ofSet].map((some) => some.filter((one) => one.sex === sex));
        const [vbmd, strength] = [every!.map((one) => one.vbmd), own!.map((one) => one.strengthL1)];
        const studies = [sex, 0, every!.length, mean(vbmd), sd(vbmd)];
        return [...studies, own!.length, mean(strength), sd(strength), every!.length - own!.length];
      }),
    ),
  );

  const levelsOf = (some: readonly TrueAssessment[]) => some.flatMap(({ levels }) => levels.filter(seen));
  const profiles = await answer('profiles-by-level', {}, mixed);
  for (const [level, , , , strength, , leftOut] of profiles) {
    const [every, own] = [all, ofSet].map((some) =>
      levelsOf(some).filter((one) => one.level === level && one.likely === null),
    );
    expect(Number(strength)).toBeCloseTo(mean(own!.map((one) => one.strength))!, 6);
    expect(leftOut).toBe(every!.length - own!.length);
  }

  const [mixedRows, ownRows] = [
    await answer('strength-against-density', {}, mixed),
    await answer('strength-against-density', {}, await tablesOf(ofSet)),
  ];
  expect(rounded(mixedRows.map((row) => row.slice(0, -1)))).toEqual(
    rounded(ownRows.map((row) => row.slice(0, -1))),
  );
  expect(mixedRows.map((row) => Number(row.at(-1))).reduce((sum, one) => sum + one, 0)).toBe(
    levelsOf(all).length - levelsOf(ofSet).length,
  );
});

test('a query that puts strengths together does so of the default parameter set', () => {
  const queries = allQueries(catalogue()).flatMap(({ parameters }) => parameters);
  const of = queries.filter(({ name }) => name === 'parameters');
  expect(of.map(({ byDefault }) => byDefault)).toEqual([1, 2, 3].map(() => DEFAULT_PARAMETER_SET));
});

async function tablesOf(some: readonly TrueAssessment[]): Promise<OpenTables> {
  const folder = scratchFolder();
  writePacked(folder, some);
  return openTables(folder);
}

test('weak for their density: normal density, low strength', async () => {
  const expected = ASSESSED.filter(
    ({ vbmd, strengthZ }) => densityCategory(vbmd) === 'normal' && strengthZ <= 0.6,
  );
  expect(expected.length).toBeGreaterThan(3);
  expect((await answer('weak-for-their-density', { most_z: '0.6' })).map((row) => row[0])).toEqual(
    sortedBy(expected, ({ strengthZ, studyId }) => [strengthZ, studyId]).map(({ studyId }) => studyId),
  );
});

test('what is missing: counted, and how often the category is unsure', async () => {
  const expected = grouped(
    ASSESSED.filter(({ missing }) => missing !== null),
    ({ missing }) => [missing],
  ).map(({ key, of }) => [
    ...key,
    of.length,
    of.filter(({ shares, category }) => shares[category] < 2 / 3).length,
  ]);
  expect(await answer('what-is-missing')).toEqual(
    sortedBy(expected, ([item, studies]) => [-Number(studies), item!]),
  );
});
