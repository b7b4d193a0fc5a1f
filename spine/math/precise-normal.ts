/**
 * The normal distribution where a fit's steps are small. Apart from `normal.ts`: mathjs is a thousand modules, which take a
 * second of each process that loads them, and most need no more than the other.
 */
import { erf } from 'mathjs';

/**
 * P(X <= x) of a standard normal X, absolute error below 1e-15: for a fit whose steps are smaller than what `normalCdf`
 * leaves. NaN for NaN.
 *
 * @remarks error function of mathjs: Cody WJ, Math Comp 23:631, 1969. simple-statistics 7.12 has one of 1.2e-7, no better
 * than `normalCdf`.
 */
export function preciseNormalCdf(x: number): number {
  return (1 + erf(x / Math.SQRT2)) / 2;
}
