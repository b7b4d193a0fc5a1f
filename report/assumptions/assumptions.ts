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
  'e49ddc8ff3e5193996fc5121d21b574b051de5e293d0b3d08d8a221a4a2db23f',
);
export const ASSUMPTION_TABLE = PINNED.value;
export const ASSUMPTION_TABLE_SHA256 = PINNED.sha256;
