/** A page of Athena's answer as cells of their types; and what of Athena's errors may be told. */
import { GetQueryResultsCommand, InvalidRequestException, type AthenaClient } from '@aws-sdk/client-athena';

import type { Cell, ColumnType } from '../../../../report/rows/column.ts';
import { PlatformFault } from '../../errors.ts';
import { PageUnknown, type AnswerPage, type Page } from '../../queries/query-runs.ts';

/** @throws PageUnknown, PlatformFault */
export async function rowsOf(
  client: Pick<AthenaClient, 'send'>,
  runId: string,
  { after, limit }: Page,
): Promise<AnswerPage> {
  // The names of the columns are the first row of the first page.
  const head = after === null ? 1 : 0;
  const { ResultSet: set, NextToken: next } = await client
    .send(
      new GetQueryResultsCommand({
        QueryExecutionId: runId,
        MaxResults: limit + head,
        ...(after === null ? {} : { NextToken: after }),
      }),
    )
    .catch((cause: unknown) => {
      if (after !== null && cause instanceof InvalidRequestException)
        throw new PageUnknown('Athena knows no such page', { cause });
      throw asFault(cause, 'read an answer');
    });
  const columns = (set?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name, Type }) => ({
    name: Name!,
    type: typeOf(Type!),
  }));
  const rows = (set?.Rows ?? [])
    .slice(head)
    .map(({ Data: cells = [] }) => columns.map(({ type }, n) => cellOf(cells[n]?.VarCharValue, type)));
  return { columns, rows, next: next ?? null };
}

const TYPES: Readonly<Record<string, ColumnType>> = {
  tinyint: 'integer',
  smallint: 'integer',
  integer: 'integer',
  bigint: 'integer',
  real: 'number',
  float: 'number',
  double: 'number',
  decimal: 'number',
  boolean: 'yes/no',
  date: 'date',
  timestamp: 'time',
};

/** What is none of the tables' types is told as text. */
function typeOf(type: string): ColumnType {
  return TYPES[/^[a-z]+/.exec(type)?.[0] ?? ''] ?? 'text';
}

/** Athena gives texts, and nothing for null. */
function cellOf(text: string | undefined, type: ColumnType): Cell {
  if (text === undefined) return null;
  if (type === 'yes/no') return text === 'true';
  if (type === 'time') return `${text.replace(/ UTC$/, '').replace(' ', 'T')}Z`;
  if (type !== 'integer' && type !== 'number') return text;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** Its name alone: messages quote statements. */
export function asFault(cause: unknown, what: string): PlatformFault {
  const name = cause instanceof Error ? cause.name : 'unknown';
  return new PlatformFault(`Athena did not ${what}: ${name}`, { cause });
}
