/** `npm run query`: questions to the tables of results, on one machine. */
import { randomInt } from 'node:crypto';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { parquetOf } from '../../lambdas/shared/rows/parquet.ts';
import { QueryParameterInvalid, queryText } from '../../lambdas/shared/queries/query-text.ts';
import type { NamedQuery } from '../../lambdas/shared/queries/named-query.ts';

import { CommandLineError, exitCodeOf, reasonOf } from '../command/errors.ts';

import { allQueries, catalogue, type Catalogue } from '../../lambdas/shared/queries/catalog.ts';
import { COHORT_SQL, cohortOf } from './cohort/cohort.ts';
import { describedList, describedQuery } from './output/described.ts';
import { sitesIn } from './files/partitions.ts';
import { asCsv, asJson, asTable } from './output/printed.ts';
import { HELP, queryOptions, type QueryOptions } from './options.ts';
import type { Answer } from './sandbox/messages.ts';
import { ASSESSMENTS, QUERY_LIMITS, QueryRefused, runQuery } from './sandbox/run-query.ts';

const EXIT = { done: 0 } as const;
/** Of a cohort: every study that counts. */
const MOST_STUDIES = 1_000_000;
const SITE = 'site';
const PRINTED = { table: asTable, csv: asCsv, json: asJson } as const;

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const options = queryOptions(args);
    if (options.help) console.log(HELP);
    else if (options.list) listed(options);
    else await answered(options);
    return EXIT.done;
  } catch (error) {
    const mine = error instanceof QueryRefused || error instanceof QueryParameterInvalid;
    return exitCodeOf(mine ? new CommandLineError(error.message, { cause: error }) : error);
  }
}

function listed({ name }: QueryOptions): void {
  const all = catalogue();
  process.stdout.write(name === null ? describedList(all) : describedQuery(named(all, name)));
}

async function answered(options: QueryOptions): Promise<void> {
  const all = catalogue();
  const query = options.name === null ? null : named(all, options.name);
  if (options.chart !== null && query?.chart === null)
    throw new CommandLineError(
      `--chart: ${query.name} defines none; required: a query that does (see --list)`,
    );
  const results = join(options.from, 'results');
  if (!(await stat(results).catch(() => null))?.isDirectory())
    throw new CommandLineError(
      `--from ${options.from}: no folder results in it; required: an output folder with results`,
    );
  if (query !== null) requireSite(query, options.parameters, results);
  const ask = (sql: string, mostRows = QUERY_LIMITS.mostRows): Promise<Answer> =>
    runQuery(
      { sql, results, views: all.views.map((view) => [view.name, view.sql] as const), onPacking },
      { seconds: options.seconds, memoryMb: options.memoryMb, mostRows },
    );
  if (options.cohort) {
    const { answer, persons, leftOut } = cohortOf(
      (await ask(COHORT_SQL, MOST_STUDIES)).rows,
      options.leastCell,
      shuffled,
    );
    await put(answer, null, options);
    console.error(`osteon: ${persons} persons; ${leftOut} of small groups left out`);
    return;
  }
  await put(await ask(query === null ? options.sql! : queryText(query, options.parameters)), query, options);
}

/** A site that there is not would have an empty answer, as one that has nothing to show. */
function requireSite(query: NamedQuery, parameters: QueryOptions['parameters'], results: string): void {
  const site = query.parameters.some(({ name }) => name === SITE) ? (parameters[SITE] ?? '') : '';
  const sites = sitesIn(results, ASSESSMENTS);
  if (site === '' || sites.includes(site)) return;
  const near = sites.length === 0 ? 'rows, of which there are none yet' : `one of ${sites.join(', ')}`;
  throw new CommandLineError(`--param site=${site}: no results of this site; required: ${near}`);
}

async function put(answer: Answer, query: NamedQuery | null, options: QueryOptions): Promise<void> {
  if (options.chart !== null) await write('--chart', options.chart, await drawn(query!, answer));
  if (options.parquet !== null) await write('--parquet', options.parquet, parquet(answer, query));
  if (options.chart === null && options.parquet === null)
    process.stdout.write(PRINTED[options.format](answer));
}

/** Vega takes as long to load as all the rest. */
async function drawn(query: NamedQuery, answer: Answer): Promise<string> {
  const { asChart } = await import('./output/chart.ts');
  return asChart(query, query.chart!, answer);
}

function parquet({ columns, rows }: Answer, query: NamedQuery | null): Uint8Array {
  const described = columns.map(({ name, type }) => {
    const meaning = query?.columns.find((column) => column.name === name)?.meaning ?? '';
    return { name, type, unit: null, meaning, since: 1 };
  });
  return parquetOf(
    described,
    rows.map((row) => Object.fromEntries(columns.map(({ name }, n) => [name, row[n] ?? null]))),
  );
}

function named(all: Catalogue, name: string): NamedQuery {
  const query = allQueries(all).find((one) => one.name === name);
  if (query === undefined)
    throw new CommandLineError(`no query ${name}; required: one of npm run query -- --list`);
  return query;
}

async function write(option: string, path: string, body: string | Uint8Array): Promise<void> {
  await writeFile(path, body).catch((cause: unknown) => {
    throw new CommandLineError(`${option} ${path}: not writable: ${reasonOf(cause)}`, { cause });
  });
  console.log(path);
}

function onPacking(files: number): void {
  console.error(`osteon: packing ${files} files of results, once`);
}

/** Fisher and Yates, by the system's random numbers. */
function shuffled<T>(all: readonly T[]): readonly T[] {
  const order = [...all];
  for (let n = order.length - 1; n > 0; n--) {
    const other = randomInt(n + 1);
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  return order;
}
