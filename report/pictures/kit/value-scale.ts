/** Where a number lies along an axis of a chart. */

/** Free at both ends, as a share of the axis. */
const MARGIN = 0.08;

interface ValueScale {
  readonly least: number;
  readonly most: number;
  readonly at: (value: number) => number;
}

/** From values to pixels; of one value the middle. */
export function scaleOf(values: readonly number[], [from, to]: readonly [number, number]): ValueScale {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const range = most - least;
  const free = MARGIN * (to - from);
  return {
    least,
    most,
    at: (value) =>
      range === 0 ? (from + to) / 2 : from + free + ((value - least) / range) * (to - from - 2 * free),
  };
}
