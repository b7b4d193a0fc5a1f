/**
 * Values between growing knots: straight lines, or a natural cubic spline. Any units.
 *
 * @remarks Our own: mathjs and simple-statistics 7.12 have neither.
 */

/**
 * Linear between the knots; before the first and beyond the last it holds their values.
 *
 * @param knots growing, one or more @param values as many
 */
export function piecewiseLinear(knots: readonly number[], values: readonly number[], t: number): number {
  const above = knots.findIndex((knot) => knot >= t);
  if (above === -1) return values.at(-1)!;
  if (above === 0) return values[0]!;
  const [from, to] = [knots[above - 1]!, knots[above]!];
  return values[above - 1]! + ((t - from) / (to - from)) * (values[above]! - values[above - 1]!);
}

/** Value at `t`, in the unit of `values`. */
export type Spline = (t: number) => number;

/**
 * Natural cubic spline. Beyond the ends it goes on straight, with the slope that it ends with.
 *
 * @param knots growing, one or more; a single one makes a constant
 * @throws RangeError where knots do not grow, or are not as many as values
 * @remarks de Boor C, A Practical Guide to Splines, 1978, chapter IV: second derivatives from a tridiagonal system, zero at
 * both ends.
 */
export function naturalSpline(knots: readonly number[], values: readonly number[]): Spline {
  const last = knots.length - 1;
  if (last < 0 || values.length !== knots.length || knots.some((t, n) => n > 0 && !(t > knots[n - 1]!)))
    throw new RangeError(`saw ${knots.length} knots and ${values.length} values; required: increasing knots`);
  if (last === 0) return () => values[0]!;
  const bend = secondDerivatives(knots, values);
  const step = (n: number): number => knots[n + 1]! - knots[n]!;
  const rise = (n: number): number => (values[n + 1]! - values[n]!) / step(n);
  const slopeFirst = rise(0) - (step(0) * bend[1]!) / 6;
  const slopeLast = rise(last - 1) + (step(last - 1) * bend[last - 1]!) / 6;
  return (t) => {
    if (t <= knots[0]!) return values[0]! + slopeFirst * (t - knots[0]!);
    if (t >= knots[last]!) return values[last]! + slopeLast * (t - knots[last]!);
    let n = 0;
    while (t > knots[n + 1]!) n++;
    const h = step(n);
    const [a, b] = [(knots[n + 1]! - t) / h, (t - knots[n]!) / h];
    const curve = ((a ** 3 - a) * bend[n]! + (b ** 3 - b) * bend[n + 1]!) * ((h * h) / 6);
    return a * values[n]! + b * values[n + 1]! + curve;
  };
}

/** Forward elimination and back substitution over the inner knots. */
function secondDerivatives(knots: readonly number[], values: readonly number[]): Float64Array {
  const last = knots.length - 1;
  const bend = new Float64Array(knots.length);
  const share = new Float64Array(knots.length);
  for (let n = 1; n < last; n++) {
    const [before, after] = [knots[n]! - knots[n - 1]!, knots[n + 1]! - knots[n]!];
    const load = 6 * ((values[n + 1]! - values[n]!) / after - (values[n]! - values[n - 1]!) / before);
    const pivot = 2 * (before + after) - before * share[n - 1]!;
    share[n] = after / pivot;
    bend[n] = (load - before * bend[n - 1]!) / pivot;
  }
  for (let n = last - 1; n >= 1; n--) bend[n] = bend[n]! - share[n]! * bend[n + 1]!;
  return bend;
}
