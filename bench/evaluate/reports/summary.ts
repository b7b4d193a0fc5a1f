/** All bodies of a run together, by slice: what the bar of issue 4 asks, and how far it is reached. */
import { levelIndex } from '../../../contracts/levels.ts';

import type { BodyRow, CaseResult } from '../results.ts';
import { leastOf, medianOf, mostOf, spreadOf, type Spread } from './statistics.ts';

/** Distance of slices up to which bodies are counted as thin, mm. */
const THIN_MM = 1.5;
/** Rounding of headers. */
const SLACK_MM = 0.01;
const FIRST_OF_BAR = levelIndex('T8');

export interface Summary {
  readonly title: string;
  readonly bodies: number;
  readonly scans: number;
  readonly dice: number | null;
  /** The worst body from T8 to L5. */
  readonly worstDice: number | null;
  readonly meanSurfaceMm: number | null;
  readonly hd95Mm: number | null;
  readonly volumeRatio: number | null;
  readonly mostInNeighbour: number | null;
  /** Anterior, middle and posterior together. */
  readonly heights: Spread | null;
  /** Median of their absolute values, mm. */
  readonly heightOff: number | null;
  readonly wholeDice: number | null;
  readonly identified: number;
  readonly identifiable: number;
  /** Scans whose true names are the first choice or the second. */
  readonly trueReported: number;
  readonly missed: number;
  readonly refused: readonly string[];
}

export function summaries(results: readonly CaseResult[]): readonly Summary[] {
  const thin = results.filter(({ spacingMm }) => sliceOf(spacingMm) <= THIN_MM + SLACK_MM);
  const thick = results.filter((result) => !thin.includes(result));
  return [
    summary(`slices to ${THIN_MM} mm`, thin),
    summary(`slices above ${THIN_MM} mm`, thick),
    summary('all', results),
  ].filter(({ scans, title }) => scans > 0 || title === 'all');
}

export function summary(title: string, results: readonly CaseResult[]): Summary {
  const compared = results.flatMap(({ comparison }) => (comparison === null ? [] : [comparison]));
  const rows = compared
    .flatMap(({ rows }) => rows)
    .filter(({ truncated, dice }) => !truncated && dice !== null);
  const of = (pick: (row: BodyRow) => number | null): number[] =>
    rows.flatMap((row) => {
      const value = pick(row);
      return value === null ? [] : [value];
    });
  const heights = rows.flatMap(({ heightErrorMm: h }) =>
    h === null ? [] : [h.anterior, h.middle, h.posterior],
  );
  const inBar = rows.filter(({ level }) => levelIndex(level) >= FIRST_OF_BAR);
  return {
    title,
    bodies: rows.length,
    scans: compared.length,
    dice: medianOf(of(({ dice }) => dice)),
    worstDice: leastOf(inBar.map(({ dice }) => dice!)),
    meanSurfaceMm: medianOf(of(({ meanSurfaceMm }) => meanSurfaceMm)),
    hd95Mm: medianOf(of(({ hd95Mm }) => hd95Mm)),
    volumeRatio: medianOf(of(({ volumeRatio }) => volumeRatio)),
    mostInNeighbour: mostOf(of(({ inNeighbourPercent }) => inNeighbourPercent)),
    heights: spreadOf(heights),
    heightOff: medianOf(heights.map(Math.abs)),
    wholeDice: medianOf(of(({ wholeDice }) => wholeDice)),
    identified: compared.reduce((sum, { identified }) => sum + identified, 0),
    identifiable: compared.reduce((sum, { identifiable }) => sum + identifiable, 0),
    trueReported: compared.filter(({ trueReported }) => trueReported).length,
    missed: compared.reduce((sum, { missed }) => sum + missed.length, 0),
    refused: results.flatMap(({ name, refusal }) => (refusal === null ? [] : [`${name} (${refusal.code})`])),
  };
}

/** Distance of slices along the patient's axis, as the product takes it. */
function sliceOf(spacingMm: readonly number[]): number {
  return spacingMm[2]!;
}
