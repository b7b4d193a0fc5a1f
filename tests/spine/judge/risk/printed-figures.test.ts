/** The figures that a report prints are those of the models, their ends included. */
import { describe, expect, test } from 'vitest';

import type { RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import { absoluteRisk } from '../../../../spine/judge/risk/absolute-risk.ts';
import { Q_FACTORS, qfractureFacts, type QFacts } from '../../../../spine/judge/risk/clinical-facts.ts';
import { percentOf } from '../../../../spine/judge/risk/figures.ts';
import { QFRACTURE } from '../../../../spine/judge/risk/parameters.ts';
import { qfractureCheck } from '../../../../spine/judge/risk/qfracture/qfracture-check.ts';
import { qfractureRisk } from '../../../../spine/judge/risk/qfracture/qfracture.ts';
import { tScoreCheck } from '../../../../spine/judge/risk/table/t-score-check.ts';
import { tableRisk } from '../../../../spine/judge/risk/table/table-anchor.ts';
import { ANSWERED_NO, NO_FACTOR, order } from '../cases.ts';

/** Outcome, years, value, low and high of every figure, %. */
function printed(estimate: RiskEstimate): readonly unknown[] {
  if (estimate.status !== 'evaluated') throw new Error(estimate.reason);
  return estimate.figures.map(({ outcome, years, probability: { value, uncertainty } }) => [
    outcome,
    years,
    value,
    uncertainty.kind === 'interval95' ? [uncertainty.low, uncertainty.high] : null,
  ]);
}

function of({ value, low, high }: { value: number; low: number; high: number }): readonly unknown[] {
  return [percentOf(value), [percentOf(low), percentOf(high)]];
}

test('the table model prints its own values and ends, of each outcome and number of years', () => {
  const given = order({ riskFactors: ANSWERED_NO });
  const { model } = absoluteRisk({
    subject: { ageYears: 74, ageSource: null, sex: 'female', sexSource: null },
    order: given,
    grades: new Map(),
    confirmed: new Set(['L1']),
    strengthZ: null,
    recentFracture: false,
  });
  const input = {
    ageYears: 74,
    sex: 'female',
    facts: NO_FACTOR,
    fracture: { probability: 1, worst: null },
    strengthZ: null,
  } as const;
  const [major, hip] = [tableRisk(input, 'major-osteoporotic'), tableRisk(input, 'hip')];
  expect(printed(model)).toEqual([
    ['major-osteoporotic', 5, ...of(major.five)],
    ['major-osteoporotic', 10, ...of(major.ten)],
    ['hip', 5, ...of(hip.five)],
    ['hip', 10, ...of(hip.ten)],
  ]);
  for (const { value, low, high } of [major.five, major.ten, hip.five, hip.ten]) {
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  }
});

describe('QFracture with one factor that nobody answered', () => {
  const factors = Object.fromEntries(Q_FACTORS.map((name) => [name, false])) as unknown as QFacts['factors'];
  const facts = (falls: boolean | null): QFacts => ({
    factors: { ...factors, falls },
    amounts: { smoking: ['never'], alcoholUnitsADay: ['none'] },
  });
  const person = (falls: boolean | null) =>
    ({ sex: 'female', ageYears: 70, bodyMassIndex: 25, facts: facts(falls) }) as const;

  test.each(['osteoporotic', 'hip'] as const)(
    '%s: the ends are the two answers, the value their mean',
    (outcome) => {
      // Falls are common enough that both answers lie within 95 %.
      const share = QFRACTURE.value.prevalence.falls;
      expect(share).toBeGreaterThan(0.025);
      const [open, no, yes] = [null, false, true].map((falls) => qfractureRisk(person(falls), outcome));
      for (const years of ['five', 'ten'] as const) {
        // A quantile is looked for beside a normal part of 0.001 in ln ratio, on a grid of 0.005.
        expect(Math.abs(Math.log(open![years].low / no![years].value))).toBeLessThan(0.01);
        expect(Math.abs(Math.log(open![years].high / yes![years].value))).toBeLessThan(0.01);
        const mean = (1 - share) * no![years].value + share * yes![years].value;
        expect(Math.abs(open![years].value / mean - 1)).toBeLessThan(1e-4);
      }
    },
  );

  test('tells how many are missing, in the singular and the plural, or that nothing was published', () => {
    const basis = (change: Partial<QFacts['factors']>): string => {
      const { estimate } = qfractureCheck({
        ageYears: 70,
        sex: 'female',
        bodyMassIndex: 25,
        factsOf: () => ({ ...facts(false), factors: { ...facts(false).factors, ...change } }),
        model: { status: 'not-evaluated', id: 'test', title: 'test', reason: 'test' },
      });
      if (estimate.status !== 'evaluated') throw new Error(estimate.reason);
      const { uncertainty } = estimate.figures[0]!.probability;
      return uncertainty.kind === 'interval95' ? uncertainty.basis : `none: ${uncertainty.reason}`;
    };
    expect(basis({ falls: null })).toMatch(/^1 factor not provided/);
    expect(basis({ falls: null, asthma: null })).toMatch(/^2 factors not provided/);
    expect(basis({})).toMatch(/^none: published without/);
  });

  test('the printed figures are those of the model', () => {
    const { estimate } = qfractureCheck({
      ageYears: 70,
      sex: 'female',
      bodyMassIndex: 25,
      factsOf: (sex) => qfractureFacts(null, sex),
      model: { status: 'not-evaluated', id: 'test', title: 'test', reason: 'test' },
    });
    const input = {
      sex: 'female',
      ageYears: 70,
      bodyMassIndex: 25,
      facts: qfractureFacts(null, 'female'),
    } as const;
    const [all, hip] = [qfractureRisk(input, 'osteoporotic'), qfractureRisk(input, 'hip')];
    expect(printed(estimate).map((row) => (row as unknown[]).slice(1))).toEqual([
      [5, ...of(all.five)],
      [10, ...of(all.ten)],
      [5, ...of(hip.five)],
      [10, ...of(hip.ten)],
    ]);
  });
});

describe('the table by T-score', () => {
  const check = (tScore: number, ageYears: number) =>
    tScoreCheck(order({ dxa: { site: 'femoral-neck', tScore } }), ageYears, 'female', NO_FACTOR)!.estimate;

  test.each([
    [-1, 67.9, 'not-evaluated'],
    [-1, 68, 'evaluated'],
    [-1, 72, 'evaluated'],
    [-1, 72.1, 'not-evaluated'],
    [0, 70, 'evaluated'],
    [0.1, 70, 'not-evaluated'],
    [-3, 70, 'evaluated'],
    [-3.1, 70, 'not-evaluated'],
  ])('at %d of a woman of %d is %s', (tScore, ageYears, status) => {
    expect(check(tScore, ageYears).status).toBe(status);
  });
});
