/** Named queries on Amazon Athena: a statement is started, looked at, and its rows are read page by page. */
import {
  AthenaClient,
  GetQueryExecutionCommand,
  InvalidRequestException,
  StartQueryExecutionCommand,
  type QueryExecutionStatus,
} from '@aws-sdk/client-athena';

import { PlatformFault } from '../../errors.ts';
import type { NamedQuery } from '../../queries/named-query.ts';
import type { QueryRuns } from '../../queries/query-runs.ts';
import { overSite } from '../../queries/site-tables.ts';

import { asFault, rowsOf } from './answer-page.ts';

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
