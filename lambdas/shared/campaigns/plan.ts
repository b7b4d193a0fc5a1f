/** Which studies a campaign assesses again, in which order, and what that takes. */
import { ASSESSMENT_COLUMNS } from '../../../report/rows/assessment-columns.ts';
import { mean } from '../../../spine/math/moments.ts';
import { randomOf } from '../../../spine/math/random/latin-hypercube.ts';

/** By which studies can be chosen: columns of the table assessments, and those that are folders. */
const CHOOSING_COLUMNS: readonly string[] = [...ASSESSMENT_COLUMNS.map(({ name }) => name), 'site', 'month'];

export interface Condition {
  readonly column: string;
  readonly value: string;
}

/** `COLUMN=VALUE,COLUMN=VALUE`, or `all`. Null where it is nothing of the kind. */
export function conditionsOf(text: string): readonly Condition[] | null {
  if (text === 'all') return [];
  const conditions = text.split(',').map((part) => {
    const at = part.indexOf('=');
    return { column: part.slice(0, Math.max(0, at)).trim(), value: part.slice(at + 1).trim() };
  });
  return conditions.every(({ column }) => CHOOSING_COLUMNS.includes(column)) ? conditions : null;
}

/** Of so many studies a canary is a hundredth, and never fewer than `LEAST_CANARY`. */
const CANARY_PART = 100;
const LEAST_CANARY = 20;

/** @param asked left out: 1 % or 20 studies, whichever is more */
export function canarySize(studies: number, asked?: number): number {
  return Math.min(studies, asked ?? Math.max(LEAST_CANARY, Math.ceil(studies / CANARY_PART)));
}

/**
 * The canary is drawn by the seed: the same studies give the same one, whatever order they come in.
 * @returns the canary and the rest, each in the order in which it is to be assessed
 */
export function drawCanary<T extends { readonly studyId: string }>(
  studies: readonly T[],
  size: number,
  seed: string,
): { readonly canary: readonly T[]; readonly rest: readonly T[] } {
  const order = studies.toSorted((a, b) => (a.studyId < b.studyId ? -1 : 1));
  const random = randomOf(seed);
  for (let n = 0; n < size; n++) {
    const other = n + Math.floor(random() * (order.length - n));
    [order[n], order[other]] = [order[other]!, order[n]!];
  }
  const rest = order.slice(size).toSorted((a, b) => (a.studyId < b.studyId ? -1 : 1));
  return { canary: order.slice(0, size), rest };
}

export interface Estimate {
  /** Of the work, one study after the other. */
  readonly seconds: number;
  /** Null where a study's time has no price. */
  readonly usd: number | null;
}

/** What a former assessment took, s of all its steps; null where its time has no price. */
export type FormerTime = Estimate;

/** By the mean of those whose time is known; null where none is. */
export function estimateOf(studies: number, known: readonly FormerTime[]): Estimate | null {
  if (known.length === 0) return null;
  const priced = known.flatMap(({ usd }) => usd ?? []);
  return {
    seconds: studies * mean(known.map(({ seconds }) => seconds)),
    usd: priced.length === 0 ? null : studies * mean(priced),
  };
}

export interface Budget {
  readonly seconds: number | null;
  readonly usd: number | null;
}

/** @returns what the estimate is beyond, in a sentence each; an estimate that is not known is beyond any budget */
export function beyondBudget(estimate: Estimate | null, { seconds, usd }: Budget): readonly string[] {
  const over = (what: string, found: number | null, most: number | null): string[] => {
    if (most === null) return [];
    if (found === null) return [`${what}: no estimate, as no former time is known; allowed: ${most}`];
    return found <= most
      ? []
      : [`${what}: estimated ${found.toLocaleString('en', { maximumFractionDigits: 2 })}; allowed: ${most}`];
  };
  return [
    ...over('seconds of work', estimate?.seconds ?? null, seconds),
    ...over('US$', estimate?.usd ?? null, usd),
  ];
}
