/** Numbers with a 95 % interval, and what becomes of it in quotients. */
import type { Uncertainty } from '../../contracts/primitives.ts';
import { Z95 } from './normal.ts';

export interface Estimate {
  readonly value: number;
  /** Standard error; null where nothing is known of it. */
  readonly se: number | null;
}

export function estimateOf({ value, uncertainty }: { value: number; uncertainty: Uncertainty }): Estimate {
  const se = uncertainty.kind === 'interval95' ? (uncertainty.high - uncertainty.low) / (2 * Z95) : null;
  return { value, se };
}

/** a / b of independent numbers, to first order. */
export function ratio(a: Estimate, b: Estimate): Estimate {
  const value = a.value / b.value;
  if (a.se === null || b.se === null) return { value, se: null };
  return { value, se: Math.abs(value) * Math.hypot(a.se / a.value, b.se / b.value) };
}

/** Sum of `weights[n] * estimates[n]` of independent numbers. */
export function weighted(estimates: readonly Estimate[], weights: readonly number[]): Estimate {
  const value = estimates.reduce((sum, estimate, n) => sum + weights[n]! * estimate.value, 0);
  if (estimates.some(({ se }) => se === null)) return { value, se: null };
  const variance = estimates.reduce((sum, { se }, n) => sum + (weights[n]! * se!) ** 2, 0);
  return { value, se: Math.sqrt(variance) };
}

/** The ends of the 95 % interval; null where nothing is known of it. */
export function interval95({ value, se }: Estimate): readonly [number, number] | null {
  return se === null ? null : [value - Z95 * se, value + Z95 * se];
}
