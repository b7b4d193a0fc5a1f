import { describe, expect, test } from 'vitest';

import { rulesOf, type RuleInput } from '../../../../spine/judge/verdict/category-rules.ts';
import type { GradedLevel } from '../../../../spine/judge/fractures/genant-grade.ts';
import type { Grade } from '../../../../spine/judge/fractures/judged-loss.ts';
import { knownFractures, NOTHING_KNOWN } from '../../../../spine/judge/fractures/known-fractures.ts';
import { overallCategory } from '../../../../spine/judge/verdict/overall-category.ts';
import type { RiskEstimate, RiskFigure } from '../../../../contracts/risk/absolute-risk.ts';
import type { Order } from '../../../../contracts/order/order.ts';
import type { Rule } from '../../../../contracts/risk/risk.ts';
import type { Level } from '../../../../contracts/levels.ts';

import { density, order } from '../cases.ts';

const T4_TO_L5 = [
  'T4',
  'T5',
  'T6',
  'T7',
  'T8',
  'T9',
  'T10',
  'T11',
  'T12',
  'L1',
  'L2',
  'L3',
  'L4',
  'L5',
] as const;

const NO_MODEL: RiskEstimate = { status: 'not-evaluated', id: 'test', title: 'test', reason: 'no age' };

/** 10-year probabilities with an interval of half to double. */
function model(major: number, hip: number): RiskEstimate {
  const figure = (outcome: 'major-osteoporotic' | 'hip', value: number): RiskFigure => ({
    outcome,
    years: 10,
    probability: {
      value,
      unit: '%',
      uncertainty: { kind: 'interval95', low: value / 2, high: value * 2, basis: 'test' },
    },
  });
  return {
    status: 'evaluated',
    id: 'test',
    title: 'test',
    shortTitle: 'test',
    figures: [figure('major-osteoporotic', major), figure('hip', hip)],
    statement: 'test',
    source: 'test',
    parameters: { id: 'test', version: 1, sha256: 'test' },
  };
}

function graded(low: Grade, grade: Grade = low, high: Grade = grade): GradedLevel {
  const lossPercent = { wedge: 0, biconcave: 0, crush: null };
  return {
    fracture: { grade, shape: null, needsReader: low < 2, lossPercent, reference: 'test' },
    gradeRange: [low, high],
    flags: [],
  };
}

function input(
  grades: Partial<Record<Level, GradedLevel>>,
  vbmd: number | null,
  part: Partial<RuleInput> = {},
): RuleInput {
  return {
    grades: new Map(Object.entries(grades) as [Level, GradedLevel][]),
    known: NOTHING_KNOWN,
    density: { judged: vbmd === null ? null : density(vbmd, 5), statement: 'test' },
    strengthZ: null,
    absolute: NO_MODEL,
    order: order({ riskFactors: { priorFractures: [] } }),
    studyDate: '2024-06-15',
    ...part,
  };
}

function wholeSpine(grades: Partial<Record<Level, GradedLevel>> = {}): Partial<Record<Level, GradedLevel>> {
  return { ...Object.fromEntries(T4_TO_L5.map((level) => [level, graded(0)])), ...grades };
}

function overall(...args: Parameters<typeof input>) {
  return overallCategory(rulesOf(input(...args)));
}

function stateOf(rules: readonly Rule[], part: string): Rule['state'] {
  return rules.find(({ rule }) => rule.includes(part))!.state;
}

