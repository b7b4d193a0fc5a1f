/** A named query with its parameters put in: the same text for DuckDB and for Trino. */
import type { NamedQuery, ParameterType, QueryParameter } from './named-query.ts';

/** A parameter that the query does not have, or a value that is not of its type. */
export class QueryParameterInvalid extends Error {
  override readonly name = 'QueryParameterInvalid';
  readonly parameter: string;
  readonly wanted: string;

  constructor(parameter: string, saw: string, wanted: string) {
    super(`parameter ${parameter}: ${saw}; required: ${wanted}`);
    this.parameter = parameter;
    this.wanted = wanted;
  }
}

const MOST_LETTERS = 200;
const QUOTE = "'";

/**
 * Values become literals of their type: what is typed can't become SQL, in either engine.
 *
 * @param given by the parameters' names; those that are left out have their default
 * @param options `marked`: each literal stands behind its parameter's name, in a comment, for a person who edits the text
 * @throws QueryParameterInvalid
 */
export function queryText(
  query: NamedQuery,
  given: Readonly<Record<string, string>>,
  { marked = false }: { readonly marked?: boolean } = {},
): string {
  for (const name of Object.keys(given))
    if (!query.parameters.some((parameter) => parameter.name === name))
      throw new QueryParameterInvalid(
        name,
        `${query.name} has none of this name`,
        query.parameters.map((parameter) => parameter.name).join(', ') || 'none',
      );
  const literals = new Map(
    query.parameters.map((parameter) => {
      const value = Object.hasOwn(given, parameter.name) ? given[parameter.name]! : parameter.byDefault;
      return [parameter.name, literal(parameter, value)];
    }),
  );
  return outsideQuotes(query.sql, (code) =>
    code.replaceAll(/(?<!:):([a-z][a-z0-9_]*)/g, (_, name: string) => {
      const value = literals.get(name);
      if (value === undefined) throw new Error(`query ${query.name}: :${name} is no parameter of its head`);
      return marked ? `/* ${name} */ ${value}` : value;
    }),
  );
}

interface Literal {
  readonly wanted: string;
  readonly pattern: RegExp;
  readonly sql: (value: string) => string;
}

/** Of each type: what may be typed, and how both engines write it. A number with an exponent is a double in both. */
const LITERALS: Readonly<Record<ParameterType, Literal>> = {
  text: {
    wanted: `at most ${MOST_LETTERS} letters, none of them a control character`,
    pattern: new RegExp(`^\\P{Cc}{0,${MOST_LETTERS}}$`, 'u'),
    sql: (value) => `${QUOTE}${value.replaceAll(QUOTE, QUOTE + QUOTE)}${QUOTE}`,
  },
  integer: { wanted: 'a whole number', pattern: /^-?\d{1,9}$/, sql: (value) => String(Number(value)) },
  number: {
    wanted: 'a number, 1.5',
    pattern: /^-?\d{1,9}(\.\d{1,9})?$/,
    sql: (value) => Number(value).toExponential().toUpperCase(),
  },
  'yes/no': {
    wanted: 'yes or no',
    pattern: /^(yes|no)$/,
    sql: (value) => (value === 'yes' ? 'TRUE' : 'FALSE'),
  },
  month: {
    wanted: 'a month, YYYY-MM',
    // The tables have 0000-00 for studies without a date; 9999-99 is after every month.
    pattern: /^(\d{4}-(0[1-9]|1[0-2])|0000-00|9999-99)$/,
    sql: (value) => `'${value}'`,
  },
  date: {
    wanted: 'a date, YYYY-MM-DD',
    pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    sql: (value) => `DATE '${value}'`,
  },
  time: {
    wanted: 'a time in UTC, YYYY-MM-DD HH:MM:SS',
    pattern: /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3])(:[0-5]\d){2}$/,
    sql: (value) => `TIMESTAMP '${value}'`,
  },
};

function literal({ name, type }: QueryParameter, value: string): string {
  const { wanted, pattern, sql } = LITERALS[type];
  if (!pattern.test(value) || (type === 'date' && !isDay(value)))
    throw new QueryParameterInvalid(name, `not ${type}`, wanted);
  return sql(value);
}

/** The thirtieth of February is none. */
function isDay(value: string): boolean {
  return new Date(value).toISOString().startsWith(value);
}

/** Applies `change` to what is neither a quoted text nor a comment. */
function outsideQuotes(sql: string, change: (code: string) => string): string {
  return sql
    .split(/('(?:[^']|'')*'|--[^\n]*)/)
    .map((part, n) => (n % 2 === 0 ? change(part) : part))
    .join('');
}
