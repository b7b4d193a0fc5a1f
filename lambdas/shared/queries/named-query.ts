/** A named query: one file of SQL whose head says what it asks, what it may be given and what it answers. */
import type { ColumnType } from '../../../report/rows/column.ts';

/** A month is a text in the tables: `2026` would come before all months of 2026, and no one would see it. */
export type ParameterType = ColumnType | 'month';

export interface QueryParameter {
  readonly name: string;
  readonly type: ParameterType;
  /** As it is typed. */
  readonly byDefault: string;
  readonly meaning: string;
}

export interface QueryColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly meaning: string;
}

/** Axes and colour by columns of the answer. */
export interface QueryChart {
  readonly mark: 'bar' | 'line' | 'point';
  readonly x: string;
  readonly y: string;
  readonly colour: string | null;
}

export interface NamedQuery {
  /** Of its file. */
  readonly name: string;
  readonly question: string;
  readonly parameters: readonly QueryParameter[];
  readonly columns: readonly QueryColumn[];
  readonly chart: QueryChart | null;
  /** With `:name` where a parameter belongs. */
  readonly sql: string;
}

const TYPES: readonly ColumnType[] = ['text', 'integer', 'number', 'yes/no', 'date', 'time'];
const PARAMETER_TYPES: readonly ParameterType[] = [...TYPES, 'month'];
const HEAD_LINE = /^-- (question|parameter|column|chart): (.+)$/;
const PARAMETER = /^([a-z][a-z0-9_]*) (\S+) '([^']*)': (.+)$/;
const COLUMN = /^([a-z][a-z0-9_]*) (\S+): (.+)$/;
const CHART = /^(bar|line|point) x=([a-z0-9_]+) y=([a-z0-9_]+)(?: colour=([a-z0-9_]+))?$/;

/**
 * The head is the file's first lines:
 *
 *   -- question: What is asked?
 *   -- parameter: NAME TYPE 'DEFAULT': meaning
 *   -- column: NAME TYPE: meaning
 *   -- chart: bar|line|point x=COLUMN y=COLUMN [colour=COLUMN]
 *
 * @throws Error with the line that is not as it has to be
 */
export function namedQuery(name: string, text: string): NamedQuery {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  const head = lines.slice(0, end).map((line) => {
    const [, kind, rest] =
      HEAD_LINE.exec(line) ?? wrong(name, line, '-- question|parameter|column|chart: ...');
    return { kind: kind!, rest: rest! };
  });
  const of = <T>(kind: string, read: (rest: string) => T): T[] =>
    head.filter((line) => line.kind === kind).map(({ rest }) => read(rest));
  const [question, ...more] = of('question', (rest) => rest);
  if (question === undefined || more.length > 0) wrong(name, `${more.length} questions more`, 'one question');
  const query: NamedQuery = {
    name,
    question: question,
    parameters: of('parameter', (rest) => {
      const [, parameter, type, byDefault, meaning] =
        PARAMETER.exec(rest) ?? wrong(name, rest, "NAME TYPE 'DEFAULT': meaning");
      return {
        name: parameter!,
        type: typeOf(name, type!, PARAMETER_TYPES),
        byDefault: byDefault!,
        meaning: meaning!,
      };
    }),
    columns: of('column', (rest) => {
      const [, column, type, meaning] = COLUMN.exec(rest) ?? wrong(name, rest, 'NAME TYPE: meaning');
      return { name: column!, type: typeOf(name, type!, TYPES), meaning: meaning! };
    }),
    chart: of('chart', (rest) => chartOf(name, rest))[0] ?? null,
    sql: lines.slice(end).join('\n').trim(),
  };
  if (query.columns.length === 0) wrong(name, 'no column', 'a line for each column of the answer');
  for (const column of query.chart === null ? [] : [query.chart.x, query.chart.y, query.chart.colour])
    if (column !== null && !query.columns.some((one) => one.name === column))
      wrong(name, `a chart of ${column}`, 'columns of the answer');
  return query;
}

function chartOf(name: string, text: string): QueryChart {
  const [, mark, x, y, colour] =
    CHART.exec(text) ?? wrong(name, text, 'MARK x=COLUMN y=COLUMN [colour=COLUMN]');
  return { mark: mark as QueryChart['mark'], x: x!, y: y!, colour: colour ?? null };
}

function typeOf<T extends string>(name: string, type: string, types: readonly T[]): T {
  return types.find((known) => known === type) ?? wrong(name, `the type ${type}`, types.join(', '));
}

function wrong(name: string, saw: string, wanted: string): never {
  throw new Error(`query ${name}: ${saw}; required: ${wanted}`);
}
