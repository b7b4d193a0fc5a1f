/** The normal distribution. */

/** Half-width of a 95 % interval, in standard deviations. */
export const Z95 = 1.96;

/**
 * P(X <= x) of a standard normal X, absolute error below 2e-7.
 * @remarks error function by Abramowitz and Stegun 1964, Handbook of Mathematical Functions, 7.1.26
 */
export function normalCdf(x: number): number {
  const u = Math.abs(x) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * u);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = (polynomial * Math.exp(-u * u)) / 2;
  return x < 0 ? tail : 1 - tail;
}

/** Of a standard normal X at x. */
export function normalDensity(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}
