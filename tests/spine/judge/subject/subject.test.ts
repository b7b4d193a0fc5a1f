/** Contradictions of an order and the images, each refused in its own words, which never repeat what was said. */
import { describe, expect, test } from 'vitest';

import type { Ct } from '../../../../contracts/ct.ts';
import type { Order } from '../../../../contracts/order/order.ts';
import { subjectOf } from '../../../../spine/judge/subject/subject.ts';
import { order, PATIENT } from '../cases.ts';

const CT_DATE = '2024-06-15';

function refusalOf(patient: Partial<Ct['patient']>, asked: Order | null, studyDate: string | null = CT_DATE) {
  try {
    subjectOf({ ...PATIENT, ...patient }, studyDate, asked);
  } catch (error) {
    return (error as { refusal?: unknown }).refusal;
  }
  return null;
}
const contradiction = (saw: string, wanted: string) => ({ code: 'ORDER_CONTRADICTS_STUDY', saw, wanted });
const early = (what: string) =>
  contradiction(`${what} dated before the date of birth (order)`, 'dates after the date of birth');

describe('an order that contradicts the images', () => {
  test.each<[string, Partial<Ct['patient']>, Order, ReturnType<typeof contradiction>]>([
    [
      'in sex',
      { sex: 'female' },
      order({ patient: { sex: 'male' } }),
      contradiction('sex differs between the order and the images', 'the same sex in both'),
    ],
    [
      'in age',
      { ageYears: 71 },
      order({ patient: { ageYears: 73 } }),
      contradiction(
        'age differs by more than one year between the order and the images',
        'age at the CT date in both',
      ),
    ],
    [
      'by a fracture before birth, before anything else of it',
      { birthDate: '1950-01-01' },
      order({
        date: '1949-01-01',
        dxa: { site: 'total-hip', tScore: -1, date: '1949-01-01' },
        riskFactors: { priorFractures: [{ site: 'wrist', date: '1949-12-31' }] },
      }),
      early('a prior fracture'),
    ],
    [
      'by a DXA before birth',
      { birthDate: '1950-01-01' },
      order({ date: '1949-01-01', dxa: { site: 'total-hip', tScore: -1, date: '1949-12-31' } }),
      early('a DXA measurement'),
    ],
    ['by its own date', { birthDate: '1950-01-01' }, order({ date: '1949-12-31' }), early('itself')],
  ])('%s is refused', (_, patient, asked, refusal) => {
    expect(refusalOf(patient, asked)).toEqual(refusal);
  });

  test('on the day of birth itself, or without a date, is none', () => {
    expect(refusalOf({ birthDate: '1950-01-01' }, order({ date: '1950-01-01' }))).toBeNull();
    expect(refusalOf({ birthDate: '1950-01-01' }, order())).toBeNull();
    // Nothing tells of the birth.
    expect(refusalOf({}, order({ date: '1700-01-01' }), null)).toBeNull();
  });
});

test('a fracture after the CT is refused, on its day it is not', () => {
  const at = (date: string) => order({ riskFactors: { priorFractures: [{ site: 'wrist', date }] } });
  expect(refusalOf({}, at('2024-06-16'))).toEqual({
    code: 'FRACTURE_AFTER_CT',
    saw: 'a prior fracture dated after the CT (order)',
    wanted: 'prior fractures dated up to the CT date; omit later fractures',
  });
  expect(refusalOf({}, at(CT_DATE))).toBeNull();
  expect(refusalOf({}, at('2030-01-01'), null)).toBeNull();
});

test('menopausal symptoms are no man’s, by the images', () => {
  const told = order({ riskFactors: { menopausalSymptoms: true } });
  expect(refusalOf({ sex: 'male' }, told)).toEqual(
    contradiction('menopausal symptoms in the order, male sex in the images', 'the same patient in both'),
  );
  expect(refusalOf({ sex: 'male' }, order({ riskFactors: { menopausalSymptoms: false } }))).toBeNull();
  expect(refusalOf({ sex: 'female' }, told)).toBeNull();
  expect(refusalOf({}, told)).toBeNull();
});

test('a child is refused, by the age of images or order', () => {
  const refusal = {
    code: 'NOT_AN_ADULT',
    saw: 'age below 18 years',
    wanted: 'an adult: cut-offs and material laws do not apply below 18 years',
  };
  expect(refusalOf({ ageYears: 17.9 }, null)).toEqual(refusal);
  expect(refusalOf({}, order({ patient: { ageYears: 17 } }))).toEqual(refusal);
  expect(refusalOf({ ageYears: 18 }, null)).toBeNull();
});

test('who is known in part has each part from where it was said', () => {
  expect(subjectOf({ ...PATIENT, sex: 'male' }, CT_DATE, order({ patient: { ageYears: 60 } }))).toEqual({
    ageYears: 60,
    ageSource: 'order',
    sex: 'male',
    sexSource: 'study',
  });
  expect(subjectOf(PATIENT, null, null)).toEqual({
    ageYears: null,
    ageSource: null,
    sex: null,
    sexSource: null,
  });
});
