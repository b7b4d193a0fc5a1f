import { chmodSync, existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { archiveOf } from '../../../bench/query/archive.ts';
import { writeEach } from '../../../bench/query/tables.ts';
import { runQuery } from '../../../local/query/sandbox/run-query.ts';
import { parquetOf } from '../../../lambdas/shared/rows/parquet.ts';
import { scratchFolder } from '../../pipeline/command.ts';

/** All in one month and at one site, so that one partition has many files. */
const ARCHIVE = archiveOf(11, 40).map((one) => ({
  ...one,
  date: '2025-02-03',
  scanner: { ...one.scanner, site: 'a' },
}));
const PARTITION = 'assessments/v=1/month=2025-02/site=a';
const SQL =
  'SELECT count(*) AS n, sum(vbmd_mg_cm3) AS v, count(DISTINCT site) AS s, min(month) AS m FROM assessments';

test('many small files are packed once, answer the same, and are packed anew when one comes, goes or changes', async () => {
  const out = scratchFolder();
  const results = join(out, 'results');
  const packed = join(out, '.osteon-packed', PARTITION);
  const packings: number[] = [];
  const ask = async () =>
    (await runQuery({ sql: SQL, results, views: [], onPacking: (files) => packings.push(files) })).rows[0]!;
  writeEach(out, ARCHIVE);
  const vbmd = ARCHIVE.filter(({ outcome }) => outcome === 'assessed').reduce(
    (sum, one) => sum + one.vbmd,
    0,
  );

  const [n, v, s, m] = await ask();
  // Faults lie outside of the months, and are too few to be packed.
  const dated = ARCHIVE.filter(({ outcome }) => outcome !== 'failed').length;
  expect([n, s, m]).toEqual([ARCHIVE.length, 1, '0000-00']);
  expect(v).toBeCloseTo(vbmd, 6);
  expect(packings).toEqual([3 * dated]);
  const [first] = readdirSync(packed);
  expect((await ask())[0]).toBe(ARCHIVE.length);
  expect(packings).toHaveLength(1);

  const files = readdirSync(join(results, PARTITION));
  rmSync(join(results, PARTITION, files[0]!));
  expect((await ask())[0]).toBe(ARCHIVE.length - 1);
  expect(packings[1]).toBe(dated - 1);

  // As the rows of a fault end with the first result: an empty table in the file's place.
  writeFileSync(
    join(results, PARTITION, files[1]!),
    parquetOf([{ name: 'study_id', type: 'text', unit: null, meaning: '', since: 1 }], []),
  );
  utimesSync(join(packed, first!), 0, 0);
  expect((await ask())[0]).toBe(ARCHIVE.length - 2);
  expect(readdirSync(packed)).not.toContain(first);
});

test('where nothing can be written beside them, the results’ own files are read', async () => {
  const out = scratchFolder();
  writeEach(out, ARCHIVE);
  // Root may write anywhere, but not below a file.
  writeFileSync(join(out, '.osteon-packed'), '');
  chmodSync(join(out, '.osteon-packed'), 0o400);
  const { rows } = await runQuery({ sql: SQL, results: join(out, 'results'), views: [] });
  expect(rows[0]![0]).toBe(ARCHIVE.length);
  expect(existsSync(join(out, '.osteon-packed', 'assessments'))).toBe(false);
});
