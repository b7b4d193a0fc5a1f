/** What the command and the process that queries say to each other. */
import type { Cell, ColumnType } from '../../../report/rows/column.ts';

/** Told by the one that asks, so that the process that queries loads little. */
export interface ResultTable {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  /** Paths, or patterns of paths. */
  readonly files: readonly string[];
}

export interface QueryRequest {
  /** One SELECT. */
  readonly sql: string;
  /** Which files may be read from, their real paths. */
  readonly folders: readonly string[];
  readonly tables: readonly ResultTable[];
  /** Of views, by name, in the order in which one may use another. */
  readonly views: readonly (readonly [name: string, sql: string])[];
  readonly memoryMb: number;
  readonly mostRows: number;
}

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  /** By column. Dates and times are ISO. */
  readonly rows: readonly (readonly Cell[])[];
}

/** On the standard error of a process that ended itself for it. */
export const TOO_MUCH_MEMORY = 'too much memory';

export interface MeasuredAnswer extends Answer {
  /** Most that the process held, MB. */
  readonly memoryMb: number;
}

export type QueryReply = { readonly answer: MeasuredAnswer } | { readonly refusal: string };
