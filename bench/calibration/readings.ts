/** What a method of calibration reads of a level, and how near to the truth. */
import { mean, standardDeviation } from '../../spine/math/moments.ts';

export const METHODS = ['phantom', 'air-blood', 'air-fat', 'kvp-slope'] as const;
export type Method = (typeof METHODS)[number];

/** What a method gave for one level, less what is known to be agent, and its 95 % interval: mg/cm3, or N. */
export interface Reading {
  readonly method: Method;
  readonly level: string;
  readonly truth: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface Accuracy {
  readonly levels: number;
  readonly bias: number;
  readonly sd: number;
  /** Share of the levels whose true density lies in the interval, 0 to 1. */
  readonly coverage: number;
  /** Mean half-width of the interval, mg/cm3. */
  readonly halfWidth: number;
  /** Root mean square error as a share of the truth. */
  readonly relative: number;
  /** Mean half-width as a share of what was read. */
  readonly relativeHalfWidth: number;
}

/** Null where nothing was read. */
export function accuracyOf(readings: readonly Reading[]): Accuracy | null {
  if (readings.length < 2) return null;
  const errors = readings.map(({ value, truth }) => value - truth);
  const share = readings.map(({ value, truth }) => (value / truth - 1) ** 2);
  return {
    levels: readings.length,
    bias: mean(errors),
    sd: standardDeviation(errors),
    coverage: mean(readings.map(({ low, high, truth }) => (low <= truth && truth <= high ? 1 : 0))),
    halfWidth: mean(readings.map(({ low, high }) => (high - low) / 2)),
    relative: Math.sqrt(mean(share)),
    relativeHalfWidth: mean(readings.map(({ low, high, value }) => (high - low) / 2 / value)),
  };
}
