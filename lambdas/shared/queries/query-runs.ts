/** Named queries as they run. Adapters: Athena (`aws/athena/query-runs.ts`), the sandbox of one machine (`local/serve/`). */
import type { Cell, ColumnType } from '../../../report/rows/column.ts';

export interface SiteStatement {
  /** Whose rows can be read; whatever the statement says, others are not there. */
  readonly site: string;
  /** Of a named query, its parameters put in (`query-text.ts`). */
  readonly sql: string;
}

export interface Page {
  /** What the page before gave as `next`; null: the first. */
  readonly after: string | null;
  readonly limit: number;
}

export type QueryProgress =
  | { readonly state: 'running' }
  /** `limit`: it would have read or answered more than it may, or taken longer. */
  | { readonly state: 'failed'; readonly failure: 'limit' | 'engine' }
  | ({ readonly state: 'succeeded' } & AnswerPage);

export interface AnswerPage {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  /** Dates and times are ISO. */
  readonly rows: readonly (readonly Cell[])[];
  readonly next: string | null;
}

/** A page that there is not: `after` was not given by the page before. */
export class PageUnknown extends Error {
  override readonly name = 'PageUnknown';
}

export interface QueryRuns {
  /** @returns the id of the run, a UUID */
  start(statement: SiteStatement): Promise<string>;
  /** Null: it is not known (any more). @throws PageUnknown, PlatformFault */
  read(runId: string, page: Page): Promise<QueryProgress | null>;
}
