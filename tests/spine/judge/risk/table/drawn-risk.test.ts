/** One possible patient against the averages of the table model. */
import { describe, expect, test } from 'vitest';

import {
  drawnModel,
  type DrawnErrors,
  type DrawnPatient,
} from '../../../../../spine/judge/risk/table/drawn-risk.ts';
import { tableRisk } from '../../../../../spine/judge/risk/table/table-anchor.ts';
import { drawsOf } from '../../../../../spine/math/random/latin-hypercube.ts';

import { NO_FACTOR } from '../../cases.ts';

const NO_ERRORS: DrawnErrors = {
  anchor: 0,
  rounding: 0,
  stretch: 0,
  fractureRatio: 0,
  strengthRatio: 0,
  exponent: 1,
};
/** The strength at which its term is 1: -beta Z - beta^2 / 2 = 0. */
const PLAIN_Z = -Math.log(1.5) / 2;
const PLAIN: DrawnPatient = { facts: () => false, fracture: null, strengthZ: PLAIN_Z };

describe('without any error', () => {
  test.each([
    [50, 'female', 3.5, 0.2],
    [60, 'female', 6, 0.7],
    [70, 'female', 11, 2.3],
    [80, 'male', 7.2, 3.4],
  ] as const)('at %d years, %s, the table stands: %d and %d %%', (age, sex, major, hip) => {
    const found = drawnModel(age, sex).risk(PLAIN, NO_ERRORS);
    expect(100 * found['major-osteoporotic']).toBeCloseTo(major, 9);
    // Of the hip a vertebral strength tells nothing.
    expect(100 * found.hip).toBeCloseTo(hip, 9);
  });

  test('a fracture seen and one told are not multiplied: the larger ratio counts', () => {
    const { risk } = drawnModel(70, 'female');
    const of = (part: Partial<DrawnPatient>): number => risk({ ...PLAIN, ...part }, NO_ERRORS).hip;
    const told = of({ facts: (factor) => factor === 'priorFracture' });
    const seen = of({ fracture: 2 });
    expect(of({ fracture: 2, facts: (factor) => factor === 'priorFracture' })).toBe(Math.max(told, seen));
    const hazard = (p: number): number => -Math.log1p(-p);
    expect(hazard(seen) / hazard(of({}))).toBeCloseTo(4.8, 9);
    expect(hazard(of({ fracture: 0 })) / hazard(of({}))).toBeCloseTo(2.8, 9);
  });
});

test('the quantiles of many draws are the interval of the model', () => {
  const draws = drawsOf('test', 20_000);
  const { risk } = drawnModel(70, 'female');
  const [anchor, rounding, ratio, z] = ['a', 'b', 'c', 'd'].map((name) => draws.normal(name)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const smokes = draws.uniform('smokes');
  for (const outcome of ['major-osteoporotic', 'hip'] as const) {
    const found = Float64Array.from(
      { length: draws.count },
      (_, n) =>
        risk(
          {
            facts: (factor) => factor === 'currentSmoking' && smokes[n]! < 0.1,
            fracture: 2,
            strengthZ: z[n]!,
          },
          { ...NO_ERRORS, anchor: anchor[n]!, rounding: rounding[n]!, fractureRatio: ratio[n]! },
        )[outcome],
    ).toSorted();
    const { ten } = tableRisk(
      {
        ageYears: 70,
        sex: 'female',
        facts: { ...NO_FACTOR, currentSmoking: null },
        fracture: { probability: 1, worst: 2 },
        strengthZ: null,
      },
      outcome,
    );
    const at = (q: number): number => found[Math.floor(q * found.length)]!;
    // Three places stand for the normal ratio in the model's own interval; 2 % of a figure by the number of draws.
    expect(Math.abs(at(0.025) / ten.low - 1)).toBeLessThan(0.06);
    expect(Math.abs(at(0.975) / ten.high - 1)).toBeLessThan(0.06);
  }
});

test('the hazard of a year is a fifth of that of five', () => {
  // 11 % in ten years; 38.7 % of its hazard in the first five.
  const hazard = -Math.log1p(-0.11);
  expect(drawnModel(70, 'female').yearly).toBeCloseTo(1 - Math.exp((-0.387 * hazard) / 5), 12);
});
