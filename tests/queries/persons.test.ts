/** Which studies are one person's: from what headers say to what the queries over patients join. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

import { sourceOf } from '../../bench/query/documents.ts';
import { keyOf } from '../../bench/query/tables.ts';
import { parquetOf } from '../../lambdas/shared/rows/parquet.ts';
import { macByKey, patientPseudonyms, pseudonyms } from '../../lambdas/shared/rows/pseudonym.ts';
import { COHORT_SQL } from '../../local/query/cohort/cohort.ts';
import { ASSESSMENT_TABLES, rowsOf, TABLES } from '../../report/rows/tables.ts';
import { scratchFolder } from '../pipeline/command.ts';

import { answer, asked, ASSESSED, openTables, type OpenTables } from './archive-tables.ts';

const PSEUDONYM = pseudonyms(macByKey(Buffer.alloc(32, 7)));
const [ONE] = ASSESSED.filter(({ levels }) => levels.every(({ refusal, likely }) => !refusal && !likely));

interface Told {
  readonly id: string | null;
  readonly issuer?: string;
  readonly born?: string;
  readonly sex?: 'female' | 'male';
  readonly age?: number;
  readonly year?: number;
  readonly vbmd?: number;
  readonly grade?: 0 | 2;
  readonly parameterSet?: 'osteon-default-3' | 'osteon-default-4';
  /** Of files written before an edition: their columns alone. */
  readonly edition?: number;
}

/** One study each, named A, B, C ... in their order. */
async function studies(...all: readonly Told[]): Promise<OpenTables> {
  const folder = scratchFolder();
  for (const [n, told] of all.entries()) {
    const { id, issuer, born, sex = 'female', age = 70, year = 2024, vbmd = 100, grade = 0, edition } = told;
    const levels = ONE!.levels.map((level) => ({ ...level, grade, read: null, readGrade: null }));
    const { parameterSet = 'osteon-default-4' } = told;
    const of = { sex, age, date: `${year}-06-01`, vbmd, levels, parameterSet, treated: null, dxa: null };
    const one = { ...ONE!, ...of, studyId: 'ABCDEFGH'[n]! };
    const source = sourceOf(one);
    const issued = issuer === undefined ? {} : { idIssuer: issuer };
    const header = { ...source.ct!.patient, id, ...issued, birthDate: born ?? null };
    const patient = await patientPseudonyms(PSEUDONYM, one.scanner.site, header);
    const rows = rowsOf({ ...source, patient });
    for (const table of ASSESSMENT_TABLES) {
      const path = join(folder, keyOf(one, table));
      mkdirSync(dirname(path), { recursive: true });
      const columns = TABLES[table].columns.filter(({ since }) => since <= (edition ?? since));
      writeFileSync(path, parquetOf(columns, rows[table]));
    }
  }
  return openTables(folder);
}

/** The studies of each person, as the view has them. */
async function persons(...all: readonly Told[]): Promise<readonly string[]> {
  const { rows } = await asked(
    'SELECT person, study_id FROM persons ORDER BY study_id',
    await studies(...all),
  );
  return [...Map.groupBy(rows, ([person]) => person).values()].map((of) =>
    of.map(([, study]) => study).join(''),
  );
}

test.each<[string, readonly Told[], readonly string[]]>([
  [
    'one ID of one issuer, however it is written',
    [
      { id: '7', issuer: 'North' },
      { id: '7', issuer: ' NORTH' },
    ],
    ['AB'],
  ],
  [
    'one ID of two issuers',
    [
      { id: '7', issuer: 'North' },
      { id: '7', issuer: 'South' },
      { id: '7', issuer: 'North' },
    ],
    ['AC', 'B'],
  ],
  [
    'without an issuer, and with the only one there is',
    [{ id: '7' }, { id: '7', issuer: 'North' }, { id: '7' }],
    ['ABC'],
  ],
  [
    'an issuer that says nothing',
    [
      { id: '7', issuer: 'North' },
      { id: '7', issuer: 'UNKNOWN' },
    ],
    ['AB'],
  ],
  [
    'without an issuer, where there are two: nobody’s',
    [{ id: '7' }, { id: '7', issuer: 'North' }, { id: '7', issuer: 'South' }],
    ['B', 'C'],
  ],
  [
    'two dates of birth; who has none is nobody',
    [{ id: '7', born: '1950-02-03' }, { id: '7', born: '1950-02-04' }, { id: '7' }],
    ['A', 'B'],
  ],
  ['one date of birth, and none', [{ id: '7', born: '1950-02-03' }, { id: '7' }], ['AB']],
  [
    'dates of birth within one issuer, not across',
    [
      { id: '7', issuer: 'N', born: '1950-02-03' },
      { id: '7', issuer: 'S', born: '1950-02-03' },
      { id: '7', issuer: 'N' },
    ],
    ['AC', 'B'],
  ],
  [
    'two sexes',
    [
      { id: '7', sex: 'female' },
      { id: '7', sex: 'male' },
    ],
    ['A', 'B'],
  ],
  [
    'ages that fit the years between',
    [
      { id: '7', age: 70, year: 2020 },
      { id: '7', age: 76, year: 2025 },
    ],
    ['AB'],
  ],
  [
    'ages that do not: nobody is told',
    [
      { id: '7', age: 70, year: 2020 },
      { id: '7', age: 71, year: 2025 },
    ],
    [],
  ],
  [
    'ages that are told as one',
    [
      { id: '7', age: 90, year: 2020 },
      { id: '7', age: 90, year: 2025 },
    ],
    ['AB'],
  ],
  [
    'IDs that many have, and none',
    [
      { id: '0' },
      { id: '0' },
      { id: 'ANONYMOUS' },
      { id: 'anonymous' },
      { id: '' },
      { id: ' ' },
      { id: null },
    ],
    [],
  ],
  [
    'rows of an edition before, by the ID alone',
    [
      { id: '7', edition: 2 },
      { id: '7', edition: 2 },
      { id: '8', edition: 2 },
    ],
    ['AB', 'C'],
  ],
  [
    'those with rows of now',
    [
      { id: '7', edition: 2 },
      { id: '7', issuer: 'North', born: '1950-02-03' },
    ],
    ['AB'],
  ],
])('%s', async (_, all, expected) => {
  expect(await persons(...all)).toEqual(expected);
});

