/** Hazard of ten years by age from a table of probabilities, and what rounding and age leave open in it. */
import { TABLE_ANCHOR, type Sex, type TableOutcome } from '../parameters.ts';

export interface Baseline {
  /** ln of the hazard of ten years without any clinical factor. */
  readonly logHazard: number;
  /**
   * Outside the table's ages the hazard lies between that of its last age and the straight line beyond it:
   * `logHazard` is the middle, `stretch` half the distance; 0 inside.
   */
  readonly stretch: number;
  /** Standard error of `logHazard` by the digits that were printed. */
  readonly roundingSd: number;
}

interface Knot {
  readonly below: number;
  readonly above: number;
  /** 0 at the lower age of the table, 1 at the upper; beyond 0 to 1 outside the table. */
  readonly share: number;
}

const { baseline, ageRange } = TABLE_ANCHOR.value;

/** Whether the table may be used at this age at all. */
export function ageInRange(ageYears: number): boolean {
  return ageYears >= ageRange.lowest && ageYears <= ageRange.highest;
}

/** Whether the table ends before this age. */
export function ageStretched(ageYears: number): boolean {
  const { share } = knotOf(ageYears);
  return share < 0 || share > 1;
}

/** H = -ln(1 - P), its logarithm straight between two ages of the table. @param ageYears in range */
export function baselineOf(ageYears: number, sex: Sex, outcome: TableOutcome): Baseline {
  const percents = baseline.tenYearPercent[sex][outcome];
  const digits = baseline.lastDigitPercent[sex][outcome];
  const { below, above, share } = knotOf(ageYears);
  const [low, high] = [below, above].map((n) => Math.log(-Math.log1p(-percents[n]! / 100))) as [
    number,
    number,
  ];
  const held = Math.min(Math.max(share, 0), 1);
  const inside = low + held * (high - low);
  const stretch = ((share - held) * (high - low)) / 2;
  // A rounded figure lies anywhere within half a digit: standard deviation digit / sqrt(12).
  const [belowSd, aboveSd] = [below, above].map((n) => digits[n]! / Math.sqrt(12) / percents[n]!) as [
    number,
    number,
  ];
  return {
    logHazard: inside + stretch,
    stretch,
    roundingSd: Math.hypot((1 - held) * belowSd, held * aboveSd),
  };
}

/**
 * A ratio given at the table's ages: its logarithm straight between them, held outside; an age without one (the table
 * prints 0.1 or 0.2 % there) takes the next one's.
 */
export function ratioAt(ageYears: number, ratios: readonly (number | null)[]): number {
  const { below, above, share } = knotOf(ageYears);
  const at = (n: number): number => Math.log(ratios.slice(n).find((ratio) => ratio !== null)!);
  const held = Math.min(Math.max(share, 0), 1);
  return Math.exp(at(below) + held * (at(above) - at(below)));
}

function knotOf(ageYears: number): Knot {
  const { ages } = baseline;
  let below = 0;
  while (below < ages.length - 2 && ages[below + 1]! <= ageYears) below++;
  const above = below + 1;
  return { below, above, share: (ageYears - ages[below]!) / (ages[above]! - ages[below]!) };
}
