/**
 * Sum, mean and standard deviation of values in any unit. NaN among the values makes the result NaN.
 *
 * @remarks Our own: added up in the order of the values without compensation, as results have always been; the compensated
 * sum of simple-statistics 7.12 moves the last digit of the mean in half of all samples.
 */

/** 0 of no values. */
export function sum(values: readonly number[] | Float64Array): number {
  let total = 0;
  for (let n = 0; n < values.length; n++) total += values[n]!;
  return total;
}

/** NaN of no values. */
export function mean(values: readonly number[] | Float64Array): number {
  return sum(values) / values.length;
}

/** Of a sample, with n - 1; 0 of a single value, and of none. */
export function standardDeviation(values: readonly number[] | Float64Array): number {
  return Math.sqrt(squaresAboutMean(values) / Math.max(1, values.length - 1));
}

/** Of all there is, with n; NaN of no values. */
export function populationDeviation(values: readonly number[] | Float64Array): number {
  return Math.sqrt(squaresAboutMean(values) / values.length);
}

function squaresAboutMean(values: readonly number[] | Float64Array): number {
  const middle = mean(values);
  let total = 0;
  for (let n = 0; n < values.length; n++) total += (values[n]! - middle) ** 2;
  return total;
}
