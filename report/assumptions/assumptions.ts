/** Values that no primary source supports, each with what the report's figures do when it is varied: made by `npm run assumptions`. */
import { pinned } from '../../spine/definitions/pinned-parameters.ts';

import table from './assumptions.json' with { type: 'json' };

export interface AssumptionTable {
  readonly id: string;
  /** Who measured the effects on what, as the report says it. */
  readonly statement: string;
  readonly rows: readonly AssumptionRow[];
}

export interface AssumptionRow {
  readonly assumption: string;
  /** With the range that it was varied over. */
  readonly value: string;
  /** What it was measured on. */
  readonly case: string;
  readonly effect: string;
}

const PINNED = pinned(
  'assumptions.json',
  table as AssumptionTable,
  'c00ccbc4126f9e87dfd5ac43d9b9eb129e8037ce04d942f8c0d8fcc06dba6bfd',
);
export const ASSUMPTION_TABLE = PINNED.value;
export const ASSUMPTION_TABLE_SHA256 = PINNED.sha256;
