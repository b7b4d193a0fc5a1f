/**
 * `npm run bench:query`: every named query over the digital archive of a hundred thousand studies, packed as `npm run query` packs them:
 * time and memory on this machine, and what Athena would ask for the slowest one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { queryText } from '../../lambdas/shared/queries/query-text.ts';
import { allQueries, catalogue } from '../../local/query/catalog.ts';
import { QUERY_LIMITS, runQuery } from '../../local/query/sandbox/run-query.ts';
import { markdownTable, writeSection } from '../document.ts';

import { archiveOf } from './archive.ts';
import { writeEach, writePacked } from './tables.ts';

const { values } = parseArgs({
  options: {
    studies: { type: 'string', default: '100000' },
    'single-files': { type: 'string', default: '2000' },
    write: { type: 'boolean', default: false },
  },
});

/** US$ a TB scanned, 10 MB at least, and S3's GET: as read on 2026-11-30 for us-east-1. */
const ATHENA_TB_USD = 5;
const ATHENA_LEAST_BYTES = 10e6;
const GET_USD = 0.4e-6;

const CATALOGUE = catalogue();
const views = CATALOGUE.views.map((view) => [view.name, view.sql] as const);
const root = await mkdtemp(join(tmpdir(), 'osteon-query-'));
const studies = Number(values.studies);

interface Timed {
  readonly name: string;
  readonly seconds: number;
  readonly memoryMb: number;
  readonly rows: number;
}

try {
  const archive = archiveOf(1, studies);
  // In parts: the rows of all of them at once would not fit.
  const out = join(root, 'packed');
  const bytes = writePacked(out, archive);
  const results = join(out, 'results');
  console.error(`${archive.length} assessments, ${(bytes / 1e6).toFixed(0)} MB`);
  const timed: Timed[] = [];
  for (const query of allQueries(CATALOGUE)) {
    const one = await timedQuery(query.name, queryText(query, {}), results);
    timed.push(one);
    console.error(`${one.name.padEnd(34)} ${one.seconds.toFixed(1)} s  ${one.memoryMb} MB  ${one.rows} rows`);
  }
  const single = await singleFiles(Number(values['single-files']));
  const text = report(timed, { assessments: archive.length, bytes, files: filesBelow(results), single });
  console.log(text);
  if (values.write) writeSection('performance', 'query', text);
} finally {
  await rm(root, { recursive: true });
}

async function timedQuery(name: string, sql: string, results: string): Promise<Timed> {
  const began = performance.now();
  const { rows, memoryMb } = await runQuery(
    { sql, results, views },
    { ...QUERY_LIMITS, seconds: 600, mostRows: 2_000_000 },
  );
  return { name, seconds: (performance.now() - began) / 1000, memoryMb, rows: rows.length };
}

interface Single {
  readonly files: number;
  readonly firstSeconds: number;
  readonly secondSeconds: number;
}

/** One file an assessment and table, as they are stored: the first query packs them. */
async function singleFiles(studies: number): Promise<Single> {
  const out = join(root, 'single');
  writeEach(out, archiveOf(2, studies));
  const results = join(out, 'results');
  const sql = 'SELECT count(*) AS n FROM current_levels';
  const [first, second] = [await timedQuery('first', sql, results), await timedQuery('second', sql, results)];
  return { files: filesBelow(results), firstSeconds: first.seconds, secondSeconds: second.seconds };
}

function filesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true }).filter((path) =>
    statSync(join(folder, String(path))).isFile(),
  ).length;
}

interface Facts {
  readonly assessments: number;
  readonly bytes: number;
  readonly files: number;
  readonly single: Single;
}

function report(timed: readonly Timed[], { assessments, bytes, files, single }: Facts): string {
  const slowest = timed.toSorted((a, b) => b.seconds - a.seconds);
  const rows = slowest
    .slice(0, 6)
    .map(({ name, seconds, memoryMb, rows }) => [name, seconds.toFixed(1), String(memoryMb), String(rows)]);
  const most = timed.reduce((greatest, { memoryMb }) => Math.max(greatest, memoryMb), 0);
  const perFile = single.files / single.firstSeconds;
  const scanned = Math.max(bytes, ATHENA_LEAST_BYTES);
  const usd = (scanned / 1e12) * ATHENA_TB_USD;
  return [
    `${studies.toLocaleString('en')} digital studies, ${assessments.toLocaleString('en')} assessments; ${(bytes / 1e6).toFixed(0)} MB in ${files} files, one a month, site and table. ${cpus()[0]!.model.trim()}, two threads. The six slowest of ${timed.length} queries, each in a process of its own; none took more than ${most} MB.`,
    '',
    markdownTable(['query', 'time, s', 'memory, MB', 'rows'], rows),
    '',
    `Files as they are stored, one an assessment and table: ${single.files.toLocaleString('en')} of them were packed and answered in ${single.firstSeconds.toFixed(0)} s (${perFile.toFixed(0)} files a second), the next answer took ${single.secondSeconds.toFixed(1)} s.`,
    '',
    `Athena, on paper (US$${ATHENA_TB_USD} a TB scanned, at least 10 MB, read 2026-11-30): a query that scanned every byte of all tables would scan ${(scanned / 1e6).toFixed(0)} MB, US$${usd.toFixed(4)}; it reads only the columns of a query, so less. From one file an assessment and table it would ask S3 for ${(3 * assessments).toLocaleString('en')} objects, US$${(3 * assessments * GET_USD).toFixed(2)} for GETs alone, which is more than the scan: a site of this size should have them packed.`,
  ].join('\n');
}
