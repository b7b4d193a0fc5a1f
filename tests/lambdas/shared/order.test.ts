import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { OrderInvalid, parseOrder } from '../../../lambdas/shared/order.ts';
import { publishedSchemas } from '../../../schemas/published.ts';

const ORDER = { schema: 'osteon/order/1', indication: 'back pain' } as const;

function problem(json: unknown): OrderInvalid {
  try {
    parseOrder(json);
  } catch (error) {
    if (error instanceof OrderInvalid) return error;
    throw error;
  }
  throw new Error('the order was accepted');
}

describe('an order', () => {
  test('needs only its schema and an indication', () => {
    expect(parseOrder(ORDER)).toEqual(ORDER);
  });

  test('keeps every field that the schema names', () => {
    const whole = {
      ...ORDER,
      orderedBy: 'Dr A',
      patient: { ageYears: 71, sex: 'female', heightCm: 160, weightKg: 60 },
      riskFactors: {
        priorFractures: [{ site: 'wrist', date: '2019-05-01', traumatic: false }],
        glucocorticoids: true,
        currentSmoking: false,
        alcohol3UnitsADay: false,
        rheumatoidArthritis: false,
        parentalHipFracture: true,
      },
      dxa: { site: 'total-hip', tScore: -2.1, date: '2023-02-03' },
      frax: { majorOsteoporoticPercent: 17, hipPercent: 4, withBmd: true, country: 'UK' },
    };
    expect(parseOrder(whole)).toEqual(whole);
  });

  test.each([
    [{ patient: { ageYears: 212 } }, 'patient.ageYears: saw 212, wanted a number from 18 to 120'],
    [{ patient: { ageYears: -3 } }, 'patient.ageYears: saw -3, wanted a number from 18 to 120'],
    [{ patient: { ageYears: '71' } }, 'patient.ageYears: saw "71", wanted a number from 18 to 120'],
    [{ patient: { heightCm: 17 } }, 'patient.heightCm: saw 17, wanted a number from 100 to 230'],
    [{ patient: { sex: 'F' } }, 'patient.sex: saw "F", wanted one of "female", "male"'],
    [{ dxa: { site: 'total-hip', tScore: 25 } }, 'dxa.tScore: saw 25, wanted a number from -8 to 8'],
    [{ dxa: { site: 'total-hip' } }, 'dxa.tScore: saw nothing, wanted a number from -8 to 8'],
    [{ patient: null }, 'patient: saw null, wanted an object'],
    [{ riskFactors: { priorFractures: {} } }, 'riskFactors.priorFractures: saw an object, wanted a list'],
    [
      { riskFactors: { glucocorticoids: 'no' } },
      'riskFactors.glucocorticoids: saw "no", wanted true or false',
    ],
    [{ indication: '' }, 'indication: saw "", wanted a text of 1 to 500 characters'],
    [
      { riskFactors: { priorFractures: [{ site: 'hip', date: '2021-02-30' }] } },
      'riskFactors.priorFractures.0.date: saw "2021-02-30", wanted a date that exists, as YYYY-MM-DD',
    ],
    [
      { frax: { majorOsteoporoticPercent: 5, hipPercent: 9 } },
      'frax.hipPercent: saw 9, wanted no more than majorOsteoporoticPercent, which counts hip fractures too',
    ],
  ])('with %j is refused by the name of the field', (part, message) => {
    expect(problem({ ...ORDER, ...part }).message).toBe(`order.json: ${message}`);
  });

  test('names every unknown field and the known ones', () => {
    const { message } = problem({ ...ORDER, patient: { height: 160, weight: 60 } });
    expect(message).toBe(
      'order.json: patient: saw unknown names "height", "weight", wanted only ageYears, sex, heightCm, weightKg',
    );
  });

  test('names all that is wrong at once', () => {
    const { fields } = problem({ schema: 'osteon/order/1', patient: { ageYears: 7, sex: 'x' } });
    expect(fields).toEqual(['indication', 'patient.ageYears', 'patient.sex']);
  });

  test.each([[null], [[]], ['order'], [3]])('that is %j is refused as a whole', (json) => {
    expect(problem(json).message).toMatch(/^order\.json: \(the whole file\): saw .+, wanted an object$/);
  });

  test('leaves what the patient is out of the message that may be logged', () => {
    const { safeMessage } = problem({ ...ORDER, patient: { ageYears: 212, Mueller: 1 } });
    expect(safeMessage).not.toMatch(/212|Mueller/);
    expect(safeMessage).toContain('patient.ageYears: wanted a number from 18 to 120');
  });
});

test.each(Object.entries(publishedSchemas()))('the published %s is what the contract says', (name, text) => {
  expect(readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), 'utf8')).toBe(text);
});
