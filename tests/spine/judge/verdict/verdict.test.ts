/** The verdict against closed cases: nothing unknown, one unknown, and the tails of one density. */
import { describe, expect, test } from 'vitest';

import type { RiskEstimate } from '../../../../contracts/risk/absolute-risk.ts';
import {
  answersByAge,
  changesVerdict,
  toldCategory,
  verdictByAge,
} from '../../../../contracts/risk/overall.ts';
import { GRADED_SPINE } from '../../../../spine/definitions/fractures.ts';
import { TABLE_ANCHOR } from '../../../../spine/judge/risk/parameters.ts';
import type { VerdictInput } from '../../../../spine/judge/verdict/draws/possible-patients.ts';
import { patientsOf, verdictOf } from '../../../../spine/judge/verdict/verdict.ts';
import { normalCdf } from '../../../../spine/math/normal.ts';

import { ANSWERED_NO, order } from '../cases.ts';
import { graded, input, NO_ERRORS } from './patient.ts';

const NO_MODEL: RiskEstimate = { status: 'not-evaluated', id: 'test', title: 'test', reason: 'no age' };

function verdict(asked: VerdictInput, draws = 10_000) {
  return verdictOf(asked, patientsOf(asked, draws), NO_MODEL);
}
function measured(value: number, errors: Partial<typeof NO_ERRORS> = {}) {
  return { density: { value, agentMgCc: 0, errors: { ...NO_ERRORS, ...errors } } };
}

describe('a patient of whom everything is known', () => {
  test.each<[string, VerdictInput, string]>([
    ['everything normal', input(), 'low'],
    ['a density of 120', input(measured(120)), 'moderate'],
    ['a density of 79', input(measured(79)), 'high'],
    ['a grade 2', input({}, { L1: 0.3 }), 'high'],
    ['a grade 3', input({}, { L1: 0.45 }), 'very-high'],
    ['two of grade 2', input({}, { L1: 0.3, T8: 0.3 }), 'very-high'],
  ])('%s has the category of the rule with a probability of 1', (_, asked, category) => {
    const { category: found, probability, shares } = verdict(asked);
    expect([found, probability]).toEqual([category, 1]);
    expect(Object.values(shares!).reduce((sum, share) => sum + share, 0)).toBe(1);
  });

  test('has nothing that would change it', () => {
    expect(verdict(input()).wouldChangeMost).toEqual([]);
  });
});

describe('a density alone', () => {
  test.each([
    [94, 8],
    [80, 5],
    [118, 12],
  ])('of %d with a standard error of %d has the tails of a normal distribution', (value, se) => {
    const { shares } = verdict(input(measured(value, { calibration: se })));
    const below = (limit: number): number => normalCdf((limit - value) / se);
    // The strata are even: exact to one draw and what normalCdf leaves.
    expect(shares!.high).toBeCloseTo(below(80), 3);
    expect(shares!.moderate).toBeCloseTo(below(120) - below(80), 3);
    expect(shares!.low).toBeCloseTo(1 - below(120), 3);
  });

  test('whose errors are of two causes has that of both', () => {
    const { shares } = verdict(input(measured(85, { calibration: 3, agent: 4 })));
    // Two strata together: independent draws, standard error 0.004.
    expect(Math.abs(shares!.high - normalCdf(-1))).toBeLessThan(0.012);
  });

  test('of nobody is that of people of the age', () => {
    const { shares, rules } = verdict(input({ density: null }));
    // 178.5 HU by 0.70, standard deviation 28.
    expect(shares!.high).toBeCloseTo(normalCdf((80 - 124.95) / 28), 2);
    expect(rules.find(({ rule }) => rule.includes('below 80'))!.detail).toContain('not measured');
  });
});

test('the density that a rule rests on says what was taken off for an agent, and nothing where none was', () => {
  const detail = (agentMgCc: number): string =>
    verdict(input({ density: { ...measured(45, { agent: 9 }).density, agentMgCc } })).rules.find(({ rule }) =>
      rule.includes('below 80'),
    )!.detail;
  expect(detail(9.5)).toMatch(
    /^45 mg\/cm3 \(10 less than measured for contrast agent, assumption of this software\), 95 % interval 27 to 63$/,
  );
  expect(detail(0)).toMatch(/^45 mg\/cm3, 95 %/);
});

