/** Slopes of one scanner's registered phantom scans, each against the first. */
import { PHANTOM_SLOPE_LIMIT_SDS, PHANTOM_SLOPE_SD_SHARE } from './limits.ts';

import { withoutLimits, type Charted, type Dated } from './moving-average.ts';

/** Two scans, each with its own repositioning: the difference has twice the variance. */
const LIMIT_SHARE = PHANTOM_SLOPE_LIMIT_SDS * Math.SQRT2 * PHANTOM_SLOPE_SD_SHARE;

/** @param values ascending by date */
export function phantomSlopeChart(values: readonly Dated[]): Charted {
  const [first, ...later] = values;
  if (first === undefined || later.length === 0)
    return { status: 'learning', baseline: null, driftSince: null, points: values.map(withoutLimits) };
  const [low, high] = [first.value * (1 - LIMIT_SHARE), first.value * (1 + LIMIT_SHARE)];
  const beyond = later.map(({ value }) => value < low || value > high);
  const since = later[beyond.lastIndexOf(false) + 1]?.date ?? null;
  return {
    status: since === null ? 'in control' : 'drift',
    baseline: { count: 1, mean: first.value, sd: first.value * PHANTOM_SLOPE_SD_SHARE },
    driftSince: since,
    points: [
      withoutLimits(first),
      ...later.map(({ date, value }) => ({ date, value, average: value, low, high })),
    ],
  };
}
