/** An exponentially weighted moving average of one quantity against the limits that its first values set. */
import type { ControlSeries } from '../../../contracts/calibration/control.ts';
import { BASELINE_CLIP_SDS, BASELINE_COUNT, CLIP_SDS, CLIPPED_SD, EWMA, LEAST_SD } from './limits.ts';
import { mean, standardDeviation } from '../../math/moments.ts';
import { median } from '../../math/order-statistics.ts';
import { robustSd } from '../../math/robust.ts';

/** One study's value; ascending by date in a series. */
export interface Dated {
  readonly date: string;
  readonly value: number;
}

export type Charted = Pick<ControlSeries, 'status' | 'baseline' | 'driftSince' | 'points'>;

/**
 * Roberts SW, Technometrics 1:239, 1959: z = w x + (1 - w) z, of variance w / (2 - w) (1 - (1 - w)^2n) times that of x; the mean of
 * the baseline adds one part in its count.
 *
 * @param values ascending by date
 */
export function movingAverageChart(values: readonly Dated[], unit: keyof typeof LEAST_SD): Charted {
  const first = values.slice(0, BASELINE_COUNT).map(({ value }) => value);
  const learning = values.slice(0, BASELINE_COUNT).map(withoutLimits);
  if (first.length < BASELINE_COUNT)
    return { status: 'learning', baseline: null, driftSince: null, points: learning };
  const { centre, sd } = baselineOf(first, LEAST_SD[unit]);
  let average = centre;
  const later = values.slice(BASELINE_COUNT).map(({ date, value }, n) => {
    average = EWMA.weight * clipped(value, centre, CLIP_SDS * sd) + (1 - EWMA.weight) * average;
    const share = (EWMA.weight / (2 - EWMA.weight)) * (1 - (1 - EWMA.weight) ** (2 * (n + 1)));
    const limit = EWMA.limitSds * sd * Math.sqrt(share + 1 / BASELINE_COUNT);
    return { date, value, average, low: centre - limit, high: centre + limit };
  });
  const beyond = later.map((point) => point.average < point.low || point.average > point.high);
  const lastWithin = beyond.lastIndexOf(false);
  const since = later[lastWithin + 1]?.date ?? null;
  return {
    status: since === null ? 'in control' : 'drift',
    baseline: { count: BASELINE_COUNT, mean: centre, sd },
    driftSince: since,
    points: [...learning, ...later],
  };
}

/** Single odd patients neither move the mean nor widen the limits. */
function baselineOf(values: readonly number[], leastSd: number) {
  const middle = median(values);
  const near = values.map((value) => clipped(value, middle, BASELINE_CLIP_SDS * robustSd(values, middle)));
  return { centre: mean(near), sd: Math.max(standardDeviation(near) / CLIPPED_SD, leastSd) };
}

function clipped(value: number, centre: number, most: number): number {
  return Math.min(Math.max(value, centre - most), centre + most);
}

export function withoutLimits({ date, value }: Dated): ControlSeries['points'][number] {
  return { date, value, average: null, low: null, high: null };
}
