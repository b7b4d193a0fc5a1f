/** What the application stands on: the same on Lambda and on one machine. */
import type { ApiErrorCode } from '../../contracts/codes/codes.ts';
import type { CampaignExecutions, Executions, Finalisations } from '../shared/executions.ts';
import type { ListedStore } from '../shared/object-store.ts';
import type { NamedQuery } from '../shared/queries/named-query.ts';
import type { QueryRuns } from '../shared/queries/query-runs.ts';
import type { UploadStore } from '../shared/upload-store.ts';

import type { CallerOf } from './http/caller.ts';

/** One line a request; no path, no query, no body: a route's pattern says enough. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  /** `/v1/uploads/{uploadId}`. */
  readonly route: string;
  readonly status: number;
  readonly milliseconds: number;
  readonly site: string | null;
  readonly code: ApiErrorCode | null;
}

export interface ApiLog {
  request(line: RequestLine): void;
  /** An error that is no answer of ours; what is kept of it must hold no patient data. */
  failed(requestId: string, error: unknown): void;
}

export interface ApiQueries {
  readonly named: readonly NamedQuery[];
  readonly runs: QueryRuns;
}

export interface ApiPorts {
  readonly store: ListedStore;
  readonly uploads: UploadStore;
  readonly executions: Executions;
  /** Null: campaigns are run by a command. */
  readonly campaigns: CampaignExecutions | null;
  readonly finalisations: Finalisations;
  readonly queries: ApiQueries;
  readonly callerOf: CallerOf;
  readonly log: ApiLog;
}
