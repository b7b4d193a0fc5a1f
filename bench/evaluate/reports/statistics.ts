/** Median, mean and spread of what was measured; null where nothing was. */
import { mean, standardDeviation } from '../../../spine/math/moments.ts';
import { median } from '../../../spine/math/order-statistics.ts';

export interface Spread {
  readonly n: number;
  readonly mean: number;
  readonly sd: number;
}

export function medianOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : median(values);
}

export function leastOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((least, value) => Math.min(least, value));
}

export function mostOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((most, value) => Math.max(most, value));
}

/** SD with n - 1; 0 for a single value. */
export function spreadOf(values: readonly number[]): Spread | null {
  if (values.length === 0) return null;
  return { n: values.length, mean: mean(values), sd: standardDeviation(values) };
}
