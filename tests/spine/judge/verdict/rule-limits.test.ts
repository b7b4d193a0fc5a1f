/** Rules at their limits, and each by the figure that it names. Density: `../density/density-bounds.test.ts`. */
import { describe, expect, test } from 'vitest';

import type { RiskEstimate, RiskFigure } from '../../../../contracts/risk/absolute-risk.ts';
import type { Rule } from '../../../../contracts/risk/risk.ts';
import { NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';
import { fractureOnTreatment } from '../../../../spine/judge/fractures/reported-fractures.ts';
import { rulesOf, type RuleInput } from '../../../../spine/judge/verdict/category-rules.ts';
import { fractures, severeFracture } from '../../../../spine/judge/verdict/fracture-rules.ts';
import { overallCategory } from '../../../../spine/judge/verdict/overall-category.ts';
import { riskAbove } from '../../../../spine/judge/verdict/probability-rules.ts';
import { studyFlags } from '../../../../spine/judge/verdict/study-flags.ts';

import { order } from '../cases.ts';

type Bounds = readonly [low: number, high: number];

function figure(outcome: RiskFigure['outcome'], years: 5 | 10, bounds: Bounds | null): RiskFigure {
  const uncertainty =
    bounds === null
      ? ({ kind: 'none', reason: 'test' } as const)
      : ({ kind: 'interval95', low: bounds[0], high: bounds[1], basis: 'test' } as const);
  const value = bounds === null ? 99 : (bounds[0] + bounds[1]) / 2;
  return { outcome, years, probability: { value, unit: '%', uncertainty } };
}
function model(figures: readonly RiskFigure[]): RiskEstimate {
  return {
    status: 'evaluated',
    id: 'test',
    title: 'test',
    shortTitle: 'test',
    figures,
    statement: 'test',
    source: 'test',
    parameters: { id: 'test', version: 1, sha256: 'test' },
  };
}
/** Ten years as told; five years would fire every rule, or none. */
function states(major: Bounds | null, hip: Bounds | null, five: Bounds = [90, 95]): readonly Rule['state'][] {
  const all = model([
    figure('major-osteoporotic', 5, five),
    figure('major-osteoporotic', 10, major),
    figure('hip', 5, five),
    figure('hip', 10, hip),
  ]);
  return (['very-high', 'high'] as const).map((category) => riskAbove(all, category).verdict.state);
}

describe('the rules on 10-year risk', () => {
  test('are above 30 and 4.5 %, and of 20 and 3 % and more', () => {
    expect(riskAbove(model([]), 'very-high').text).toBe('10-year risk above 30 % (major) or 4.5 % (hip)');
    expect(riskAbove(model([]), 'high').text).toBe('10-year risk of at least 20 % (major) or 3 % (hip)');
  });

  test.each<[Bounds, Bounds, string, string]>([
    // Major: the lower bound fires, at 20 itself and above 30; the upper one clears, below.
    [[30.01, 40], [0, 1], 'fired', 'fired'],
    [[30, 40], [0, 1], 'not-evaluated', 'fired'],
    [[20, 29.9], [0, 1], 'not-fired', 'fired'],
    [[19.99, 29.9], [0, 1], 'not-fired', 'not-evaluated'],
    [[10, 20], [0, 1], 'not-fired', 'not-evaluated'],
    [[10, 30], [0, 1], 'not-evaluated', 'not-evaluated'],
    [[10, 19.99], [0, 1], 'not-fired', 'not-fired'],
    // Hip: 3 and 4.5.
    [[1, 2], [4.51, 9], 'fired', 'fired'],
    [[1, 2], [4.5, 9], 'not-evaluated', 'fired'],
    [[1, 2], [3, 4.49], 'not-fired', 'fired'],
    [[1, 2], [2.99, 4.49], 'not-fired', 'not-evaluated'],
    [[1, 2], [1, 3], 'not-fired', 'not-evaluated'],
    [[1, 2], [1, 2.99], 'not-fired', 'not-fired'],
    // Each against its own limit: a hip risk of 10 % is much, a major one little.
    [[10, 11], [1, 2], 'not-fired', 'not-fired'],
    [[1, 2], [10, 11], 'fired', 'fired'],
    // One side above is enough, both must be below.
    [[31, 40], [1, 9], 'fired', 'fired'],
    [[1, 2], [1, 9], 'not-evaluated', 'not-evaluated'],
  ])('major %j %%, hip %j %%: %s and %s', (major, hip, veryHigh, high) => {
    expect(states(major, hip)).toEqual([veryHigh, high]);
    expect(states(major, hip, [0, 0.1])).toEqual([veryHigh, high]);
  });

  test('stay open where a figure has no interval or is not there', () => {
    expect(states(null, [0, 1])).toEqual(['not-evaluated', 'not-evaluated']);
    expect(states([31, 40], null)).toEqual(['fired', 'fired']);
    const { verdict } = riskAbove(model([figure('hip', 10, [0, 1])]), 'high');
    expect(verdict).toEqual({ state: 'not-evaluated', detail: 'major not evaluated, hip 0.5 % (0.0 to 1.0): interval includes the threshold' }); // prettier-ignore
  });

  test('name each figure by its own name', () => {
    const all = model([figure('major-osteoporotic', 10, [4, 8]), figure('hip', 10, null)]);
    expect(riskAbove(all, 'high').verdict.detail).toBe(
      'major 6.0 % (4.0 to 8.0), hip 99.0 %: interval includes the threshold',
    );
  });
});

const INPUT: RuleInput = {
  grades: new Map(),
  known: NOTHING_KNOWN,
  density: { judged: null, statement: 'test' },
  strengthZ: null,
  absolute: { status: 'not-evaluated', id: 'test', title: 'test', reason: 'no age' },
  order: null,
  studyDate: null,
};

describe('the rule on strength goes by the bounds of z, not by z', () => {
  // 1.96 standard errors to either side of -1.
  test.each([
    [-1.3925, 0.2, 'fired'],
    [-1.391, 0.2, 'not-evaluated'],
    [-1, 0.2, 'not-evaluated'],
    [-0.61, 0.2, 'not-evaluated'],
    [-0.607, 0.2, 'not-fired'],
    [-1, 0, 'fired'],
    [-0.99, 0, 'not-fired'],
    [-1.01, 0, 'fired'],
  ])('z %d with a standard error of %d: %s', (value, se, state) => {
    const rules = rulesOf({ ...INPUT, strengthZ: { value, se, referenceId: 'test' } });
    expect(rules.find(({ rule }) => rule.startsWith('strength'))!.state).toBe(state);
  });
});

test('every rule is of its category, from the highest down', () => {
  const all = rulesOf(INPUT).map(({ category, rule }) => `${category}: ${rule}`);
  expect(all).toEqual([
    'very-high: vertebral fracture of grade 3',
    'very-high: two or more vertebral fractures (measured grade 2 or 3, reading, or history)',
    'very-high: fracture within the last 12 months',
    'very-high: fracture on treatment for osteoporosis',
    'very-high: 10-year risk above 30 % (major) or 4.5 % (hip)',
    'high: vertebral fracture (measured grade 2 or 3, reading, or history)',
    'high: trabecular density below 80 mg/cm3',
    'high: 10-year risk of at least 20 % (major) or 3 % (hip)',
    'moderate: trabecular density of 120 mg/cm3 or less',
    'moderate: strength at least one SD below the reference mean',
  ]);
});

describe('the rules on a T-score of DXA', () => {
  const fired = (tScore: number) =>
    rulesOf({ ...INPUT, order: order({ dxa: { site: 'femoral-neck', tScore } }) }).flatMap(
      ({ category, rule, state }) => (rule.startsWith('DXA') ? [`${category} ${state}`] : []),
    );

  test.each([
    [-3.1, ['very-high fired', 'high fired']],
    [-3, ['very-high not-fired', 'high fired']],
    [-2.5, ['very-high not-fired', 'high fired']],
    [-2.4, ['very-high not-fired', 'high not-fired']],
  ])('T %d: %j', (tScore, states) => {
    expect(fired(tScore)).toEqual(states);
  });

  test('say the T-score and its site', () => {
    const rules = rulesOf({ ...INPUT, order: order({ dxa: { site: 'total-hip', tScore: -3.14 } }) });
    expect(rules.find(({ rule }) => rule.startsWith('DXA'))!.detail).toBe('T-score -3.1, total hip (order)');
  });
});

test.each([
  ['no order', null, 'not-evaluated'],
  ['no prior fracture', [], 'not-fired'],
  ['one on treatment', [{ site: 'hip' }, { site: 'wrist', onTreatment: true }], 'fired'],
  ['one on treatment, by an accident', [{ site: 'wrist', onTreatment: true, traumatic: true }], 'not-fired'],
  ['one without treatment', [{ site: 'wrist', onTreatment: false }], 'not-fired'],
  ['one that says nothing of it', [{ site: 'wrist', onTreatment: false }, { site: 'hip' }], 'not-evaluated'],
] as const)('a fracture on treatment, %s: %j is %s', (_, priorFractures, state) => {
  const told = priorFractures === null ? null : order({ riskFactors: { priorFractures } });
  expect(fractureOnTreatment(told).state).toBe(state);
  const rules = rulesOf({ ...INPUT, order: told });
  expect(rules.find(({ rule }) => rule.startsWith('fracture on treatment'))!.state).toBe(state);
});

describe('the rules on fractures', () => {
  const lossPercent = { wedge: 0, biconcave: 0, crush: null };
  const graded = (grade: 0 | 1 | 2 | 3, gradeRange: readonly [0 | 1 | 2 | 3, 0 | 1 | 2 | 3] | null, needsReader = false) => ({
    fracture: { grade, shape: null, needsReader, lossPercent, reference: 'test' },
    gradeRange,
  }); // prettier-ignore
  const all = (found: ReturnType<typeof graded>) => ({
    grades: new Map([['L1' as const, found]]),
    known: NOTHING_KNOWN,
  });

  test.each([
    [graded(3, [3, 3]), 'fired', 'fired'],
    [graded(3, [2, 3]), 'possible', 'fired'],
    [graded(2, [2, 2]), 'clear', 'fired'],
    [graded(2, [1, 3]), 'possible', 'possible'],
    [graded(2, [1, 2]), 'clear', 'possible'],
    [graded(0, [0, 1]), 'clear', 'possible'],
    [graded(0, [0, 0]), 'clear', 'clear'],
    [graded(2, null, true), 'possible', 'possible'],
    [graded(0, null, false), 'clear', 'clear'],
  ] as const)('of %j: grade 3 %s, any %s', (found, three, any) => {
    const told = ({ state, detail }: ReturnType<typeof severeFracture>): string =>
      state === 'fired' ? 'fired' : detail.includes('possible at L1') ? 'possible' : 'clear';
    expect(told(severeFracture(all(found)))).toBe(three);
    expect(told(fractures(all(found), 1))).toBe(any);
  });

  test('say what is sure, possible and open, and what the history leaves open, in that order', () => {
    const input = {
      grades: new Map([
        ['L1' as const, graded(2, [2, 2])],
        ['L2' as const, graded(1, [0, 1])],
      ]),
      known: { levels: new Map(), inHistory: 1, unplaced: 1 },
    };
    expect(fractures(input, 2)).toEqual({
      state: 'not-evaluated',
      detail:
        'definite: L1 measured grade 2; possible at L2, to be confirmed by the reader; not graded: T4, T5, T6, T7, T8, T9, T10, T11, T12, L3, L4, L5; 1 in the history, level not stated (may be one of these)',
    });
  });
});

describe('the overall category', () => {
  const rule = (category: Rule['category'], state: Rule['state']): Rule => ({ category, state, rule: `${category} ${state}`, detail: 'd', source: 's' }); // prettier-ignore

  test('is at least that only where a higher rule is open', () => {
    const of = (...rules: Rule[]) => overallCategory(rules).atLeast;
    expect(of(rule('very-high', 'not-evaluated'), rule('high', 'fired'))).toBe(true);
    expect(
      of(rule('very-high', 'not-evaluated'), rule('very-high', 'not-fired'), rule('high', 'fired')),
    ).toBe(true);
    expect(of(rule('very-high', 'not-fired'), rule('high', 'fired'), rule('high', 'not-evaluated'))).toBe(
      false,
    );
    expect(of(rule('very-high', 'not-fired'), rule('high', 'fired'), rule('moderate', 'not-evaluated'))).toBe(
      false,
    );
  });

  test('is low only where all were evaluated and none fired, and says why not', () => {
    const lowOf = (...rules: Rule[]) => overallCategory(rules).rules.at(-1)!;
    expect(lowOf(rule('high', 'not-fired'))).toMatchObject({ category: 'low', state: 'fired' });
    expect(lowOf(rule('high', 'fired'), rule('moderate', 'not-evaluated'))).toMatchObject({ state: 'not-fired', detail: 'another criterion is met' }); // prettier-ignore
    expect(lowOf(rule('high', 'not-fired'), rule('moderate', 'not-evaluated'))).toMatchObject({ state: 'not-evaluated', detail: '1 of 2 criteria not evaluated' }); // prettier-ignore
  });

  test('names every rule of its category that fired', () => {
    const { statement } = overallCategory([
      rule('high', 'fired'),
      rule('high', 'fired'),
      rule('moderate', 'fired'),
    ]);
    expect(statement).toBe('High: high fired: d; high fired: d.');
  });
});

test.each([
  [49.9, ['CUT_OFF_POPULATION']],
  [50, []],
])('a patient of %d years: %j', (ageYears, codes) => {
  const subject = { ageYears, ageSource: 'study', sex: 'female', sexSource: 'study' } as const;
  expect(studyFlags(subject, order()).map(({ code }) => code)).toEqual(codes);
});
