/** Answers of the named queries over two sets of tables: the rows that the chain has written, and those of what is known. */
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

import type { DuckDBConnection } from '@duckdb/node-api';

import { allQueries, catalogue } from '../../lambdas/shared/queries/catalog.ts';
import type { NamedQuery } from '../../lambdas/shared/queries/named-query.ts';
import { queryText } from '../../lambdas/shared/queries/query-text.ts';
import { rowsKey } from '../../lambdas/shared/rows/rows-key.ts';
import { tableFiles } from '../../local/query/files/packed.ts';
import { answered } from '../../local/query/sandbox/answer.ts';
import { openResults } from '../../local/query/sandbox/database.ts';
import { RESULT_TABLES } from '../../local/query/sandbox/run-query.ts';
import type { Cell } from '../../report/rows/column.ts';
import type { AssessmentSource } from '../../report/rows/row-source.ts';
import { ASSESSMENT_TABLES, rowsOf } from '../../report/rows/tables.ts';
import { mean } from '../../spine/math/moments.ts';

import { writeRows } from '../query/tables.ts';

type Rows = readonly (readonly Cell[])[];
export type Answers = ReadonlyMap<string, { readonly query: NamedQuery; readonly rows: Rows }>;

const MOST_ROWS = 100_000;
const MEMORY_MB = 2048;
/** Sums of doubles differ by their order. */
const DIGITS = 9;
const LEAST = 1e-9;

/** One file an assessment and table, as StoreResults lays them out. */
export function writeKnown(out: string, sources: readonly AssessmentSource[]): void {
  for (const source of sources) {
    const { result, ct, site, revision } = source;
    const rows = rowsOf(source);
    for (const table of ASSESSMENT_TABLES) {
      const key = rowsKey({ table, site, date: ct?.study.date ?? null, revision, ...result });
      writeRows(join(out, key), table, rows[table]);
    }
  }
}

/** Of every named query, with the parameters that its file gives it. */
export async function answersOf(out: string): Promise<Answers> {
  const all = catalogue();
  const views = all.views.map(({ name, sql }) => [name, sql] as const);
  const results = realpathSync(join(out, 'results'));
  const tables = await tableFiles(results, RESULT_TABLES);
  const open: DuckDBConnection = await openResults({
    ...{ folders: [results, `${results}/..`], tables, views, memoryMb: MEMORY_MB },
  });
  const answers = new Map<string, { query: NamedQuery; rows: Rows }>();
  for (const query of allQueries(all)) {
    const sql = queryText(query, PARAMETERS[query.name] ?? {});
    const { rows } = await answered(open, { sql, tables, views, mostRows: MOST_ROWS });
    answers.set(query.name, { query, rows });
  }
  return answers;
}

/** In the place of the defaults where few of the cohort would be told. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'near-a-cut-off': { within: '15' },
  'fast-loss': { least_loss: '1' },
  'high-risk-untreated': { least_probability: '0.3' },
  'slowest-assessments': { rows: '1000' },
  'calibration-drift': { least_studies: '1' },
};

/** Rows that only one of the two has; numbers are alike where they differ by what the order of a sum makes. */
export function differing(
  a: Rows,
  b: Rows,
): { readonly onlyA: number; readonly onlyB: number; readonly first: string } {
  const left = lacking(b, a);
  const onlyB: Rows[number][] = [];
  for (const row of lacking(a, b)) {
    const same = left.findIndex((other) => alike(row, other));
    if (same === -1) onlyB.push(row);
    else left.splice(same, 1);
  }
  const text = (rows: Rows): string => (rows[0] === undefined ? '' : textOf(rows[0]));
  return { onlyA: left.length, onlyB: onlyB.length, first: `${text(left)} | ${text(onlyB)}` };
}

/** Those of `others` that `rows` has not, by rounded text: that finds most pairs, and parts those on either side of a border. */
function lacking(rows: Rows, others: Rows): Rows[number][] {
  const count = new Map<string, number>();
  for (const text of rows.map(textOf)) count.set(text, (count.get(text) ?? 0) + 1);
  return others.filter((row) => {
    const text = textOf(row);
    const left = count.get(text) ?? 0;
    count.set(text, left - 1);
    return left <= 0;
  });
}

function textOf(row: readonly Cell[]): string {
  return JSON.stringify(row.map(rounded));
}

function rounded(cell: Cell): Cell {
  if (typeof cell !== 'number') return cell;
  return Number((Math.abs(cell) < LEAST ? 0 : cell).toPrecision(DIGITS));
}

function alike(row: readonly Cell[], other: readonly Cell[]): boolean {
  return row.every((cell, n) => {
    const there = other[n];
    if (typeof cell !== 'number' || typeof there !== 'number') return cell === there;
    const most = Math.max(Math.abs(cell), Math.abs(there));
    return most < LEAST || Math.abs(cell - there) <= 10 ** (1 - DIGITS) * most;
  });
}

export interface ColumnDifference {
  readonly query: string;
  readonly column: string;
  readonly rows: number;
  /** Measured less true. */
  readonly mean: number;
  readonly largest: number;
}

/** Of numbers, in rows that both have: told apart by their texts, dates and yes or no, and by columns that are named here. */
export function numbersBetween(
  { query, rows: measured }: { readonly query: NamedQuery; readonly rows: Rows },
  known: Rows,
  columns: readonly string[],
): readonly ColumnDifference[] {
  const at = (name: string): number => query.columns.findIndex((column) => column.name === name);
  const identity = query.columns.flatMap(({ type, name }, n) =>
    (type === 'text' || type === 'date' || name === 'age_from' || name === 'visit') && name !== 'shape'
      ? [n]
      : [],
  );
  const keyOf = (row: readonly Cell[]): string => JSON.stringify(identity.map((n) => row[n]));
  const byKey = new Map(known.map((row) => [keyOf(row), row]));
  return columns.map((column) => {
    const differences = measured.flatMap((row) => {
      const [value, is] = [row[at(column)], byKey.get(keyOf(row))?.[at(column)]];
      return typeof value === 'number' && typeof is === 'number' ? [value - is] : [];
    });
    return {
      ...{ query: query.name, column, rows: differences.length },
      mean: differences.length === 0 ? 0 : mean(differences),
      largest: differences.reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0),
    };
  });
}
