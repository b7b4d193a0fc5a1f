import { describe, expect, test } from 'vitest';

import { movingAverageChart, type Dated } from '../../../../spine/calibrate/control/moving-average.ts';

const day = (n: number): string => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
const dated = (values: readonly number[]): Dated[] => values.map((value, n) => ({ date: day(n), value }));
/** Forty values of mean 50 that lie 2 from it, on either side in turn: SD by the definition of the baseline. */
const BASELINE = Array.from({ length: 40 }, (_, n) => 50 + (n % 2 === 0 ? 2 : -2));
const SD = Math.sqrt((40 * 4) / 39) / 0.9594;

test('the average and its limits are those of Roberts 1959, with the error of the baseline', () => {
  const { baseline, points, status } = movingAverageChart(dated([...BASELINE, 51, 52]), 'HU');
  expect(baseline!.mean).toBeCloseTo(50, 12);
  expect(baseline!.sd).toBeCloseTo(SD, 12);
  const [first, second] = points.slice(40);
  expect(first!.average).toBeCloseTo(0.1 * 51 + 0.9 * 50, 12);
  expect(second!.average).toBeCloseTo(0.1 * 52 + 0.9 * 50.1, 12);
  // Variance of z2: 0.1^2 + 0.09^2.
  expect(second!.high! - 50).toBeCloseTo(3.5 * SD * Math.sqrt(0.01 + 0.0081 + 1 / 40), 12);
  expect(50 - second!.low!).toBeCloseTo(second!.high! - 50, 12);
  expect(points[39]).toMatchObject({ average: null, low: null, high: null });
  expect(status).toBe('in control');
});

test('thirty-nine studies set no limits', () => {
  expect(movingAverageChart(dated(BASELINE.slice(1)), 'HU')).toMatchObject({
    status: 'learning',
    baseline: null,
    driftSince: null,
  });
});

describe('a scanner', () => {
  test('that has shifted is told with the day since when; and no more once it is back', () => {
    const shifted = [...BASELINE, ...BASELINE.map((value) => value + 6)];
    const drift = movingAverageChart(dated(shifted), 'HU');
    expect(drift.status).toBe('drift');
    const since = drift.points.findIndex(({ date }) => date === drift.driftSince);
    // Clipped at 2.5 SD: 13.6 % of the way after one, beyond the limits within a dozen.
    expect(since).toBeGreaterThan(42);
    expect(since).toBeLessThan(52);
    const back = movingAverageChart(dated([...shifted, ...BASELINE, ...BASELINE]), 'HU');
    expect(back).toMatchObject({ status: 'in control', driftSince: null });
  });

  test.each([-1, 1])('that shifted by 3 SD the other way too (%i)', (sign) => {
    const shifted = [...BASELINE, ...BASELINE.map((value) => value + sign * 3 * SD)];
    expect(movingAverageChart(dated(shifted), 'HU').status).toBe('drift');
  });

  test('is not told for one odd patient, in the baseline or later', () => {
    const odd = [...BASELINE.slice(0, 20), -30, ...BASELINE.slice(21), 50, -40, 50];
    const chart = movingAverageChart(dated(odd), 'HU');
    expect(chart.status).toBe('in control');
    expect(chart.baseline!.mean).toBeCloseTo(50, 0);
    expect(chart.baseline!.sd).toBeLessThan(1.2 * SD);
  });

  test('whose first values are all alike has the least SD', () => {
    const alike = dated([...BASELINE.map(() => -1000), -1000.2]);
    expect(movingAverageChart(alike, 'HU').baseline!.sd).toBe(1);
    expect(movingAverageChart(alike, 'mg/cm3 per HU').baseline!.sd).toBe(0.003);
  });
});
