/** Probabilities as the contract keeps them. */
import type { RiskFigure } from '../../../contracts/risk/absolute-risk.ts';
import type { Uncertainty } from '../../../contracts/primitives.ts';

/** Digits after the point that are kept of a percentage: more than is printed, fewer than machines differ in. */
const KEPT = 1000;

export function percentOf(fraction: number): number {
  return Math.round(100 * fraction * KEPT) / KEPT;
}

export function figureOf(
  outcome: RiskFigure['outcome'],
  years: RiskFigure['years'],
  fraction: number,
  uncertainty: Uncertainty,
): RiskFigure {
  return { outcome, years, probability: { value: percentOf(fraction), unit: '%', uncertainty } };
}
