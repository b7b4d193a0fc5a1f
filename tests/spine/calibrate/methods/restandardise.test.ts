import { expect, test } from 'vitest';

import { restandardisedLine, type HuPoint } from '../../../../spine/calibrate/methods/restandardise.ts';

const AIR: HuPoint = { hu: -990, se: 5, reference: -1000, referenceSe: 0 };
const BLOOD: HuPoint = { hu: 52, se: 3, reference: 40, referenceSe: 5 };
const VOLTAGE = { slope: 0.7, slopeSe: 0.035 };

const at = ({ slope, intercept }: { slope: number; intercept: number }, hu: number): number =>
  slope * hu + intercept;

test('both materials come out at the density of their true HU, and true water at 0', () => {
  const line = restandardisedLine(AIR, BLOOD, VOLTAGE);
  expect(at(line, AIR.hu)).toBeCloseTo(0.7 * -1000, 9);
  expect(at(line, BLOOD.hu)).toBeCloseTo(0.7 * 40, 9);
  const waterHu = AIR.hu + (1000 / 1040) * (BLOOD.hu - AIR.hu);
  expect(at(line, waterHu)).toBeCloseTo(0, 9);
});

test('a scanner that is right is left alone', () => {
  const line = restandardisedLine({ ...AIR, hu: -1000 }, { ...BLOOD, hu: 40 }, VOLTAGE);
  expect(line.slope).toBeCloseTo(0.7, 12);
  expect(line.intercept).toBeCloseTo(0, 9);
});

test('standard errors and their correlation are those of differences in each of the five inputs', () => {
  const line = restandardisedLine(AIR, BLOOD, VOLTAGE);
  const step = 1e-4;
  const moved = [
    [BLOOD.se, restandardisedLine(AIR, { ...BLOOD, hu: BLOOD.hu + step }, VOLTAGE)],
    [AIR.se, restandardisedLine({ ...AIR, hu: AIR.hu + step }, BLOOD, VOLTAGE)],
    [BLOOD.referenceSe, restandardisedLine(AIR, { ...BLOOD, reference: BLOOD.reference + step }, VOLTAGE)],
    [VOLTAGE.slopeSe, restandardisedLine(AIR, BLOOD, { ...VOLTAGE, slope: VOLTAGE.slope + step })],
  ] as const;
  let [ss, ii, si] = [0, 0, 0];
  for (const [se, other] of moved) {
    const [s, i] = [
      ((other.slope - line.slope) / step) * se,
      ((other.intercept - line.intercept) / step) * se,
    ];
    ss += s * s;
    ii += i * i;
    si += s * i;
  }
  // Differences of one in ten thousand: right to about as much.
  expect(line.slopeSe / Math.sqrt(ss)).toBeCloseTo(1, 3);
  expect(line.interceptSe / Math.sqrt(ii)).toBeCloseTo(1, 3);
  expect(line.correlation).toBeCloseTo(si / Math.sqrt(ss * ii), 3);
});