describe('one factor that nobody gave', () => {
  const asked = input({
    subject: { ageYears: 88, sex: 'male' },
    order: order({ riskFactors: { ...ANSWERED_NO, parentalHipFracture: undefined } }),
  });

  test('decides as often as people have it', () => {
    const { wouldChangeMost } = verdict(asked);
    const parent = wouldChangeMost.find(({ item }) => item === 'parental hip fracture')!;
    const { prevalence } = TABLE_ANCHOR.value.factors.parentalHipFracture;
    expect(parent.answers.map(({ answer, probability }) => [answer, probability])).toEqual([
      ['no', 1 - prevalence.male],
      ['yes', prevalence.male],
    ]);
    expect(parent.answers[1]!.category).toBe('very-high');
  });

  test('whose answer is given is no longer among the missing', () => {
    const answered = {
      ...asked,
      order: order({ riskFactors: { ...ANSWERED_NO, parentalHipFracture: true } }),
    };
    expect(verdict(answered).wouldChangeMost).toEqual([]);
  });

  test('leaves the verdict between those of its answers', () => {
    const with_ = (parentalHipFracture: boolean) =>
      verdict({ ...asked, order: order({ riskFactors: { ...ANSWERED_NO, parentalHipFracture } }) }).shares![
        'very-high'
      ];
    const { male } = TABLE_ANCHOR.value.factors.parentalHipFracture.prevalence;
    const expected = (1 - male) * with_(false) + male * with_(true);
    expect(Math.abs(verdict(asked).shares!['very-high'] - expected)).toBeLessThan(0.01);
  });
});

describe('levels that nobody saw', () => {
  test('have the prevalence of the age', () => {
    const { shares, rules } = verdict(input({ grades: new Map() }));
    // 4.5 % at 50; 18.5 % of the first ones are grade 3.
    expect(rules.find(({ rule }) => rule.startsWith('vertebral fracture ('))!.probability).toBe(0.045);
    expect(shares!.low).toBe(0.955);
  });

  test('lower a LOW by what is usual, and do not take it away', () => {
    const grades = new Map(GRADED_SPINE.slice(7).map((level) => [level, graded(0)]));
    const { category, probability, statement } = verdict(input({ grades }));
    expect(category).toBe('low');
    expect(probability).toBeGreaterThan(0.97);
    expect(statement).toContain('Not graded: T4, T5, T6, T7, T8, T9, T10');
  });
});

test('a grade 1 is a fracture as often as the risk table says, and a reader would settle it', () => {
  const asked = input({}, { L1: 0.22 });
  const { shares, wouldChangeMost } = verdict(asked);
  expect(shares!.high).toBeCloseTo(0.033, 3);
  expect(wouldChangeMost[0]).toMatchObject({ item: 'reading of L1', kind: 'reader', expectedProbability: 1 });
  expect(wouldChangeMost[0]!.gain).toBeGreaterThan(0.99);
  expect(wouldChangeMost[0]!.answers).toMatchObject([
    { answer: 'not fractured', category: 'low', categoryProbability: 1 },
    { answer: 'fractured', category: 'high', categoryProbability: 1 },
  ]);
});

test('a strength is in force only where it has a reference', () => {
  const rule = (strengthZ: VerdictInput['strengthZ']) =>
    verdict(input({ strengthZ })).rules.find(({ rule: text }) => text.startsWith('strength'))!;
  expect(rule(null)).toMatchObject({ probability: null, decides: 0 });
  const { probability } = rule({ value: -1.5, se: 0.5, referenceId: 'test' });
  expect(probability).toBeCloseTo(normalCdf(1), 3);
});

describe('what is not determined', () => {
  const nothing = { grades: new Map(), density: null } as const;

  test('is that of which neither a density nor a height was measured', () => {
    const found = verdict(input(nothing));
    expect(found).toMatchObject({ category: null, probability: null, shares: null, wouldChangeMost: [] });
    expect(found.statement).toMatch(/^Not determined/);
  });

  test('is not where a T-score, a reader or the history decides', () => {
    const dxa = order({ riskFactors: ANSWERED_NO, dxa: { site: 'total-hip', tScore: -3.4 } });
    expect(verdict(input({ ...nothing, order: dxa }))).toMatchObject({
      category: 'very-high',
      probability: 1,
    });
    const history = { levels: new Map(), grades: new Map(), inHistory: 1, unplaced: 1 };
    expect(verdict(input({ ...nothing, known: history })).category).toBe('high');
    const levels = new Map([['L1' as const, 'read-fractured' as const]]);
    const known = { levels, grades: new Map(), inHistory: 0, unplaced: 0 };
    const { shares } = verdict(input({ ...nothing, known }));
    expect(shares!['very-high'] + shares!.high).toBe(1);
  });
});