/** Two people with one ID at one site: each alone has lost nothing, broken nothing and stays with one parameter set. */
const TWO: readonly Told[] = [
  { id: '7', issuer: 'North', year: 2022, age: 68, vbmd: 140 },
  { id: '7', issuer: 'North', year: 2023, age: 69, vbmd: 140 },
  { id: '7', issuer: 'South', year: 2024, age: 70, vbmd: 70, grade: 2, parameterSet: 'osteon-default-3' },
  { id: '7', issuer: 'South', year: 2025, age: 71, vbmd: 70, grade: 2, parameterSet: 'osteon-default-3' },
];
/** The same with one issuer: what would be told of them as one. */
const ONE_PERSON = TWO.map((told) => ({
  ...told,
  issuer: 'North',
  parameterSet: 'osteon-default-4' as const,
}));

test('two people of one ID are two in every query that joins visits, and in the cohort', async () => {
  const tables = await studies(...TWO);
  const visits = await answer('visits', {}, tables);
  expect(visits.map((row) => [row[2], row[3], row[12]])).toEqual(
    expect.arrayContaining([
      ['A', 1, null],
      ['B', 2, 0],
      ['C', 1, null],
      ['D', 2, 0],
    ]),
  );
  const [first] = visits;
  const own = await answer('visits', { patient: String(first![0]) }, tables);
  expect(own).toHaveLength(2);
  for (const name of ['fast-loss', 'new-fractures', 'visits-to-reassess'])
    expect([name, await answer(name, {}, tables)]).toEqual([name, []]);
  const high = await answer('high-risk-untreated', { least_probability: '0' }, tables);
  expect(high.map((row) => row[1]).toSorted()).toEqual(['B', 'D']);
  const { rows } = await asked(COHORT_SQL, tables);
  expect(new Set(rows.map(([person]) => person)).size).toBe(2);
  expect(await answer('ids-in-doubt', {}, tables)).toMatchObject([
    [expect.stringMatching(/^[0-9a-f]{20}$/), ONE!.scanner.site, 4, 2, 0, 2, 0, 1],
  ]);
});

test('were they one person, the same numbers would be a loss, a new fracture and a visit to assess again', async () => {
  const tables = await studies(...ONE_PERSON);
  expect((await answer('visits', {}, tables)).map((row) => row[3])).toEqual([1, 2, 3, 4]);
  expect(await answer('fast-loss', {}, tables)).toHaveLength(1);
  expect((await answer('new-fractures', {}, tables)).length).toBeGreaterThan(0);
  expect(
    (await answer('high-risk-untreated', { least_probability: '0' }, tables)).map((row) => row[1]),
  ).toEqual(['D']);
  expect(await answer('ids-in-doubt', {}, tables)).toEqual([]);
  const again = await studies(...ONE_PERSON.slice(0, 3), { ...TWO[3]!, issuer: 'North' });
  expect((await answer('visits-to-reassess', {}, again)).map((row) => row[0])).toEqual(['A', 'B', 'C']);
});

test('studies of an ID in doubt count as no persons of a cohort: one patient would pass for as many as there are studies', async () => {
  const one = { id: '7', year: 2024, age: 70 };
  const tables = await studies(one, one, { ...one, age: 40 }, { id: '8' }, { id: 'ANONYMOUS' });
  const { rows } = await asked(COHORT_SQL, tables);
  expect(rows.map(([person]) => String(person).endsWith('/E')).toSorted()).toEqual([false, true]);
});

test('studies of nobody stay studies of their own: never one person’s visits, each counted', async () => {
  const tables = await studies({ id: 'ANONYMOUS' }, { id: 'ANONYMOUS', vbmd: 60, grade: 2, year: 2026 });
  expect(await answer('visits', {}, tables)).toEqual([]);
  expect(await answer('fast-loss', {}, tables)).toEqual([]);
  const high = await answer('high-risk-untreated', { least_probability: '0' }, tables);
  expect(high.map((row) => [row[0], row[1]]).toSorted()).toEqual([
    [null, 'A'],
    [null, 'B'],
  ]);
});
