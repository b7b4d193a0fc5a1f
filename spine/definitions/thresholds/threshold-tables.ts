/**
 * Threshold tables, each bound to the methods and the population it was made with.
 *
 * A cut-off in newtons of one finite-element engine says nothing of another's newtons, a probability made for one
 * country's FRAX nothing of another model's. So a table is asked for together with the method that wants it, and is
 * refused to any other; a method may be allowed to use it under a label that says what is wrong with that.
 */
import type { Calibration } from '../../../contracts/calibration/calibration.ts';
import { pinned } from '../pinned-parameters.ts';

import file from './threshold-tables-1.json' with { type: 'json' };

export const TABLES = pinned(
  'threshold-tables-1.json',
  file,
  '028b6cc35d8a4315f46492b115983c8023c647795136ba6ff23b992dd65701cd',
).value.tables;

export type ThresholdTable = (typeof TABLES)[number];

export interface ThresholdGrant<Name extends string> {
  readonly table: ThresholdTable;
  readonly values: Readonly<Record<Name, number>>;
  /** Null where the table was made for the method; else what has to stand beside every use. */
  readonly label: string | null;
}

/** A table was asked for by a method that it is not bound to. */
export class ThresholdRefused extends Error {
  override readonly name = 'ThresholdRefused';
  readonly code = 'THRESHOLD_OF_ANOTHER_METHOD';
  readonly table: ThresholdTable;
  readonly methodId: string;

  constructor(table: ThresholdTable, methodId: string) {
    super(
      `threshold table ${table.id}: requested by ${methodId}, valid for ${table.methods.join(', ')} (${table.population})`,
    );
    this.table = table;
    this.methodId = methodId;
  }
}

/**
 * The named values of a table, for a method that it is bound to.
 * @throws ThresholdRefused for any other method
 */
export function thresholdsFor<Name extends string>(
  tableId: string,
  methodId: string,
  names: readonly Name[],
): ThresholdGrant<Name> {
  const table = thresholdTable(tableId);
  const label = (table.byLabel as Readonly<Record<string, string | undefined>>)[methodId] ?? null;
  if (!table.methods.includes(methodId) && label === null) throw new ThresholdRefused(table, methodId);
  const all = table.values as Readonly<Record<string, number | undefined>>;
  const values = Object.fromEntries(
    names.map((name) => {
      const value = all[name];
      if (value === undefined) throw new Error(`threshold table ${tableId} has no ${name}`);
      return [name, value];
    }),
  ) as Record<Name, number>;
  return { table, values, label };
}

function thresholdTable(id: string): ThresholdTable {
  const table = TABLES.find((other) => other.id === id);
  if (table === undefined) throw new Error(`there is no threshold table ${id}`);
  return table;
}

/** Finite-element strength of this software: another law of bone, or another read-out, gives other newtons. */
export function strengthMethod(parameterSet: string, law: 'plastic' | 'linear'): string {
  return `osteon-fe/${parameterSet}/${law}`;
}

/** Trabecular density of this software by the way in which HU became mg/cm3. */
export function densityMethod(method: Calibration['method']): string {
  return `osteon-vbmd/${method}`;
}
