import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { OrderInvalid, parseOrder } from '../../../contracts/order/read-order.ts';
import { PARAMETER_SET_IDS } from '../../../contracts/parameter-set-ids.ts';
import { publishedSchemas } from '../../../schemas/published.ts';

const ORDER = { schema: 'osteon/order/1', indication: 'back pain' } as const;

function problem(json: unknown): OrderInvalid {
  try {
    parseOrder(json, 'mine.json');
  } catch (error) {
    if (error instanceof OrderInvalid) return error;
    throw error;
  }
  throw new Error('the order was accepted');
}

/** What no patient is; each is refused by the name of the field. */
describe('an absurd order', () => {
  const vertebra = (date: string) => ({ site: 'vertebra', level: 'L1', date });
  const fractures = (...priorFractures: object[]) => ({ riskFactors: { priorFractures } });

  test.each([
    ['a negative age', { patient: { ageYears: -3 } }, 'patient.ageYears'],
    ['a height of 17 m', { patient: { heightCm: 1700 } }, 'patient.heightCm'],
    ['a height of 1.7 cm, meant as metres', { patient: { heightCm: 1.7 } }, 'patient.heightCm'],
    ['a DXA T-score of 25', { dxa: { site: 'femoral-neck', tScore: 25 } }, 'dxa.tScore'],
    ['two sexes', { patient: { sex: ['female', 'male'] } }, 'patient.sex'],
    ['a body mass index of 6', { patient: { heightCm: 210, weightKg: 27 } }, 'patient.weightKg'],
    ['a body mass index of 120', { patient: { heightCm: 150, weightKg: 270 } }, 'patient.weightKg'],
    [
      'more hip fractures than major ones',
      { frax: { majorOsteoporoticPercent: 3, hipPercent: 4 } },
      'frax.hipPercent',
    ],
    [
      'a probability of 300 %',
      { frax: { majorOsteoporoticPercent: 300, hipPercent: 4 } },
      'frax.majorOsteoporoticPercent',
    ],
    [
      'a fracture after the order',
      { date: '2024-03-01', ...fractures({ site: 'wrist', date: '2024-03-02' }) },
      'riskFactors.priorFractures.0.date',
    ],
    [
      'a fracture before the patient was born',
      { date: '2024-03-01', patient: { ageYears: 60 }, ...fractures({ site: 'wrist', date: '1962-12-31' }) },
      'riskFactors.priorFractures.0.date',
    ],
    [
      'one fracture with two dates',
      fractures(vertebra('2020-01-01'), vertebra('2021-01-01')),
      'riskFactors.priorFractures.1.date',
    ],
    [
      'one fracture by a fall and by an accident',
      fractures(
        { site: 'vertebra', level: 'L1', traumatic: true },
        { site: 'vertebra', level: 'L1', traumatic: false },
      ),
      'riskFactors.priorFractures.1.traumatic',
    ],
    [
      'one hip fracture by a fall and by an accident',
      fractures(
        { site: 'hip', date: '2020-01-01', traumatic: true },
        { site: 'hip', date: '2020-01-01', traumatic: false },
      ),
      'riskFactors.priorFractures.1.traumatic',
    ],
    [
      'a vertebra that is intact to a reader and fractured in the history',
      {
        confirmedFractures: [{ level: 'L1', fractured: false }],
        ...fractures(vertebra('2024-02-01')),
      },
      'confirmedFractures.0.fractured',
    ],
    [
      'a fracture of 1890',
      { patient: { ageYears: 70 }, ...fractures({ site: 'wrist', date: '1890-01-01' }) },
      'riskFactors.priorFractures.0.date',
    ],
    ['a bone density of 2099', { dxa: { site: 'total-hip', tScore: -1, date: '2099-01-01' } }, 'dxa.date'],
    ['an order of 2999', { date: '2999-01-01' }, 'date'],
    ['a wrist at L1', fractures({ site: 'wrist', level: 'L1' }), 'riskFactors.priorFractures.0.level'],
    [
      'no prior fractures as a word',
      { riskFactors: { priorFractures: 'none' } },
      'riskFactors.priorFractures',
    ],
    [
      'menopausal symptoms in a man',
      { patient: { sex: 'male' }, riskFactors: { menopausalSymptoms: true } },
      'riskFactors.menopausalSymptoms',
    ],
    [
      'a smoker who never smoked',
      { riskFactors: { currentSmoking: true, smoking: 'never' } },
      'riskFactors.smoking',
    ],
    [
      'a heavy drinker below 3 units',
      { riskFactors: { alcohol3UnitsADay: false, alcoholUnitsADay: '7-9' } },
      'riskFactors.alcoholUnitsADay',
    ],
    [
      'a parent with a hip fracture and no osteoporosis',
      { riskFactors: { parentalHipFracture: true, parentalOsteoporosis: false } },
      'riskFactors.parentalOsteoporosis',
    ],
    [
      'a bone density after the order',
      { date: '2024-03-01', dxa: { site: 'total-hip', tScore: -1, date: '2024-04-01' } },
      'dxa.date',
    ],
    [
      'two readings of one vertebra',
      {
        confirmedFractures: [
          { level: 'L1', fractured: true },
          { level: 'L1', fractured: false },
        ],
      },
      'confirmedFractures.1.fractured',
    ],
    ['an unknown parameter set', { parameterSet: 'mine' }, 'parameterSet'],
  ])('%s is refused by the name of the field, with what is required', (_, part, field) => {
    const { fields, wanted } = problem({ ...ORDER, ...part });
    expect(fields).toEqual([field]);
    expect(wanted).toEqual([expect.stringMatching(/^\S+: (?!Invalid).{6,}/)]);
  });

  test('does not tell the log what was written', () => {
    const late = { date: '2024-03-01', ...fractures({ site: 'wrist', date: '2024-03-02' }) };
    const { message, safeMessage } = problem({ ...ORDER, ...late });
    expect(message).toContain('found "2024-03-02"; required: a date not later than');
    expect(safeMessage).not.toContain('2024');
  });

  test.each([
    ['the same fracture named twice', fractures(vertebra('2020-01-01'), vertebra('2020-01-01'))],
    [
      'two hips on two days',
      fractures(
        { site: 'hip', date: '2020-01-01', traumatic: true },
        { site: 'hip', date: '2021-01-01', traumatic: false },
      ),
    ],
    [
      'a vertebra that a reader saw fractured and the history names',
      {
        confirmedFractures: [{ level: 'L1', fractured: true }],
        ...fractures(vertebra('2024-02-01')),
      },
    ],
    ['two wrists', fractures({ site: 'wrist', date: '2001-01-01' }, { site: 'wrist', date: '2011-01-01' })],
    ['a fracture on the day of the order', { date: '2024-03-01', ...fractures(vertebra('2024-03-01')) }],
    [
      'a child’s fracture',
      { date: '2024-03-01', patient: { ageYears: 60 }, ...fractures(vertebra('1964-05-01')) },
    ],
    ['a former smoker', { riskFactors: { currentSmoking: false, smoking: 'former' } }],
  ])('is not %s', (_, part) => {
    expect(parseOrder({ ...ORDER, ...part })).toMatchObject(part);
  });
});

