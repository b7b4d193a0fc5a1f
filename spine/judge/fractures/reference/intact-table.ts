/**
 * The reference table of intact bodies: made by `bench/reference-table.ts` from public CT and a mean shape, as the
 * engine itself measures them, because no published table gives numbers by level for such points.
 */
import type { Level } from '../../../../contracts/levels.ts';

import type { Estimate } from '../../../math/interval.ts';
import table from './intact-table.json' with { type: 'json' };
import { pinned } from '../../../definitions/pinned-parameters.ts';

export interface RatioSpread {
  /** Standard deviation between people at one level, and between the levels of one person about their own mean. */
  readonly between: number;
  readonly within: number;
}

export interface IntactLevel {
  readonly level: string;
  readonly anterior: { readonly ratio: number; readonly se: number };
  readonly middle: { readonly ratio: number; readonly se: number };
  /** Hp against that of L1. */
  readonly posterior: number;
  readonly bodies: number;
  readonly people: number;
}

export interface IntactTable {
  readonly schema: 'osteon/intact-table/1';
  readonly id: string;
  readonly tag: string;
  readonly method: string;
  /** Of the definitions that its heights were measured with (`HEIGHT_THEMES`): with others it is stale. */
  readonly definitionsSha256: string;
  readonly sources: readonly { readonly name: string; readonly people: number; readonly licence: string }[];
  readonly statement: string;
  readonly counts: { readonly bodies: number; readonly people: number };
  /** Men against women, added to the ratio. */
  readonly menAgainstWomen: { readonly anterior: number; readonly middle: number; readonly source: string };
  readonly spread: Readonly<Record<'anterior' | 'middle' | 'posterior', RatioSpread>>;
  readonly levels: readonly IntactLevel[];
}

export type Sex = 'female' | 'male' | null;

/** Intact at one level of one sex. */
export interface Intact {
  readonly anterior: Estimate;
  readonly middle: Estimate;
  readonly posterior: number;
}

/** `npm run reference-table -- --write` writes the table and this digest of it. */
const PINNED = pinned(
  'intact-table.json',
  table as IntactTable,
  '5453518b9e9d301e6159f92cad0e57e10cc9553c4ad87d8690ebb1089d6a98de',
);
export const INTACT_TABLE = PINNED.value;
export const INTACT_TABLE_SHA256 = PINNED.sha256;
export const SPREAD = INTACT_TABLE.spread;

const BY_LEVEL = new Map(INTACT_TABLE.levels.map((row) => [row.level, row]));

/** @param level T4 to L6; L6 has L5's */
export function intactAt(level: Level, sex: Sex): Intact {
  const row = BY_LEVEL.get(level === 'L6' ? 'L5' : level);
  if (row === undefined) throw new RangeError(`saw ${level}; wanted a level of the table, T4 to L6`);
  // The table's people are of both sexes or not known: each sex stands half of the difference from their mean.
  const side = sex === null ? 0 : sex === 'male' ? 0.5 : -0.5;
  const { anterior, middle } = INTACT_TABLE.menAgainstWomen;
  return {
    anterior: { value: row.anterior.ratio + side * anterior, se: row.anterior.se },
    middle: { value: row.middle.ratio + side * middle, se: row.middle.se },
    posterior: row.posterior,
  };
}
