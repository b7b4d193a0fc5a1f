import { describe, expect, test } from 'vitest';

import {
  Q_FACTORS,
  qfractureFacts,
  type QFactor,
  type QFacts,
} from '../../../../../spine/judge/risk/clinical-facts.ts';
import { qfractureCheck } from '../../../../../spine/judge/risk/qfracture/qfracture-check.ts';
import { qfractureRisk } from '../../../../../spine/judge/risk/qfracture/qfracture.ts';
import { order } from '../../cases.ts';

type Sex = 'female' | 'male';

const MODEL = { status: 'not-evaluated', id: 'test', title: 'test', reason: 'test' } as const;

function facts(present: readonly QFactor[] = [], smoking = 'never'): QFacts {
  return {
    factors: Object.fromEntries(Q_FACTORS.map((name) => [name, present.includes(name)])) as Record<
      QFactor,
      boolean
    >,
    amounts: { smoking: [smoking], alcoholUnitsADay: ['none'] },
  };
}

function person(sex: Sex, ageYears: number, part: { bodyMassIndex?: number; facts?: QFacts } = {}) {
  return { sex, ageYears, bodyMassIndex: 25, facts: facts(), ...part };
}

describe('section 6.3', () => {
  // The vectors are printed with two digits after the point.
  test.each([
    ['female', 50, 1.39, 0.15],
    ['female', 60, 3.0, 0.58],
    ['female', 70, 6.01, 2.17],
    ['female', 80, 11.03, 6.67],
    ['male', 50, 0.58, 0.13],
    ['male', 60, 0.89, 0.33],
    ['male', 70, 1.74, 1.0],
    ['male', 80, 4.3, 3.63],
  ] as const)('%s of %d, body mass index 25, no factor: P10 %d %% and hip %d %%', (sex, age, all, hip) => {
    expect(100 * qfractureRisk(person(sex, age), 'osteoporotic').ten.value).toBeCloseTo(all, 2);
    expect(100 * qfractureRisk(person(sex, age), 'hip').ten.value).toBeCloseTo(hip, 2);
  });

  test('a woman of 70, body mass index 22, who falls, has a parent with osteoporosis, takes steroids and smokes moderately: 26.39 and 11.18 %', () => {
    const present = facts(['falls', 'parentalOsteoporosis', 'glucocorticoids'], 'moderate');
    const { five, ten } = qfractureRisk(
      person('female', 70, { bodyMassIndex: 22, facts: present }),
      'osteoporotic',
    );
    expect(100 * ten.value).toBeCloseTo(26.39, 2);
    expect(100 * five.value).toBeCloseTo(11.18, 2);
  });
});

describe('section 6.3, men at mean covariates', () => {
  // Age and body mass index at which every centred term of the file is 0, but for the reading of the centre itself.
  const mean = person('male', 10 * 4.88928604, { bodyMassIndex: 10 / 0.3785744 });

  test('have a 10-year risk of 0.53 % with the centre taken as 1/B^2, as the file has it', () => {
    // The mean body mass itself is not printed: that of the centre gives 0.535 %.
    expect(Math.abs(100 * qfractureRisk(mean, 'osteoporotic').ten.value - 0.53)).toBeLessThan(0.01);
  });

  test('would have 1.16 %, the baseline itself, with the centre read as that of 1/B', () => {
    const asInverse = 10 / Math.sqrt(0.3785744);
    const found = qfractureRisk({ ...mean, bodyMassIndex: asInverse }, 'osteoporotic').ten.value;
    expect(100 * found).toBeCloseTo(1.16, 2);
  });
});

describe('the cross-check', () => {
  const check = (part: object = {}) =>
    qfractureCheck({
      ageYears: 70,
      sex: 'female',
      bodyMassIndex: 25,
      factsOf: (sex) => qfractureFacts(null, sex),
      model: MODEL,
      ...part,
    });

  test.each([
    [{ bodyMassIndex: null }, 'height or weight'],
    [{ ageYears: null }, 'age not available'],
    [{ sex: null }, 'sex not available'],
    [{ ageYears: 85 }, '30 to 84 years'],
    [{ bodyMassIndex: 43 }, '18 to 42 kg/m2'],
  ])('with %j is not computed and says why', (part, why) => {
    const { estimate } = check(part);
    expect(estimate.status).toBe('not-evaluated');
    expect(estimate).toHaveProperty('reason', expect.stringContaining(why));
  });

  test('spreads what is missing over an interval and names it', () => {
    const { estimate, handling } = check();
    const hip = estimate.status === 'evaluated' ? estimate.figures[3]!.probability : null;
    // All unknown: above the 2.17 % of a woman without any factor, and between the interval's ends.
    expect(hip!.value).toBeGreaterThan(2.17);
    expect(hip!.uncertainty).toMatchObject({ kind: 'interval95' });
    if (hip!.uncertainty.kind === 'none') throw new Error('no interval');
    expect(hip!.uncertainty.low).toBeLessThan(hip!.value);
    expect(hip!.uncertainty.high).toBeGreaterThan(hip!.value);
    expect(handling).toHaveLength(Q_FACTORS.length + 2);
    expect(handling.every(({ state }) => state === 'missing')).toBe(true);
  });

  test('does not ask a man for what it asks of women only', () => {
    const { handling } = check({ sex: 'male' });
    expect(handling.map(({ factor }) => factor)).not.toContain('menopausal symptoms');
  });

  test('with every factor known has no interval, and says that none was published', () => {
    const { estimate } = check({ factsOf: () => facts() });
    if (estimate.status !== 'evaluated') throw new Error('not evaluated');
    for (const { probability } of estimate.figures) expect(probability.uncertainty.kind).toBe('none');
  });

  test('is held against the hip figure of the model', () => {
    const model = (percent: number) => {
      const own = check({ factsOf: () => facts() }).estimate;
      if (own.status !== 'evaluated') throw new Error('not evaluated');
      const figures = own.figures.map((figure) => ({
        ...figure,
        probability: { ...figure.probability, value: percent },
      }));
      return { ...own, figures };
    };
    expect(check({ factsOf: () => facts(), model: model(2.3) }).agreement).toContain(
      'agreement within a factor of 2',
    );
    expect(check({ factsOf: () => facts(), model: model(7) }).agreement).toContain(
      'discordant by a factor of 3.2',
    );
    expect(check().agreement).toBeNull();
  });
});

test('a yes or no to smoking and alcohol leaves the amounts open that it allows', () => {
  const given = qfractureFacts(
    order({ riskFactors: { currentSmoking: true, alcohol3UnitsADay: false } }),
    'female',
  );
  expect(given.amounts.smoking).toEqual(['light', 'moderate', 'heavy']);
  expect(given.amounts.alcoholUnitsADay).toEqual(['none', 'below-1', '1-2']);
});
