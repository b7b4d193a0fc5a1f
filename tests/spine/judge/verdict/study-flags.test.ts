import { expect, test } from 'vitest';

import { studyFlags } from '../../../../spine/judge/verdict/study-flags.ts';
import type { Order } from '../../../../contracts/order/order.ts';

import { order } from '../cases.ts';

const SUBJECT = { ageYears: 70, ageSource: 'study', sex: 'female', sexSource: 'study' } as const;
type Fracture = NonNullable<NonNullable<Order['riskFactors']>['priorFractures']>[number];

const codes = (
  ordered: Order | null,
  part: Partial<Record<'ageYears' | 'sex', null>> | { ageYears: number } = {},
) => studyFlags({ ...SUBJECT, ...part }, ordered).map(({ code }) => code);
const after = (fracture: Fracture) => codes(order({ riskFactors: { priorFractures: [fracture] } }));

test('a T-score of osteoporosis at any site is remarked, and its value is not repeated', () => {
  const dxa = (tScore: number) => order({ dxa: { site: 'total-hip', tScore } });
  expect(codes(dxa(-2.5))).toEqual(['DXA_OSTEOPOROSIS']);
  expect(codes(dxa(-2.4))).toEqual([]);
  expect(JSON.stringify(studyFlags(SUBJECT, dxa(-3.4)))).not.toContain('3.4');
});

test('a hip or vertebral fracture of the history is remarked, one by an accident or of another bone is not', () => {
  expect(after({ site: 'hip' })).toEqual(['PRIOR_FRACTURE_REPORTED']);
  expect(after({ site: 'vertebra', traumatic: false })).toEqual(['PRIOR_FRACTURE_REPORTED']);
  expect(after({ site: 'hip', traumatic: true })).toEqual([]);
  expect(after({ site: 'wrist' })).toEqual([]);
});

test('what guidelines recommend is named with its source', () => {
  const told = studyFlags(SUBJECT, order({ dxa: { site: 'femoral-neck', tScore: -3 } }));
  for (const { message } of told) expect(message).toContain('BHOF 2022');
});

test('below 50 years the cut-offs are not for the patient', () => {
  expect(codes(null, { ageYears: 49 })).toEqual(['CUT_OFF_POPULATION']);
  expect(codes(null, { ageYears: 50 })).toEqual([]);
});

test('a missing age and a missing sex are said', () => {
  expect(codes(null, { ageYears: null, sex: null })).toEqual(['AGE_UNKNOWN', 'SEX_UNKNOWN']);
});

test('each remark says what it is about, in an order that stays', () => {
  const all = order({
    riskFactors: { priorFractures: [{ site: 'hip' }] },
    dxa: { site: 'total-hip', tScore: -2.5 },
    frax: { majorOsteoporoticPercent: 20, hipPercent: 3 },
  });
  const advice = 'guidelines recommend treatment regardless of the overall category (BHOF 2022)';
  expect(studyFlags({ ...SUBJECT, ageYears: 45, sex: null }, all)).toEqual([
    { code: 'SEX_UNKNOWN', message: 'sex provided neither in the images nor in the order' },
    {
      code: 'CUT_OFF_POPULATION',
      message:
        'the density cut-offs apply to postmenopausal women and older men; this patient is younger than 50 years',
    },
    {
      code: 'DXA_OSTEOPOROSIS',
      message: `DXA T-score of -2.5 or lower reported in the order: ${advice}`,
    },
    { code: 'FRAX_FROM_ORDER', message: 'FRAX supplied by the clinic; not used in the overall category' },
    {
      code: 'PRIOR_FRACTURE_REPORTED',
      message: `hip or vertebral fracture reported in the order: ${advice}`,
    },
  ]);
  expect(studyFlags({ ...SUBJECT, ageYears: null }, null)).toEqual([
    { code: 'AGE_UNKNOWN', message: 'age provided neither in the images nor in the order' },
  ]);
});
