/** The digital archive of 300 studies as tables, and what its makers know of it. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

import type { DuckDBConnection } from '@duckdb/node-api';

import { archiveOf, type TrueAssessment, type TrueLevel } from '../../bench/query/archive.ts';
import { writePacked } from '../../bench/query/tables.ts';
import { queryText } from '../../lambdas/shared/queries/query-text.ts';
import { allQueries, catalogue } from '../../lambdas/shared/queries/catalog.ts';
import { tableFiles } from '../../local/query/files/packed.ts';
import { answered } from '../../local/query/sandbox/answer.ts';
import { openResults } from '../../local/query/sandbox/database.ts';
import type { Answer, ResultTable } from '../../local/query/sandbox/messages.ts';
import { RESULT_TABLES } from '../../local/query/sandbox/run-query.ts';
import type { Cell } from '../../report/rows/column.ts';
import { scratchFolder } from '../pipeline/command.ts';

export const ARCHIVE = archiveOf(20_261_130, 300);
/** The one of each study that counts: signed before others, a fault after them, then the latest. */
export const CURRENT: readonly TrueAssessment[] = [
  ...Map.groupBy(ARCHIVE, ({ studyId }) => studyId).values(),
].map((all) => all.reduce((best, one) => (order(one) > order(best) ? one : best)));
export const ASSESSED = CURRENT.filter(({ outcome }) => outcome === 'assessed');
export const LEVELS = CURRENT.flatMap((of) => of.levels.map((level) => ({ of, ...level })));

const CATALOGUE = catalogue();
const VIEWS = CATALOGUE.views.map((view) => [view.name, view.sql] as const);
const MOST_ROWS = 10_000;

/** Tables that are open: statements are asked one after the other, without a process each. */
export interface OpenTables {
  readonly connection: DuckDBConnection;
  readonly tables: readonly ResultTable[];
}

/** @param out holds the folder of results */
export async function openTables(out: string): Promise<OpenTables> {
  const results = realpathSync(join(out, 'results'));
  const tables = await tableFiles(results, RESULT_TABLES);
  const folders = [results];
  return { tables, connection: await openResults({ folders, tables, views: VIEWS, memoryMb: 1024 }) };
}

let archive: Promise<OpenTables> | undefined;

/** The archive's own, made once a test file. */
function archiveTables(): Promise<OpenTables> {
  const folder = scratchFolder();
  writePacked(folder, ARCHIVE);
  return openTables(folder);
}

/** A statement's answer, by the sandbox's own code. */
export function asked(sql: string, { connection, tables }: OpenTables): Promise<Answer> {
  return answered(connection, { sql, tables, views: VIEWS, mostRows: MOST_ROWS });
}

/** The rows of a named query's answer. */
export async function answer(
  name: string,
  parameters: Readonly<Record<string, string>> = {},
  from?: OpenTables,
): Promise<readonly (readonly Cell[])[]> {
  const query = allQueries(CATALOGUE).find((one) => one.name === name)!;
  const { columns, rows } = await asked(
    queryText(query, parameters),
    from ?? (await (archive ??= archiveTables())),
  );
  const found = columns.map((column) => `${column.name} ${column.type}`);
  const told = query.columns.map((column) => `${column.name} ${column.type}`);
  if (found.join() !== told.join())
    throw new Error(`${name} answers ${found.join()}; its head says ${told.join()}`);
  return rows;
}

/** Sums of doubles differ by their order: ten digits are the same. */
export function rounded(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  const cell = (value: Cell): Cell =>
    typeof value === 'number' ? Number((Math.abs(value) < 1e-9 ? 0 : value).toPrecision(10)) : value;
  return rows.map((row) => row.map(cell));
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function sd(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const about = mean(values)!;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - about) ** 2, 0) / (values.length - 1));
}

/** Groups in the order of their keys; a key's parts are compared as texts. */
export function grouped<T>(
  all: readonly T[],
  keyOf: (one: T) => readonly Cell[],
): readonly { readonly key: readonly Cell[]; readonly of: readonly T[] }[] {
  return [...Map.groupBy(all, (one) => JSON.stringify(keyOf(one)))]
    .map(([key, of]) => ({ key: JSON.parse(key) as Cell[], of }))
    .toSorted((a, b) => compared(a.key, b.key));
}

/** As SQL orders: texts by their bytes, nothing last. */
export function compared(a: readonly Cell[], b: readonly Cell[]): number {
  for (let n = 0; n < a.length; n++) {
    const [x, y] = [a[n] ?? null, b[n] ?? null];
    if (x === y) continue;
    if (x === null) return 1;
    if (y === null) return -1;
    return x < y ? -1 : 1;
  }
  return 0;
}

export function sortedBy<T>(all: readonly T[], keyOf: (one: T) => readonly Cell[]): readonly T[] {
  return all.toSorted((a, b) => compared(keyOf(a), keyOf(b)));
}

export function seen(level: TrueLevel): boolean {
  return level.refusal === null;
}

/** No category is the verdict: the most probable is below 0.5, or less than 0.2 before the next (decision 0064). */
export function isOpen({ shares }: TrueAssessment): boolean {
  const [most, next] = Object.values(shares).toSorted((a, b) => b - a);
  return most! < 0.5 || most! - next! < 0.2;
}

function order(one: TrueAssessment): string {
  return [
    one.signed ? 1 : 0,
    one.outcome === 'failed' ? 0 : 1,
    one.assessedAt,
    one.revision,
    one.assessmentId,
  ].join(' ');
}
