/**
 * `npm run bench:query`: every named query over the digital archive of a hundred thousand studies, packed as `npm run query` packs them:
 * time and memory on this machine, and what Athena would ask for the slowest one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';

import { scriptArguments } from '../../local/command/parsed.ts';
import { PRICES } from '../../cdk/lib/prices.ts';
import { queryText } from '../../lambdas/shared/queries/query-text.ts';
import { allQueries, catalogue } from '../../lambdas/shared/queries/catalog.ts';
import { QUERY_LIMITS, runQuery } from '../../local/query/sandbox/run-query.ts';
import { markdownTable, writeSection } from '../document.ts';

import { archiveOf } from './archive.ts';
import { writeEach, writePacked } from './tables.ts';
const HELP = `Usage: npm run bench:query -- [options]

Time and memory of every named query over an archive of digital studies.

  --studies N       number of studies (default: 100000)
  --single-files N  studies with a file each (default: 2000)
  --write           replaces the section of docs/performance.md
  --help            show this text`;

const { values } = scriptArguments(HELP, {
  options: {
    studies: { type: 'string', default: '100000' },
    'single-files': { type: 'string', default: '2000' },
    write: { type: 'boolean', default: false },
  },
});

/** Of a query, whatever it scans. */
const ATHENA_LEAST_BYTES = 10e6;
/** Of Athena's tables (cdk/lib/queries/tables.ts), all listed where a query bounds no month. */
const LISTED_MONTHS = 721;

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
  const text = report(timed, { assessments: archive.length, bytes, files: stored(results).files, single });
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
  readonly bytesPerFile: number;
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
  const { files, bytes } = stored(results);
  return { files, bytesPerFile: bytes / files, firstSeconds: first.seconds, secondSeconds: second.seconds };
}

/** Before anything is packed, which lies beside it. */
function stored(folder: string): { readonly files: number; readonly bytes: number } {
  const sizes = readdirSync(folder, { recursive: true })
    .map((path) => statSync(join(folder, String(path))))
    .filter((about) => about.isFile())
    .map(({ size }) => size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
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
  const scanUsd = (of: number) => (of / 1e12) * PRICES.athenaTb;
  const objects = 3 * assessments;
  return [
    `${studies.toLocaleString('en')} digital studies, ${assessments.toLocaleString('en')} assessments; ${(bytes / 1e6).toFixed(0)} MB in ${files} files, one a month, site and table. ${cpus()[0]!.model.trim()}, two threads. The six slowest of ${timed.length} queries, each in a process of its own; none took more than ${most} MB.`,
    '',
    markdownTable(['query', 'time, s', 'memory, MB', 'rows'], rows),
    '',
    `Files as they are stored, one an assessment and table: ${single.files.toLocaleString('en')} of them were packed and answered in ${single.firstSeconds.toFixed(0)} s (${perFile.toFixed(0)} files a second), the next answer took ${single.secondSeconds.toFixed(1)} s.`,
    '',
    `Athena, on paper (US$${PRICES.athenaTb} a TB scanned, at least 10 MB; requests to S3 beside it; cdk/lib/prices.ts): packed, a query that scanned every byte of all tables would scan ${(scanned / 1e6).toFixed(0)} MB, US$${scanUsd(scanned).toFixed(4)}; it reads only the columns of a query, so less. As they are stored, one file an assessment and table, the files hold ${((single.bytesPerFile * objects) / 1e9).toFixed(1)} GB, most of it descriptions of columns (US$${scanUsd(single.bytesPerFile * objects).toFixed(3)} at most), and are ${objects.toLocaleString('en')} objects, of which each is asked for at least once (US$${(objects * PRICES.s3Get).toFixed(2)}); ${LISTED_MONTHS} months are listed for each table and site (US$${(LISTED_MONTHS * PRICES.s3List).toFixed(4)}). Requests cost more than the scan: a site of this size should have its files packed.`,
  ].join('\n');
}