describe('the overall category', () => {
  test.each([
    ['a grade 3', { L1: graded(3) }, 200, 'very-high'],
    ['two of grade 2', { L1: graded(2), T8: graded(2) }, 200, 'very-high'],
    ['one of grade 2', { L1: graded(2) }, 200, 'high'],
    ['a density surely below 80', { L1: graded(0) }, 74, 'high'],
    ['a density between 80 and 120', { L1: graded(0) }, 100, 'moderate'],
    ['a density that may lie below 80 but not above 120', { L1: graded(0) }, 81, 'moderate'],
    ['a density above 120 alone', { L1: graded(0) }, 130, null],
    ['a grade 1 alone', { L1: graded(1) }, 130, null],
    ['a grade 2 that may be 1', { L1: graded(1, 2, 2) }, 130, null],
    ['a grade 3 that may be 2', { L1: graded(2, 3, 3) }, 130, 'high'],
    ['nothing at all', {}, null, null],
  ] as const)('of %s is as it should be', (_, grades, vbmd, category) => {
    expect(overall(grades, vbmd).category).toBe(category);
  });

  test('says "at least" as long as a higher rule could not be evaluated', () => {
    expect(overall({ L1: graded(2) }, 100).atLeast).toBe(true);
    expect(overall({ L1: graded(3) }, 100).atLeast).toBe(false);
  });

  test('that is none says that this is not low', () => {
    const { category, atLeast, statement } = overall({ L1: graded(0) }, 200);
    expect(category).toBeNull();
    expect(atLeast).toBe(false);
    expect(statement).toContain('low risk is not established');
  });

  test('is never low in this version, since strength has no reference population', () => {
    const { category, rules } = overall(wholeSpine(), 200, { absolute: model(1, 0.1) });
    expect(category).toBeNull();
    expect(stateOf(rules, 'no other criterion')).toBe('not-evaluated');
    expect(stateOf(rules, '10-year risk above')).toBe('not-fired');
    expect(stateOf(rules, 'strength')).toBe('not-evaluated');
  });

  test('is low where every rule was evaluated and none fired', () => {
    const rules = rulesOf(input(wholeSpine(), 200)).map((rule) => ({ ...rule, state: 'not-fired' as const }));
    expect(overallCategory(rules).category).toBe('low');
  });

  test('never falls as more is found', () => {
    const rank = (category: string | null): number =>
      ['low', 'moderate', 'high', 'very-high'].indexOf(category ?? 'low');
    for (const vbmd of [200, 100, 60]) {
      const found = [graded(0), graded(1), graded(2), graded(3)].map((L1) =>
        rank(overall({ L1 }, vbmd).category),
      );
      expect(found).toEqual(found.toSorted((a, b) => a - b));
    }
  });
});

describe('a rule on fractures', () => {
  test('has not fired only where T4 to L5 were graded', () => {
    expect(stateOf(rulesOf(input(wholeSpine(), 200)), 'grade 3')).toBe('not-fired');
    const { T7, ...rest } = wholeSpine();
    expect(T7).toBeDefined();
    const rules = rulesOf(input(rest, 200));
    expect(stateOf(rules, 'grade 3')).toBe('not-evaluated');
    expect(rules.find(({ rule }) => rule.includes('grade 3'))!.detail).toBe('not graded: T7');
  });

  test('is left open by a grade 1, which a reader may confirm', () => {
    const rules = rulesOf(input(wholeSpine({ L1: graded(1) }), 200));
    expect(stateOf(rules, 'vertebral fracture (')).toBe('not-evaluated');
    expect(stateOf(rules, 'fracture of grade 3')).toBe('not-fired');
  });
});

describe('a rule on density', () => {
  test('is not evaluated where the density may not be held against a cut-off', () => {
    const rules = rulesOf(input({}, null));
    expect(stateOf(rules, 'below 80')).toBe('not-evaluated');
    expect(stateOf(rules, '120 mg')).toBe('not-evaluated');
  });

  test.each([
    [74, 'fired', 'fired'],
    [76, 'not-evaluated', 'fired'],
    [86, 'not-fired', 'fired'],
    [116, 'not-fired', 'not-evaluated'],
    [126, 'not-fired', 'not-fired'],
  ])('of %d ± 5 mg/cm3 is %s below 80 and %s below 120', (vbmd, high, moderate) => {
    const rules = rulesOf(input({}, vbmd));
    expect([stateOf(rules, 'below 80'), stateOf(rules, '120 mg')]).toEqual([high, moderate]);
  });
});

