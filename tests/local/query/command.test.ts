import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parquetReadObjects } from 'hyparquet';
import { beforeAll, expect, test } from 'vitest';

import { archiveOf } from '../../../bench/query/archive.ts';
import { writePacked } from '../../../bench/query/tables.ts';
import { scratchFolder, startCommand } from '../../pipeline/command.ts';

const main = fileURLToPath(new URL('../../../local/query/main.ts', import.meta.url));
const ARCHIVE = archiveOf(3, 60);
const out = scratchFolder();
const run = (...args: string[]) => startCommand(args, { main }).finished;
const query = (...args: string[]) => run('--from', out, ...args);

beforeAll(() => void writePacked(out, ARCHIVE));

test('a named query is a table, CSV, JSON, Parquet or a chart of the same answer', async () => {
  const studies = new Set(
    ARCHIVE.filter(({ scanner }) => scanner.site === 'site-1').map(({ studyId }) => studyId),
  ).size;
  const args = ['studies-by-month', '--param', 'site=site-1'];
  const table = (await query(...args)).stdout.split('\n');
  expect(table[0]!.trim().split(/ +/)).toEqual([
    'month',
    'site',
    'studies',
    'assessed',
    'refused',
    'failed',
    'signed',
    'patients',
  ]);

  const json = JSON.parse((await query(...args, '--json')).stdout) as { studies: number; month: string }[];
  expect(json.reduce((sum, row) => sum + row.studies, 0)).toBe(studies);
  expect(table).toHaveLength(json.length + 3);

  const csv = (await query(...args, '--csv')).stdout.trimEnd().split('\r\n');
  expect(csv[1]!.split(',').slice(0, 2)).toEqual([json[0]!.month, 'site-1']);
  expect(csv).toHaveLength(json.length + 1);

  const files = { parquet: join(out, 'a.parquet'), chart: join(out, 'a.svg') };
  expect((await query(...args, '--parquet', files.parquet, '--chart', files.chart)).stdout).toBe(
    `${files.chart}\n${files.parquet}\n`,
  );
  expect(await parquetReadObjects({ file: Uint8Array.from(readFileSync(files.parquet)).buffer })).toEqual(
    json,
  );
  const svg = readFileSync(files.chart, 'utf8');
  expect(svg).toMatch(/^<svg .*<\/svg>$/s);
  for (const { month } of json) expect(svg).toContain(month);
});

test('a statement of one’s own reads tables and views; a refused one says why, and exits 2', async () => {
  const signed = new Set(ARCHIVE.filter((one) => one.signed).map(({ studyId }) => studyId)).size;
  const { stdout } = await query(
    '--csv',
    '--sql',
    'SELECT count(*) AS n, min(assessed_at) AS first FROM signed_results',
  );
  const [, row] = stdout.split('\r\n');
  const first = ARCHIVE.filter((one) => one.signed)
    .map(({ assessedAt }) => assessedAt)
    .toSorted()[0]!;
  expect(row!.split(',')[0]).toBe(String(signed));
  expect(Date.parse(row!.split(',')[1]!)).toBe(Date.parse(first));

  const refused = await query('--sql', "COPY assessments TO 'x.csv'");
  expect(refused).toMatchObject({
    code: 2,
    stdout: '',
    complaint: 'osteon: not a SELECT; required: one SELECT',
  });
  expect(existsSync('x.csv')).toBe(false);
  expect(
    (
      await query(
        '--seconds',
        '1',
        '--sql',
        'SELECT count(*) AS n FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3',
      )
    ).complaint,
  ).toBe('osteon: not answered within 1 s');
});

test('a cohort tells no pseudonym and how many persons are left out', async () => {
  const cohort = await query('--cohort', '--least-cell', '3', '--csv');
  const [head, ...rows] = cohort.stdout.trimEnd().split('\r\n');
  expect(head).toMatch(/^person,visit,half_years_since_first,first_year,sex,age_band,/);
  expect(rows.length).toBeGreaterThan(20);
  for (const { patient, studyId } of ARCHIVE) {
    expect(cohort.stdout).not.toContain(studyId);
    if (patient !== null) expect(cohort.stdout).not.toContain(patient);
  }
  expect(cohort.stdout).not.toContain('site-');
  const [, persons, left] = /osteon: (\d+) persons; (\d+) of small groups left out/.exec(cohort.stderr)!;
  expect(new Set(rows.map((row) => row.split(',')[0])).size).toBe(Number(persons));
  expect(Number(left)).toBeGreaterThan(0);
  // Who has no id is a person of a study's own.
  const assessed = ARCHIVE.filter(({ outcome }) => outcome === 'assessed');
  expect(assessed.some(({ patient }) => patient === null)).toBe(true);
  const people = new Set(
    assessed.map(({ scanner, patient, studyId }) => `${scanner.site}/${patient ?? studyId}`),
  );
  expect(Number(persons) + Number(left)).toBe(people.size);
});

test('lists what can be asked, and says what is wrong with how it was', async () => {
  expect((await run('--list')).stdout).toContain('high-risk-untreated');
  expect((await run('--list', 'visits')).stdout).toMatch(/patient \(text, default ''\): pseudonym/);
  expect((await run('--help')).stdout).toContain('--least-cell');
  for (const [args, why] of [
    [[], '--sql or --cohort'],
    [['nothing'], 'no query nothing'],
    [['refusals', '--param', 'x=y'], 'parameter x: refusals has none'],
    [['slowest-assessments', '--param', 'rows=many'], 'required: a whole number'],
    [['in-use', '--chart', 'a.svg'], 'in-use defines none'],
    [
      ['refusals', '--param', 'site=sitee-1'],
      '--param site=sitee-1: no results of this site; required: one of site-0, site-1, site-2',
    ],
    [['--sql', 'SELECT sexx FROM levels'], 'no column sexx; required: a column of the tables'],
    [['refusals', '--parquet', '/nonexistent/a.parquet'], 'not writable'],
  ] as const) {
    const { code, complaint } = await query(...args);
    expect([args, code]).toEqual([args, 2]);
    expect(complaint).toContain(why);
  }
  expect((await run('refusals', '--from', join(out, 'nowhere'))).complaint).toContain(
    'no folder results in it',
  );
});