test('the same study has the same verdict, and more draws the same one within their error', () => {
  const asked = input({
    ...measured(94, { calibration: 8 }),
    subject: { ageYears: 70, sex: 'female' },
    order: null,
  });
  expect(verdict(asked)).toEqual(verdict(asked));
  const [few, many] = [verdict(asked), verdict(asked, 40_000)];
  for (const category of ['very-high', 'high', 'moderate', 'low'] as const)
    expect(Math.abs(few.shares![category] - many.shares![category])).toBeLessThan(0.015);
});

test('without the thresholds of another model the category rests on what was measured', () => {
  const { category, withoutOtherModels, shares, onlyByOtherModels } = verdict(
    input({ ...measured(100), subject: { ageYears: 85, sex: 'female' } }),
  );
  expect(category).toBe('very-high');
  expect(withoutOtherModels).toEqual({ category: 'moderate', probability: 1, settled: true });
  // Whoever is above moderate is so by these thresholds alone.
  const { moderate, low, ...above } = shares!;
  expect(onlyByOtherModels).toEqual({ ...above, moderate: 0, low: 0 });
  expect(moderate + low).toBeLessThan(0.5);
});

test('who is in a category by a rule of this method too is not there by thresholds of another model alone', () => {
  const { shares, onlyByOtherModels } = verdict(
    input({ ...measured(75), subject: { ageYears: 85, sex: 'female' } }, { L1: 0.45 }),
  );
  expect(shares!['very-high']).toBe(1);
  expect(onlyByOtherModels).toEqual({ 'very-high': 0, high: 0, moderate: 0, low: 0 });
});

describe('a T-score that the order could have', () => {
  const dxa = (tScore: number) => order({ riskFactors: ANSWERED_NO, dxa: { site: 'total-hip', tScore } });

  test('makes of the verdict what the same study with it in the order has', () => {
    const unsure = measured(85, { calibration: 12 });
    const told = verdict(input(unsure)).ifDxa!;
    expect(told.map(({ answer }) => answer)).toEqual(['above -2.5', '-2.5 to -3.0', 'below -3.0']);
    for (const [n, tScore] of [-1, -2.8, -3.4].entries()) {
      const { category, probability, settled } = verdict(input({ ...unsure, order: dxa(tScore) }));
      expect(told[n]).toMatchObject({ category, settled });
      expect(told[n]!.probability).toBeCloseTo(probability!, 4);
    }
    expect(told.map(({ category }) => category)).toEqual(['moderate', 'high', 'very-high']);
  });

  test('is not told where the order has one', () => {
    expect(verdict(input({ order: dxa(-1) })).ifDxa).toBeUndefined();
  });
});

test('every share has its standard error with it', () => {
  expect(verdict(input()).shareSe).toBe(0.005);
  expect(verdict(input(), 2500)).toMatchObject({ draws: 2500, shareSe: 0.01 });
});

test('a rule says with which part of the draws it decides: where it holds and none of a higher category does', () => {
  const { rules } = verdict(input(measured(80, { calibration: 5 })));
  const decides = (text: string) => rules.find(({ rule }) => rule.startsWith(text))!;
  expect(decides('trabecular density below')).toMatchObject({ probability: 0.5, decides: 0.5 });
  expect(decides('trabecular density of').probability).toBe(1);
  expect(decides('trabecular density of').decides).toBe(0.5);
  expect(rules.filter(({ ofOtherModel }) => ofOtherModel).map(({ rule }) => rule.slice(0, 12))).toEqual([
    '10-year risk',
    '10-year risk',
  ]);
});