describe('the rule on a recent fracture', () => {
  test.each([
    ['on the day of the CT', { site: 'vertebra', date: '2024-06-15' }, 'fired'],
    ['12 months before', { site: 'vertebra', date: '2023-06-15' }, 'fired'],
    ['a day more before', { site: 'vertebra', date: '2023-06-14' }, 'not-fired'],
    ['after the CT', { site: 'vertebra', date: '2024-06-16' }, 'not-evaluated'],
    ['without a date', { site: 'vertebra' }, 'not-evaluated'],
    ['of the wrist', { site: 'wrist', date: '2024-06-01' }, 'fired'],
    ['of the wrist, a year before', { site: 'wrist', date: '2022-06-01' }, 'not-fired'],
    ['of the wrist without a date', { site: 'wrist' }, 'not-evaluated'],
    ['by trauma', { site: 'vertebra', date: '2024-06-01', traumatic: true }, 'not-fired'],
  ] as const)('%s: %j is %s', (_, fracture, state) => {
    const rules = rulesOf(input({}, null, { order: order({ riskFactors: { priorFractures: [fracture] } }) }));
    expect(stateOf(rules, '12 months')).toBe(state);
  });

  test.each([
    ['no order', { order: null }],
    ['an order that says nothing of fractures', { order: order() }],
    [
      'no date of the CT',
      {
        order: order({ riskFactors: { priorFractures: [{ site: 'vertebra', date: '2024-06-01' }] } }),
        studyDate: null,
      },
    ],
  ] as const)('is not evaluated with %s', (_, part) => {
    expect(stateOf(rulesOf(input({}, null, part)), '12 months')).toBe('not-evaluated');
  });

  test('makes the risk very high', () => {
    const recent = order({ riskFactors: { priorFractures: [{ site: 'vertebra', date: '2024-01-01' }] } });
    expect(overall({}, 200, { order: recent }).category).toBe('very-high');
  });
});

describe('a rule on absolute risk', () => {
  test.each([
    [70, 1, 'fired', 'fired'],
    [1, 10, 'fired', 'fired'],
    [41, 1, 'not-evaluated', 'fired'],
    [25, 1, 'not-evaluated', 'not-evaluated'],
    [12, 1, 'not-fired', 'not-evaluated'],
    [9, 1, 'not-fired', 'not-fired'],
    [1, 4, 'not-evaluated', 'not-evaluated'],
    [1, 6, 'not-evaluated', 'fired'],
    [1, 9, 'not-evaluated', 'fired'],
  ] as const)(
    'of %d %% major and %d %% hip, each half to double, is %s above 30 / 4.5 and %s from 20 / 3 (section 6.5)',
    (major, hip, veryHigh, high) => {
      const rules = rulesOf(input({}, null, { absolute: model(major, hip) }));
      expect([stateOf(rules, '10-year risk above'), stateOf(rules, '10-year risk of')]).toEqual([
        veryHigh,
        high,
      ]);
    },
  );

  test('says that its thresholds are those of FRAX and not calibrated', () => {
    const found = rulesOf(input({}, null)).filter(({ rule }) => rule.startsWith('10-year'));
    expect(found).toHaveLength(2);
    for (const { source, state, detail } of found) {
      expect(source).toContain('BHOF thresholds for FRAX, not calibrated');
      expect(source).toContain('assumption of this software');
      expect(state).toBe('not-evaluated');
      expect(detail).toBe('fracture probability not evaluated: no age');
    }
  });
});

