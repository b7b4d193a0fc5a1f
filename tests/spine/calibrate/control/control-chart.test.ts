import { expect, test } from 'vitest';

import { controlChart } from '../../../../spine/calibrate/control/control-chart.ts';
import { controlPoint } from '../../../../spine/calibrate/control/control-point.ts';
import type { ControlPoint } from '../../../../contracts/calibration/control.ts';
import type { RegisteredCalibration } from '../../../../contracts/calibration/registry.ts';
import { FILE } from '../methods/calibration-file.ts';

const A = { manufacturer: 'Maker', model: 'One', deviceSerial: '1' };
const B = { ...A, deviceSerial: '2' };
const point = (change: Partial<ControlPoint>): ControlPoint => ({
  schema: 'osteon/control-point/1',
  scanner: A,
  kvp: 120,
  date: '2026-01-01',
  airHu: -1000,
  bloodHu: 41,
  fatHu: -101,
  slope: 0.77,
  ...change,
});

test('each scanner and voltage has a chart of its own, in time, whatever the order of the points', () => {
  const points = [
    point({ date: '2026-01-03', airHu: -998 }),
    point({}),
    point({ scanner: B }),
    point({ kvp: 100, bloodHu: null, slope: null }),
  ];
  const chart = controlChart('north', points, []);
  expect(controlChart('north', points.toReversed(), [])).toEqual(chart);
  expect(
    chart.series.map(({ scanner, kvp, quantity }) => `${scanner.deviceSerial} ${kvp} ${quantity}`),
  ).toEqual([
    ...['1 100 air', '1 100 fat'],
    ...['1 120 air', '1 120 blood', '1 120 fat', '1 120 slope'],
    ...['2 120 air', '2 120 blood', '2 120 fat', '2 120 slope'],
  ]);
  expect(chart.series[2]!.points.map(({ date, value }) => [date, value])).toEqual([
    ['2026-01-01', -1000],
    ['2026-01-03', -998],
  ]);
  expect(chart.series.map(({ unit }) => unit)).toContain('mg/cm3 per HU');
});

test.each([
  [0.72 * (1 + 3 * Math.SQRT2 * 0.018) - 1e-6, 'in control', null],
  [0.72 * (1 + 3 * Math.SQRT2 * 0.018) + 1e-6, 'drift', '2026-05-01'],
  [0.72 * (1 - 3 * Math.SQRT2 * 0.018) - 1e-6, 'drift', '2026-05-01'],
])('a phantom slope of %f after 0.72 is %s', (slope, status, driftSince) => {
  const calibration = (id: string, scannedOn: string, value: number): RegisteredCalibration => ({
    schema: 'osteon/registered-calibration/1',
    id,
    file: {
      ...FILE,
      scannedOn,
      measured: { kind: 'line', slope: value, slopeSe: 0.005, intercept: 1, interceptSe: 1, correlation: 0 },
    },
  });
  const both = [calibration('b', '2026-05-01', slope), calibration('a', '2026-03-01', 0.72)];
  expect(controlChart('north', [], both).series).toMatchObject([
    { quantity: 'phantom slope', status, driftSince },
  ]);
  expect(controlChart('north', [], both.slice(1)).series[0]!.status).toBe('learning');
});

const ABOUT = {
  manufacturer: 'Maker',
  scannerModel: 'One',
  deviceSerial: '1',
  kvp: 120,
  study: { date: '2026-01-01' } as Parameters<typeof controlPoint>[0]['study'],
};
const region = (tissue: 'air' | 'blood' | 'fat', meanHu: number, accepted = true) => ({
  ...{ tissue, name: null, meanHu, sdHu: 5, volumeMm3: 100, accepted, remark: null },
  centreMm: [0, 0, 0] as [number, number, number],
});
const CALIBRATION: Parameters<typeof controlPoint>[1] = {
  method: 'asynchronous-phantom',
  slope: 0.9,
  alternatives: [{ method: 'air-blood', slope: 0.76, intercept: 0, statement: '' }],
  regions: [region('air', -999), region('blood', 43), region('fat', -104, false)],
  contrast: { phase: 'none', aortaHu: 43, correctionMgCc: 0, basis: '' },
};

test('a point holds what was accepted, and the slope of air and blood whatever was used', () => {
  expect(controlPoint(ABOUT, CALIBRATION)).toEqual(
    point({ airHu: -999, bloodHu: 43, fatHu: null, slope: 0.76 }),
  );
  const { slope } = controlPoint(ABOUT, { ...CALIBRATION, method: 'air-blood', alternatives: [] })!;
  expect(slope).toBe(0.9);
});

test.each(['arterial', 'portal', 'unknown'] as const)(
  'blood in the %s phase says nothing of the scanner',
  (phase) => {
    const seen = controlPoint(ABOUT, { ...CALIBRATION, contrast: { ...CALIBRATION.contrast, phase } });
    expect(seen).toMatchObject({ airHu: -999, bloodHu: null, slope: null });
  },
);

test.each([
  { manufacturer: null },
  { scannerModel: null },
  { kvp: null },
  { study: { ...ABOUT.study, date: null } },
])('a study that does not say which scanner or when gives none: %j', (change) => {
  expect(controlPoint({ ...ABOUT, ...change }, CALIBRATION)).toBeNull();
});
