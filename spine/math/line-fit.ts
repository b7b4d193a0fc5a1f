/**
 * Straight lines y = slope x + intercept through points: by least squares, and by medians. Any units.
 *
 * @remarks Our own: simple-statistics 7.12 keeps the sums about the means, which standard errors need, to itself, and has no
 * Theil-Sen; mathjs has neither.
 */
import { mean, sum } from './moments.ts';
import { median } from './order-statistics.ts';

export interface Line {
  readonly slope: number;
  readonly intercept: number;
}

export interface LeastSquaresLine extends Line {
  readonly meanX: number;
  readonly meanY: number;
  /** Sums of squares and products about the means. */
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** @param y as many as x @returns slope and intercept NaN where x is all alike, or empty */
export function leastSquaresLine(x: readonly number[], y: readonly number[]): LeastSquaresLine {
  const [meanX, meanY] = [mean(x), mean(y)];
  const xx = sum(x.map((value) => (value - meanX) ** 2));
  const xy = sum(x.map((value, n) => (value - meanX) * (y[n]! - meanY)));
  const yy = sum(y.map((value) => (value - meanY) ** 2));
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX, meanX, meanY, xx, xy, yy };
}

/** The share of y's variance that the line explains, 0 to 1: the square of the correlation. NaN where y is all alike. */
export function explainedShare({ xx, xy, yy }: LeastSquaresLine): number {
  return (xy * xy) / (xx * yy);
}

/**
 * Median of the slopes of all pairs, then of the intercepts: up to 29 % of the points may be anywhere.
 *
 * @param points pairs of the same x say nothing of the slope
 * @returns slope 0 where no two points differ in x; intercept NaN of no points
 * @remarks Theil H, Proc K Ned Akad Wet 53:386, 1950; Sen PK, J Am Stat Assoc 63:1379, 1968
 */
export function theilSen(points: readonly (readonly [x: number, y: number])[]): Line {
  const slopes = points.flatMap(([x, y], n) =>
    points.slice(n + 1).flatMap(([x2, y2]) => (x2 === x ? [] : [(y2 - y) / (x2 - x)])),
  );
  const slope = slopes.length === 0 ? 0 : median(slopes);
  return { slope, intercept: median(points.map(([x, y]) => y - slope * x)) };
}