describe('what is missing', () => {
  const items = (asked: VerdictInput) => verdict(asked, 2000).wouldChangeMost;

  test('is asked for in its own place, with every answer named', () => {
    const missing = items(input({ ...measured(100, { calibration: 12, levels: 10, agent: 8 }), subject: { ageYears: null, sex: null }, order: null, grades: new Map([['L1', graded(0.22)]]) })); // prettier-ignore
    const told = Object.fromEntries(
      missing.map(({ item, kind, answers }) => [item, [kind, ...answers.map(({ answer }) => answer)]]),
    );
    expect(told).toMatchObject({
      age: ['order', '50 to 59 years', '60 to 69 years', '70 to 79 years', '80 years or more'],
      sex: ['order', 'female', 'male'],
      'prior fracture': ['order', 'none', 'more than 12 months ago', 'in the last 12 months or on treatment'],
      'levels not graded': ['imaging', 'no fracture', 'a fracture'],
    });
    for (const { answers } of missing)
      expect(answers.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 3);
  });

  test('is ranked once: first what changes the verdict as it is told, each by its gain', () => {
    const asked = input({ ...measured(140, { calibration: 20 }), order: null });
    const found = verdict(asked, 2000);
    const changes = found.wouldChangeMost.map((one) => changesVerdict(one, toldCategory(found)));
    expect(changes).toEqual(changes.toSorted((a, b) => Number(b) - Number(a)));
    for (const group of [true, false]) {
      const gains = found.wouldChangeMost.filter((_, n) => changes[n] === group).map(({ gain }) => gain);
      expect(gains.length).toBeGreaterThan(0);
      expect(gains).toEqual(gains.toSorted((a, b) => b - a));
    }
    // What changes nothing may gain more, and stands below all the same.
    const gains = found.wouldChangeMost.map(({ gain }) => gain);
    expect(gains).not.toEqual(gains.toSorted((a, b) => b - a));
  });

  test('of an answer is told by which criterion it decides, and whether it settles anything', () => {
    const [one] = items(input(measured(80, { calibration: 6 })));
    expect(one!.answers).toMatchObject([
      { answer: 'lower', settled: true, decidedBy: 'trabecular density below 80 mg/cm3' },
      { answer: 'higher', settled: true, decidedBy: 'trabecular density of 120 mg/cm3 or less' },
    ]);
  });

  test('without an age, the ages at which the 10-year risk decides are named as such', () => {
    const asked = input({ ...measured(180, { calibration: 2 }), subject: { ageYears: null, sex: 'female' }, order: null }); // prettier-ignore
    const found = verdict(asked, 2000);
    expect(answersByAge(found)!.byRiskFrom).toBe(70);
    // Without a probability, as it is none of this patient's.
    expect(found.statement).toMatch(
      / By age: 50 to 59 years low 0\.\d\d; 60 to 69 years low 0\.\d\d\. From 70 years on the 10-year risk at that age, not density or strength in this CT, would decide: 70 to 79 years very high; 80 years or more very high\./,
    );
    // A density that decides is a finding of the CT: high at 50 to 69 years is not named.
    const low = verdict({ ...asked, ...measured(60, { calibration: 2 }) }, 2000);
    expect(verdictByAge(low)?.answers[0]).toMatchObject({ answer: '50 to 59 years', category: 'high' });
    expect(answersByAge(low)!.byRiskFrom).toBe(80);
  });

  test.each([
    ['calibration', 'density calibration with a phantom', 'calibration'],
    ['levels', 'density of L1 and L2', 'imaging'],
    ['agent', 'density without contrast agent', 'imaging'],
  ] as const)('of a density is what its error comes from: %s', (cause, item, kind) => {
    const [one, ...more] = items(input(measured(80, { [cause]: 6 })));
    expect(more).toEqual([]);
    expect(one).toMatchObject({ item, kind });
    expect(one!.answers).toMatchObject([
      { answer: 'lower', probability: 0.5, category: 'high' },
      { answer: 'higher', probability: 0.5, category: 'moderate' },
    ]);
  });

  test('is not a second measurement of the same images', () => {
    expect(items(input(measured(80, { sampling: 6 })))).toEqual([]);
  });

  test('is a density where none was measured', () => {
    expect(items(input({ density: null }))[0]).toMatchObject({
      item: 'density of the lumbar spine',
      kind: 'imaging',
    });
  });

  test('is a date, or the treatment, where the order has the fracture without it', () => {
    const fractures = (priorFractures: NonNullable<(typeof ANSWERED_NO)['priorFractures']>) =>
      items(input({ order: order({ riskFactors: { ...ANSWERED_NO, priorFractures } }) })).map(({ item }) => item); // prettier-ignore
    expect(fractures([{ site: 'wrist' }]).sort()).toEqual([
      'prior fracture in the last 12 months',
      'prior fracture on treatment',
    ]);
    expect(fractures([{ site: 'wrist', date: '2020-01-01' }])).toEqual(['prior fracture on treatment']);
    expect(fractures([{ site: 'wrist', onTreatment: false }])).toEqual([
      'prior fracture in the last 12 months',
    ]);
  });
});
