/** `cdk/lib/queries/query-store.json`: tables, views and named queries as Athena is given them; the deployment imports no product code. */
import { catalogue } from '../lambdas/shared/queries/catalog.ts';
import type { NamedQuery } from '../lambdas/shared/queries/named-query.ts';
import { queryText } from '../lambdas/shared/queries/query-text.ts';
import { ROWS_SCHEMA, type ColumnType } from '../report/rows/column.ts';
import { TABLES } from '../report/rows/tables.ts';

/** A column as Glue's catalogue has it, and as Trino does, which reads views. */
interface StoreColumn {
  readonly name: string;
  readonly type: string;
  readonly trino: string;
  readonly comment: string;
}

/** Of the Parquet types that `lambdas/shared/rows/parquet.ts` writes: text UTF8, INT32, DOUBLE, BOOLEAN, DATE, TIMESTAMP_MILLIS. */
const TYPES: Readonly<Record<ColumnType, readonly [glue: string, trino: string]>> = {
  text: ['string', 'varchar'],
  integer: ['int', 'integer'],
  number: ['double', 'double'],
  'yes/no': ['boolean', 'boolean'],
  date: ['date', 'date'],
  time: ['timestamp', 'timestamp(3)'],
};
/** `count(*)` and `row_number()` are of this type in Trino. */
const COUNTED = ['bigint', 'bigint'] as const;
/** What the outermost SELECT lists: it begins its line, as those of WITH do not. */
const LAST_SELECT = /^SELECT\b([\s\S]*?)^FROM\b/m;
/** Glue takes no more. */
const MOST_COMMENT_LETTERS = 255;

export function queryStoreFile(): string {
  const { groups, views } = catalogue();
  const store = {
    comment: 'Written by npm run schemas from report/rows and queries/: change it there.',
    rowsSchema: ROWS_SCHEMA,
    tables: Object.entries(TABLES).map(([name, { title, columns }]) => ({
      name,
      title,
      columns: columns.map(({ name: column, type, unit, meaning }) =>
        storeColumn(column, TYPES[type], unit === null ? meaning : `${meaning}, ${unit}`),
      ),
    })),
    partitions: PARTITIONS,
    views: views.map((view) => ({
      name: view.name,
      title: view.question,
      sql: view.sql,
      columns: viewColumns(view, views),
    })),
    queries: groups.flatMap(({ name: group, queries }) => queries.map((query) => stored(group, query))),
  };
  return `${JSON.stringify(store, null, 2)}\n`;
}

const PARTITIONS = [
  storeColumn('month', TYPES.text, 'YYYY-MM of the study; 0000-00 where it has no date'),
  storeColumn('site', TYPES.text, 'The site that sent the study'),
];

function storeColumn(name: string, [type, trino]: readonly [string, string], comment: string): StoreColumn {
  const short = comment.length > MOST_COMMENT_LETTERS ? `${comment.slice(0, MOST_COMMENT_LETTERS - 3)}...` : comment;
  return { name, type, trino, comment: short };
}

/** All of the table or view that it selects from, and what its head adds; the head's alone where its SELECT lists them. @throws Error where it selects from neither */
function viewColumns({ name, sql, columns }: NamedQuery, views: readonly NamedQuery[]): StoreColumn[] {
  const own = columns.map(({ name: column, type, meaning }) =>
    storeColumn(column, type === 'integer' ? COUNTED : TYPES[type], meaning),
  );
  if (!LAST_SELECT.exec(sql)![1]!.includes('*')) return own;
  const [, from = ''] = /\bFROM ([a-z_]+)/.exec(sql) ?? [];
  const table = Object.entries(TABLES).find(([one]) => one === from)?.[1];
  const view = views.find((one) => one.name === from);
  if (table === undefined && view === undefined)
    throw new Error(`view ${name}: selects from ${from}; required: a table or a view first`);
  const all =
    table === undefined
      ? viewColumns(view!, views)
      : [...table.columns.map((one) => storeColumn(one.name, TYPES[one.type], one.meaning)), ...PARTITIONS];
  const known = new Set(all.map((column) => column.name));
  return [...all, ...own.filter((column) => !known.has(column.name))];
}

/** As an analyst opens it: the parameters' defaults are put in, each behind its name, to be written over. */
function stored(group: string, query: NamedQuery) {
  const { name, question, parameters } = query;
  const given = parameters.map((one) => `-- /* ${one.name} */ ${one.type}: ${one.meaning}\n`);
  return {
    name,
    group,
    question,
    sql: `-- ${question}\n${given.join('')}${queryText(query, {}, { marked: true })}\n`,
  };
}