describe('a reader who confirms a fracture', () => {
  const confirmed = (level: 'L1') => ({
    known: knownFractures(order({ confirmedFractures: [{ level, fractured: true }] })),
  });

  test('of grade 1 makes the risk high', () => {
    expect(overall({ L1: graded(1) }, 130, confirmed('L1')).category).toBe('high');
  });

  test('of grade 0 makes it high too, and says what was measured', () => {
    const { category, statement } = overall({ L1: graded(0) }, 130, confirmed('L1'));
    expect(category).toBe('high');
    expect(statement).toContain('L1 read as fractured (measured grade 0)');
  });

  test('beside a sure one of grade 2 makes it very high', () => {
    expect(overall({ L1: graded(1), T8: graded(2) }, 130, confirmed('L1')).category).toBe('very-high');
  });

  test('counts one level once', () => {
    expect(overall({ L1: graded(2) }, 130, confirmed('L1')).category).toBe('high');
  });

  test('and gives no grade leaves the rule of grade 3 to what was measured', () => {
    expect(stateOf(rulesOf(input(wholeSpine(), 130, confirmed('L1'))), 'fracture of grade 3')).toBe(
      'not-fired',
    );
    const unmeasured = rulesOf(input({}, 130, confirmed('L1')));
    expect(unmeasured.find(({ rule }) => rule.includes('grade 3'))!.detail).toContain('L1');
  });
});

describe('vertebral fractures of the history', () => {
  type Fractures = NonNullable<NonNullable<Order['riskFactors']>['priorFractures']>;
  const rules = (grades: Parameters<typeof input>[0], priorFractures: Fractures) => {
    const told = order({ riskFactors: { priorFractures } });
    return rulesOf(input(grades, 130, { order: told, known: knownFractures(told) }));
  };
  const old = { site: 'vertebra', date: '2015-01-01' } as const;

  test('fire the rule of one by one, and that of two by two', () => {
    for (const [told, two] of [
      [[{ ...old, level: 'L2' as const }], 'not-fired'],
      [
        [
          { ...old, level: 'L2' as const },
          { ...old, level: 'T8' as const },
        ],
        'fired',
      ],
      [[old, { ...old, date: '2016-01-01' }], 'fired'],
    ] as const) {
      const found = rules(wholeSpine(), told);
      expect(stateOf(found, 'two or more')).toBe(two);
      expect(found.find(({ rule }) => rule.startsWith('vertebral fracture ('))!.state).toBe('fired');
    }
  });

  test('without a level may be the one that was measured', () => {
    const found = rules({ L1: graded(2) }, [old]).find(({ rule }) => rule.includes('two or more'))!;
    expect(found.state).toBe('not-evaluated');
    expect(found.detail).toContain('1 in the history, level not stated (may be one of these)');
    expect(stateOf(rules({ L1: graded(2) }, [{ ...old, level: 'T8' }]), 'two or more')).toBe('fired');
  });

  test('count one level once, and none that an accident broke', () => {
    const twice = rules(wholeSpine(), [
      { ...old, level: 'L2' },
      { ...old, level: 'L2' },
    ]);
    expect(stateOf(twice, 'two or more')).toBe('not-fired');
    const accident = rules(wholeSpine({ L2: graded(2) }), [{ ...old, level: 'L2', traumatic: true }]);
    expect(stateOf(accident, 'vertebral fracture (')).toBe('not-fired');
  });
});

test('a grade 0 that may be a fracture leaves the rules open', () => {
  const rules = rulesOf(input(wholeSpine({ T5: graded(0, 0, 1) }), 130));
  const found = rules.find(({ rule }) => rule.startsWith('vertebral fracture ('))!;
  expect(found).toMatchObject({
    state: 'not-evaluated',
    detail: 'possible at T5, to be confirmed by the reader',
  });
});

test.each([
  [-2, 0.3, 'fired'],
  [-1, 0, 'fired'],
  [-1.2, 0.3, 'not-evaluated'],
  [0, 0.3, 'not-fired'],
])('the rule on strength at z %d with a standard error of %d is %s', (value, se, state) => {
  const rules = rulesOf(input({}, null, { strengthZ: { value, se, referenceId: 'test' } }));
  expect(stateOf(rules, 'strength at least one SD')).toBe(state);
});
