/** One number or statement of a result as records systems take it. Numbers are those of `result.json` and pass through as they are. */
import type { Density, Quantity, Refusal, Uncertainty, Unit } from '../../contracts/primitives.ts';
import type { Level } from '../../contracts/levels.ts';

import type { OwnCode } from '../dicom/codes.ts';

export type FindingValue =
  /** `1`: a share or a count. */
  | { readonly kind: 'number'; readonly value: number; readonly unit: Unit | '1' }
  | { readonly kind: 'code'; readonly code: OwnCode }
  | { readonly kind: 'text'; readonly text: string };

export interface Part {
  readonly code: OwnCode;
  readonly value: FindingValue;
}

/** Why there is no value: the level or the study was refused or not measured, or processing failed. */
export interface Absent {
  readonly kind: 'not-performed' | 'error';
  /** Of `contracts/codes/`; null where no refusal says why. */
  readonly refusal: Refusal['code'] | null;
  readonly text: string;
}

/** Normal, low, abnormal, or not decided before a reader looks. */
export type Interpretation = 'N' | 'L' | 'A' | 'IND';

export interface Finding {
  readonly code: OwnCode;
  /** Null: of the study as a whole. */
  readonly site: { readonly level: Level; readonly text: string } | null;
  readonly value: FindingValue | Absent;
  /** What belongs to the value: the limits of its interval, or why it has none. */
  readonly parts: readonly Part[];
  readonly interpretation: Interpretation | null;
  /** In words, beside the interpretation or in its place. */
  readonly remark: string | null;
  /** By a reader and not by the software. */
  readonly byReader: boolean;
}

export function isAbsent(value: Finding['value']): value is Absent {
  return value.kind === 'not-performed' || value.kind === 'error';
}

export function refusedBy({ code, saw }: Refusal, kind: Absent['kind'] = 'not-performed'): Absent {
  return { kind, refusal: code, text: `${code}: ${saw}` };
}

export function numberOf({ value, unit }: Quantity | Density): FindingValue {
  return { kind: 'number', value, unit };
}

/** The limits of the 95 % interval, or the reason why there is none. */
export function intervalParts({
  unit,
  uncertainty,
}: {
  unit: Unit;
  uncertainty: Uncertainty;
}): readonly Part[] {
  if (uncertainty.kind === 'none')
    return [{ code: 'no-uncertainty', value: { kind: 'text', text: uncertainty.reason } }];
  return [
    { code: 'interval-low', value: { kind: 'number', value: uncertainty.low, unit } },
    { code: 'interval-high', value: { kind: 'number', value: uncertainty.high, unit } },
  ];
}
