/** Least squares of a straight line through few points, with a prior on their scatter. */

export interface FittedLine {
  readonly slope: number;
  readonly intercept: number;
  readonly r2: number;
  readonly slopeSe: number;
  readonly interceptSe: number;
  readonly correlation: number;
  /** y - slope x - intercept, point by point. */
  readonly residuals: readonly number[];
}

/** What is known of the scatter before the points are seen: a standard deviation that counts as so many points. */
export interface ScatterPrior {
  readonly sd: number;
  readonly points: number;
}

/**
 * Standard errors are such that 1.96 of them make a 95 % interval: the scatter of two to six points is itself hardly
 * known, so its estimate is drawn to the prior (scaled inverse chi-square; Gelman A et al., Bayesian Data Analysis, 3rd ed.,
 * 2.6), and Student's t with all degrees of freedom takes the place of the normal.
 */
export function fitLine(x: readonly number[], y: readonly number[], prior: ScatterPrior): FittedLine {
  const n = x.length;
  const [mx, my] = [mean(x), mean(y)];
  const sxx = sum(x.map((value) => (value - mx) ** 2));
  const sxy = sum(x.map((value, i) => (value - mx) * (y[i]! - my)));
  const syy = sum(y.map((value) => (value - my) ** 2));
  const slope = sxy / sxx;
  const intercept = my - slope * mx;
  const residuals = x.map((value, i) => y[i]! - slope * value - intercept);
  const left = sum(residuals.map((value) => value * value));
  const freedom = prior.points + n - 2;
  const scatter = (Math.sqrt((prior.points * prior.sd ** 2 + left) / freedom) * t975(freedom)) / Z975;
  return {
    slope,
    intercept,
    r2: 1 - left / syy,
    slopeSe: scatter / Math.sqrt(sxx),
    interceptSe: scatter * Math.sqrt(1 / n + (mx * mx) / sxx),
    correlation: -mx / Math.sqrt(sxx / n + mx * mx),
    residuals,
  };
}

/** The 97.5 % point of the normal distribution, as everywhere. */
const Z975 = 1.96;

/** That of Student's t: Cornish and Fisher's expansion to 1/freedom^2, good to 1 % from 4 degrees of freedom on. */
function t975(freedom: number): number {
  const z = Z975;
  return z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
