import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { archiveOf } from '../../../bench/query/archive.ts';
import { writeEach } from '../../../bench/query/tables.ts';
import { openResults } from '../../../local/query/sandbox/database.ts';
import { scratchFolder } from '../../pipeline/command.ts';

test('the database itself opens no other file and keeps its settings, whatever a statement may be', async () => {
  const out = scratchFolder();
  const results = join(out, 'results');
  writeEach(out, archiveOf(1, 2));
  writeFileSync(join(out, 'secret.csv'), 'name\nDoe^Jane\n');
  const table = {
    name: 'assessments',
    columns: [{ name: 'study_id', type: 'text' }],
    files: [`${results}/assessments/v=1/*/*/*.parquet`],
  } as const;
  const connection = await openResults({ folders: [results], tables: [table], views: [], memoryMb: 256 });
  const rows = await connection.runAndReadAll('SELECT count(*) FROM assessments');
  expect(Number(rows.getRows()[0]![0])).toBeGreaterThan(1);
  for (const sql of [
    `SELECT * FROM read_csv('${out}/secret.csv')`,
    `SELECT * FROM read_text('${results}/../secret.csv')`,
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM glob('/etc/*')",
    `COPY assessments TO '${out}/copy.csv'`,
    `ATTACH '${out}/x.db'`,
    'INSTALL httpfs',
    'LOAD httpfs',
    "SET memory_limit = '100GB'",
    'SET enable_external_access = true',
    "SET allowed_directories = ['/']",
  ])
    await expect(connection.run(sql), sql).rejects.toThrow(/disabled|locked|[Cc]annot/);
});
