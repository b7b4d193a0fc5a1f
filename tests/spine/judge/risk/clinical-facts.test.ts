/** What an order says of each factor reaches the factor of its own name, as yes, as no, and as nothing. */
import { describe, expect, test } from 'vitest';

import type { Order } from '../../../../contracts/order/order.ts';
import {
  factorName,
  missingFactors,
  Q_FACTORS,
  qfractureFacts,
  TABLE_FACTORS,
  tableFacts,
} from '../../../../spine/judge/risk/clinical-facts.ts';

import { order } from '../cases.ts';

type Given = NonNullable<Order['riskFactors']>;
const table = (given: Given) => tableFacts(order({ riskFactors: given }));
const q = (given: Given, sex: 'female' | 'male' = 'female') =>
  qfractureFacts(order({ riskFactors: given }), sex);

describe('the table model', () => {
  test.each([
    'parentalHipFracture',
    'currentSmoking',
    'alcohol3UnitsADay',
    'rheumatoidArthritis',
    'glucocorticoids',
  ] as const)('hears of %s alone what the order says of it', (factor) => {
    for (const answer of [true, false]) {
      const facts = table({ [factor]: answer });
      for (const other of TABLE_FACTORS) expect(facts[other], other).toBe(other === factor ? answer : null);
    }
  });

  test.each([
    ['never', false],
    ['former', false],
    ['light', true],
    ['moderate', true],
    ['heavy', true],
  ] as const)('takes %s for smoking: %s', (smoking, present) => {
    expect(table({ smoking }).currentSmoking).toBe(present);
    // The yes or no decides where both were given.
    expect(table({ smoking, currentSmoking: !present }).currentSmoking).toBe(!present);
  });

  test.each([
    ['none', false],
    ['below-1', false],
    ['1-2', false],
    ['3-6', true],
    ['7-9', true],
    ['above-9', true],
  ] as const)('takes %s units for three a day or more: %s', (alcoholUnitsADay, present) => {
    expect(table({ alcoholUnitsADay }).alcohol3UnitsADay).toBe(present);
    expect(table({ alcoholUnitsADay, alcohol3UnitsADay: !present }).alcohol3UnitsADay).toBe(!present);
  });

  test.each([
    [undefined, null],
    [[], false],
    [[{ site: 'wrist', traumatic: true }], false],
    [[{ site: 'wrist' }], true],
    [[{ site: 'wrist', traumatic: true }, { site: 'hip' }], true],
  ] as const)('takes %j for a prior fracture: %s', (priorFractures, present) => {
    expect(
      table(priorFractures === undefined ? {} : { priorFractures: [...priorFractures] }).priorFracture,
    ).toBe(present);
  });

  test('hears nothing of an order that is not there', () => {
    expect(new Set(Object.values(tableFacts(null)))).toEqual(new Set([null]));
  });
});

describe('the cross-check', () => {
  const own = Q_FACTORS.filter((name) => name !== 'parentalOsteoporosis');

  test.each(own)('hears of %s alone what the order says of it', (factor) => {
    for (const answer of [true, false]) {
      const { factors } = q({ [factor]: answer });
      for (const other of Q_FACTORS) expect(factors[other], other).toBe(other === factor ? answer : null);
    }
  });

  test('takes a parent’s hip fracture for osteoporosis, and none of it for nothing', () => {
    const parental = (given: Given) => q(given).factors.parentalOsteoporosis;
    expect(parental({ parentalHipFracture: true })).toBe(true);
    expect(parental({ parentalHipFracture: false })).toBeNull();
    expect(parental({ parentalHipFracture: true, parentalOsteoporosis: false })).toBe(false);
    expect(parental({ parentalOsteoporosis: true })).toBe(true);
  });

  test('knows that a man has no menopausal symptoms', () => {
    expect(q({}, 'male').factors.menopausalSymptoms).toBe(false);
    expect(q({}).factors.menopausalSymptoms).toBeNull();
    expect(q({ menopausalSymptoms: true }).factors.menopausalSymptoms).toBe(true);
  });

  test('keeps the amounts that an answer allows', () => {
    const amounts = (given: Given) => q(given).amounts;
    expect(amounts({})).toEqual({
      smoking: ['never', 'former', 'light', 'moderate', 'heavy'],
      alcoholUnitsADay: ['none', 'below-1', '1-2', '3-6', '7-9', 'above-9'],
    });
    expect(amounts({ currentSmoking: false, alcohol3UnitsADay: true })).toEqual({
      smoking: ['never', 'former'],
      alcoholUnitsADay: ['3-6', '7-9', 'above-9'],
    });
    expect(amounts({ currentSmoking: true, smoking: 'former', alcohol3UnitsADay: true, alcoholUnitsADay: '1-2' })).toEqual({ smoking: ['former'], alcoholUnitsADay: ['1-2'] }); // prettier-ignore
  });
});

test('each missing factor is named alone', () => {
  const subject = { ageYears: 70, ageSource: 'study', sex: 'female', sexSource: 'study' } as const;
  const whole: Given = {
    parentalHipFracture: false,
    currentSmoking: false,
    alcohol3UnitsADay: false,
    rheumatoidArthritis: false,
    glucocorticoids: false,
    priorFractures: [],
  };
  const patient = { heightCm: 160, weightKg: 60 };
  expect(missingFactors(subject, order({ patient, riskFactors: whole }))).toEqual([]);
  expect(missingFactors({ ...subject, ageYears: null }, order({ patient, riskFactors: whole }))).toEqual([
    'age',
  ]);
  expect(missingFactors({ ...subject, sex: null }, order({ patient, riskFactors: whole }))).toEqual(['sex']);
  expect(missingFactors(subject, order({ patient: { weightKg: 60 }, riskFactors: whole }))).toEqual([
    'height',
  ]);
  expect(missingFactors(subject, order({ patient: { heightCm: 160 }, riskFactors: whole }))).toEqual([
    'weight',
  ]);
  for (const factor of Object.keys(whole) as (keyof Given)[]) {
    const rest = Object.fromEntries(Object.entries(whole).filter(([other]) => other !== factor));
    const name = factorName(factor === 'priorFractures' ? 'priorFracture' : factor);
    expect(missingFactors(subject, order({ patient, riskFactors: rest }))).toEqual([name]);
  }
});