describe('an order', () => {
  test('needs only its schema and an indication', () => {
    expect(parseOrder(ORDER)).toEqual(ORDER);
  });

  test('keeps every field that the schema names', () => {
    const whole = {
      ...ORDER,
      date: '2024-03-01',
      parameterSet: PARAMETER_SET_IDS[0],
      orderedBy: 'Dr A',
      patient: { ageYears: 71, sex: 'female', heightCm: 160, weightKg: 60 },
      riskFactors: {
        priorFractures: [
          { site: 'wrist', date: '2019-05-01', traumatic: false },
          { site: 'vertebra', level: 'L1', date: '2023-05-01' },
        ],
        glucocorticoids: true,
        currentSmoking: false,
        alcohol3UnitsADay: false,
        rheumatoidArthritis: false,
        parentalHipFracture: true,
        parentalOsteoporosis: true,
        smoking: 'former',
        alcoholUnitsADay: '1-2',
        falls: true,
        asthma: false,
        cardiovascularDisease: false,
        type2Diabetes: false,
        chronicLiverDisease: false,
        malabsorption: false,
        endocrineDisorder: false,
        tricyclicAntidepressants: false,
        menopausalSymptoms: true,
      },
      dxa: { site: 'total-hip', tScore: -2.1, date: '2023-02-03' },
      frax: { majorOsteoporoticPercent: 17, hipPercent: 4, withBmd: true, country: 'UK' },
      confirmedFractures: [{ level: 'L1', fractured: true }],
    };
    expect(parseOrder(whole)).toEqual(whole);
  });

  test.each([
    [{ patient: { ageYears: 212 } }, 'patient.ageYears: found 212; required: a number from 18 to 120'],
    [{ patient: { ageYears: -3 } }, 'patient.ageYears: found -3; required: a number from 18 to 120'],
    [{ patient: { ageYears: '71' } }, 'patient.ageYears: found "71"; required: a number from 18 to 120'],
    [{ patient: { heightCm: 17 } }, 'patient.heightCm: found 17; required: a number from 100 to 230'],
    [{ patient: { sex: 'F' } }, 'patient.sex: found "F"; required: one of "female", "male"'],
    [{ dxa: { site: 'total-hip', tScore: 25 } }, 'dxa.tScore: found 25; required: a number from -8 to 8'],
    [{ dxa: { site: 'total-hip' } }, 'dxa.tScore: found nothing; required: a number from -8 to 8'],
    [{ patient: null }, 'patient: found null; required: an object'],
    [
      { riskFactors: { priorFractures: {} } },
      'riskFactors.priorFractures: found an object; required: a list',
    ],
    [
      { riskFactors: { glucocorticoids: 'no' } },
      'riskFactors.glucocorticoids: found "no"; required: true or false',
    ],
    [{ indication: '' }, 'indication: found ""; required: a text of 1 to 500 characters'],
    [
      { riskFactors: { priorFractures: [{ site: 'hip', date: '2021-02-30' }] } },
      'riskFactors.priorFractures.0.date: found "2021-02-30"; required: a valid date, YYYY-MM-DD',
    ],
    [
      { frax: { majorOsteoporoticPercent: 5, hipPercent: 9 } },
      'frax.hipPercent: found 9; required: at most majorOsteoporoticPercent, which includes hip fractures',
    ],
  ])('with %j is refused by the name of the field', (part, message) => {
    expect(problem({ ...ORDER, ...part }).message).toBe(`mine.json: ${message}`);
  });

  test('names every unknown field and the known ones', () => {
    const { message } = problem({ ...ORDER, patient: { height: 160, weight: 60 } });
    expect(message).toBe(
      'mine.json: patient: found unknown names "height", "weight"; required: only ageYears, sex, heightCm, weightKg',
    );
  });

  test('names one unknown field as one', () => {
    const { message } = problem({ ...ORDER, dxa: { site: 'total-hip', tScore: -1, T: 2 } });
    expect(message).toBe('mine.json: dxa: found unknown name "T"; required: only site, tScore, date');
  });

  test('names all that is wrong at once', () => {
    const { fields } = problem({ schema: 'osteon/order/1', patient: { ageYears: 7, sex: 'x' } });
    expect(fields).toEqual(['indication', 'patient.ageYears', 'patient.sex']);
  });

  test.each([[null], [[]], ['order'], [3]])('that is %j is refused as a whole', (json) => {
    expect(problem(json).message).toMatch(/^mine\.json: \(the whole file\): found .+; required: an object$/);
  });

  test('leaves what the patient is out of the message that may be logged', () => {
    const { safeMessage } = problem({ ...ORDER, patient: { ageYears: 212, Mueller: 1 } });
    expect(safeMessage).not.toMatch(/212|Mueller/);
    expect(safeMessage).toContain('patient.ageYears requires a number from 18 to 120');
  });
});

test.each(Object.entries(publishedSchemas()))('the published %s is what the contract says', (name, text) => {
  expect(readFileSync(new URL(`../../../schemas/${name}`, import.meta.url), 'utf8')).toBe(text);
});
