/** Named queries on Amazon Athena: a statement is started, looked at, and its rows are read page by page. */
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  StartQueryExecutionCommand,
  type QueryExecutionStatus,
} from '@aws-sdk/client-athena';

import type { Cell, ColumnType } from '../../../report/rows/column.ts';

import { PlatformFault } from '../errors.ts';
import type { NamedQuery } from '../queries/named-query.ts';
import { PageUnknown, type AnswerPage, type Page, type QueryRuns } from '../queries/query-runs.ts';
import { overSite } from '../queries/site-tables.ts';

export interface AthenaPlace {
  /** It says where answers go, how they are encrypted and how much a statement may scan. */
  readonly workGroup: string;
  /** Of the tables that want a site. */
  readonly database: string;
  readonly views: readonly NamedQuery[];
}

/** @param client the part that is used, so that a test can hand in its own */
export function athenaQueryRuns(
  { workGroup, database, views }: AthenaPlace,
  client: Pick<AthenaClient, 'send'> = new AthenaClient({}),
): QueryRuns {
  return {
    async start(statement) {
      const QueryString = overSite(statement, database, views);
      const { QueryExecutionId: id } = await client
        .send(new StartQueryExecutionCommand({ QueryString, WorkGroup: workGroup }))
        .catch((cause: unknown) => {
          throw asFault(cause, 'start a query');
        });
      if (id === undefined) throw new PlatformFault('Athena gave a query no id');
      return id;
    },

    async read(runId, page) {
      const status = await statusOf(client, runId, workGroup);
      switch (status?.State) {
        case undefined:
          return null;
        case 'SUCCEEDED':
          return { state: 'succeeded', ...(await rowsOf(client, runId, page)) };
        case 'FAILED':
        case 'CANCELLED':
          return {
            state: 'failed',
            failure: SCAN_LIMIT.test(status.StateChangeReason ?? '') ? 'limit' : 'engine',
          };
        default:
          return { state: 'running' };
      }
    },
  };
}

/** What Athena says of a statement that its workgroup's limit or its own time ended. */
const SCAN_LIMIT = /bytes scanned limit|exceeded.*(?:limit|time)|timeout/i;

async function statusOf(
  client: Pick<AthenaClient, 'send'>,
  runId: string,
  workGroup: string,
): Promise<QueryExecutionStatus | null> {
  try {
    const { QueryExecution: run } = await client.send(
      new GetQueryExecutionCommand({ QueryExecutionId: runId }),
    );
    return run?.WorkGroup === workGroup ? (run.Status ?? null) : null;
  } catch (cause) {
    if (cause instanceof InvalidRequestException) return null;
    throw asFault(cause, 'describe a query');
  }
}

async function rowsOf(
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

function asFault(cause: unknown, what: string): PlatformFault {
  const name = cause instanceof Error ? cause.name : 'unknown';
  return new PlatformFault(`Athena did not ${what}: ${name}`, { cause });
}
