/** Columns of stored results: name, type, unit and meaning stand beside what fills them, so that a data dictionary can't differ. */
import type { Quantity } from '../../contracts/primitives.ts';

/** Of the tables together, and part of every key: a column is only ever added, or the number rises. */
export const ROWS_SCHEMA = 1;
/** Rises with the columns that are added: files of an edition before lack them, and read as null. */
export const ROWS_EDITION = 3;

/** As Parquet, DuckDB and Trino have them. A date is days, without a zone; a time is in UTC, to the millisecond. */
export type ColumnType = 'text' | 'integer' | 'number' | 'yes/no' | 'date' | 'time';
export type Cell = string | number | boolean | null;

/** `S`: what a row is made from. */
export interface Column<S> {
  /** snake_case, with its unit at the end. */
  readonly name: string;
  readonly type: ColumnType;
  /** Null for what has none. */
  readonly unit: string | null;
  readonly meaning: string;
  /** First edition of the tables that has it. */
  readonly since: number;
  /** Null where it is not known, never a default. Dates and times are ISO. */
  readonly of: (source: S) => Cell;
}

export function column<S>(
  name: string,
  type: ColumnType,
  meaning: string,
  of: (source: S) => Cell | undefined,
  unit: string | null = null,
): Column<S> {
  return { name, type, unit, meaning, since: 1, of: (source) => of(source) ?? null };
}

/** One that files of editions before do not have. */
export function since<S>(edition: number, added: Column<S>): Column<S> {
  return { ...added, since: edition };
}

/** A number and the bounds of its 95 % interval: `NAME_UNIT`, `NAME_UNIT_low`, `NAME_UNIT_high`. */
export function measured<S>(
  name: string,
  unit: string,
  meaning: string,
  of: (source: S) => Pick<Quantity, 'value' | 'uncertainty'> | null | undefined,
): Column<S>[] {
  const bound = (source: S, end: 'low' | 'high'): number | null => {
    const uncertainty = of(source)?.uncertainty;
    return uncertainty?.kind === 'interval95' ? uncertainty[end] : null;
  };
  const full = `${name}_${UNIT_NAMES[unit] ?? unit}`;
  return [
    column(full, 'number', meaning, (source) => of(source)?.value, unit),
    column(
      `${full}_low`,
      'number',
      `${meaning}: lower bound of the 95 % interval`,
      (source) => bound(source, 'low'),
      unit,
    ),
    column(
      `${full}_high`,
      'number',
      `${meaning}: upper bound of the 95 % interval`,
      (source) => bound(source, 'high'),
      unit,
    ),
  ];
}

/** Units as parts of names. */
const UNIT_NAMES: Readonly<Record<string, string>> = {
  'mg/cm3': 'mg_cm3',
  'N/mm': 'n_per_mm',
  'N m': 'n_m',
  N: 'n',
  HU: 'hu',
  '%': 'percent',
};

/** One row as an object of plain values. */
export function rowOf<S>(columns: readonly Column<S>[], source: S): Readonly<Record<string, Cell>> {
  return Object.fromEntries(columns.map(({ name, of }) => [name, of(source)]));
}
