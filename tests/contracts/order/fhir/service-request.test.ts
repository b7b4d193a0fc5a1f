/** Requests as clinics send them: what is taken, what is named and left out, and what is refused. */
import { describe, expect, test } from 'vitest';

import { isFhir, orderFromFhir } from '../../../../contracts/order/fhir/service-request.ts';

const LOINC = 'http://loinc.org';
const SNOMED = 'http://snomed.info/sct';
const UCUM = 'http://unitsofmeasure.org';

const REQUEST = {
  resourceType: 'ServiceRequest',
  id: 'request',
  status: 'active',
  intent: 'order',
  subject: { reference: 'Patient/one' },
  identifier: [{ system: 'urn:oid:1.2.3', value: 'ORD-7' }],
  authoredOn: '2026-02-20T09:30:00+01:00',
  requester: { display: 'Dr. Made Up' },
  reasonCode: [{ text: 'Height loss of 5 cm' }],
} as const;
const PATIENT = { resourceType: 'Patient', id: 'one', gender: 'female' } as const;

const bundle = (...resources: readonly object[]) => ({
  resourceType: 'Bundle',
  type: 'collection',
  entry: resources.map((resource) => ({ resource })),
});
const observation = (code: string, value: object, more: object = {}) => ({
  resourceType: 'Observation',
  status: 'final',
  subject: { reference: 'Patient/one' },
  code: { coding: [{ system: LOINC, code }] },
  ...value,
  ...more,
});
const measured = (code: string, value: number, unit: string, more: object = {}) =>
  observation(code, { valueQuantity: { value, system: UCUM, code: unit } }, more);
const smoking = (code: string) =>
  observation('72166-2', { valueCodeableConcept: { coding: [{ system: SNOMED, code }] } });
const condition = (system: string, code: string, more: object = {}) => ({
  resourceType: 'Condition',
  id: `c-${code}`,
  subject: { reference: 'Patient/one' },
  code: { coding: [{ system, code, display: `disease ${code}` }] },
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
  },
  verificationStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'confirmed' }],
  },
  ...more,
});

test('a request by itself is an order with its reason, number, date and clinician', () => {
  expect(orderFromFhir(REQUEST)).toEqual({
    order: {
      schema: 'osteon/order/1',
      indication: 'Height loss of 5 cm',
      request: { system: 'urn:oid:1.2.3', value: 'ORD-7' },
      date: '2026-02-20',
      orderedBy: 'Dr. Made Up',
    },
    leftOut: [],
  });
  expect([isFhir(REQUEST), isFhir({ schema: 'osteon/order/1' }), isFhir(null)]).toEqual([true, false, false]);
});

test('a bundle adds sex, height, weight, smoking and diseases', () => {
  const found = orderFromFhir(
    bundle(
      REQUEST,
      PATIENT,
      measured('8302-2', 1.58, 'm'),
      measured('29463-7', 134, '[lb_av]'),
      smoking('8517006'),
      condition(SNOMED, '69896004'),
      condition('http://hl7.org/fhir/sid/icd-10-cm', 'E11.9'),
      condition('http://hl7.org/fhir/sid/icd-10', 'J45'),
    ),
  );
  expect(found.leftOut).toEqual([]);
  expect(found.order).toMatchObject({
    patient: { sex: 'female', heightCm: 158, weightKg: 60.78 },
    riskFactors: {
      currentSmoking: false,
      smoking: 'former',
      rheumatoidArthritis: true,
      type2Diabetes: true,
      asthma: true,
    },
  });
});

test.each([
  ['266919005', { currentSmoking: false, smoking: 'never' }],
  ['449868002', { currentSmoking: true }],
  ['428071000124103', { currentSmoking: true }],
])('smoking status %s', (code, riskFactors) => {
  expect(orderFromFhir(bundle(REQUEST, smoking(code))).order.riskFactors).toEqual(riskFactors);
});

describe('is named, and not guessed:', () => {
  test.each<[string, object, string]>([
    ['a T-score of the hip', observation('80946-7', { valueQuantity: { value: -2.6 } }), 'its code is none'],
    ['a height in feet', measured('8302-2', 5, '[ft_i]'), 'not a number in cm, m, [in_i]'],
    ['a height without a unit', observation('8302-2', { valueQuantity: { value: 158 } }), 'not a number in'],
    ['a preliminary weight', measured('29463-7', 61, 'kg', { status: 'preliminary' }), 'its status'],
    [
      'a height of somebody else',
      measured('8302-2', 158, 'cm', { subject: { reference: 'Patient/two' } }),
      'of another subject',
    ],
    ['an unknown smoking status', smoking('266927001'), 'no smoking status'],
    [
      'a disease that is over',
      condition(SNOMED, '69896004', { clinicalStatus: undefined }),
      'not active and confirmed',
    ],
    [
      'a disease that is refuted',
      condition(SNOMED, '195967001', { verificationStatus: undefined }),
      'not active and confirmed',
    ],
    ['osteoarthritis', condition('http://hl7.org/fhir/sid/icd-10-cm', 'M06.4'), 'its code is none'],
    [
      'a drug',
      { resourceType: 'MedicationStatement', subject: { reference: 'Patient/one' } },
      'not a kind of resource',
    ],
    ['another gender', { ...PATIENT, gender: 'other' }, 'neither female nor male'],
    ['another patient', { ...PATIENT, id: 'two' }, 'not the subject'],
  ])('%s', (_, resource, why) => {
    const { order, leftOut } = orderFromFhir(bundle(REQUEST, resource));
    expect([order.patient, order.riskFactors]).toEqual([undefined, undefined]);
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]).toContain(why);
  });

  test('a note, two numbers and a date without its day', () => {
    const identifier = [{ value: 'A' }, { value: 'B' }];
    const { order, leftOut } = orderFromFhir({
      ...REQUEST,
      identifier,
      authoredOn: '2026-02',
      note: [{ text: 'see me' }],
    });
    expect(order).not.toHaveProperty('request');
    expect(order).not.toHaveProperty('date');
    expect(leftOut.map((one) => one.split(':')[0])).toEqual([
      'ServiceRequest.identifier',
      'ServiceRequest.authoredOn',
      'ServiceRequest.note',
    ]);
    expect(leftOut.join(' ')).not.toContain('see me');
  });
});

test('the newest of two readings counts, and neither where nothing says which is the newest', () => {
  const at = (value: number, date?: string) =>
    measured('29463-7', value, 'kg', date === undefined ? {} : { effectiveDateTime: date });
  const weight = (...all: readonly object[]) => orderFromFhir(bundle(REQUEST, ...all));
  expect(weight(at(61, '2025-01-01'), at(58, '2026-01-01')).order.patient).toEqual({ weightKg: 58 });
  expect(weight(at(58, '2026-01-01'), at(61, '2025-01-01')).order.patient).toEqual({ weightKg: 58 });
  expect(weight(at(61), at(61)).order.patient).toEqual({ weightKg: 61 });
  const open = weight(at(61), at(58));
  expect(open.order.patient).toBeUndefined();
  expect(open.leftOut).toEqual(['weightKg: 2 values, and no date that says which is the newest']);
});

test('the number of the placer counts among several, and a reason may be another resource', () => {
  const placer = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PLAC' }] };
  const { reasonCode, ...rest } = REQUEST;
  expect(reasonCode).toHaveLength(1);
  const { order, leftOut } = orderFromFhir(
    bundle(
      {
        ...rest,
        identifier: [{ value: 'A' }, { value: 'B', type: placer }],
        reasonReference: [{ reference: 'Condition/c-64859006' }],
        requester: { reference: 'Practitioner/p' },
      },
      condition(SNOMED, '64859006'),
      { resourceType: 'Practitioner', id: 'p', name: [{ family: 'Up', given: ['Made'], prefix: ['Dr.'] }] },
    ),
  );
  expect(order).toMatchObject({
    request: { value: 'B' },
    indication: 'disease 64859006',
    orderedBy: 'Dr. Made Up',
  });
  expect(leftOut).toEqual([]);
});

test.each<[string, object, string]>([
  ['revoked', { ...REQUEST, status: 'revoked' }, 'ServiceRequest.status: found "revoked"'],
  ['a proposal', { ...REQUEST, intent: 'proposal' }, 'ServiceRequest.intent'],
  ['not to be done', { ...REQUEST, doNotPerform: true }, 'doNotPerform'],
  ['without a reason', { ...REQUEST, reasonCode: [] }, 'a reason without words'],
  [
    'with a reason in codes alone',
    { ...REQUEST, reasonCode: [{ coding: [{ system: SNOMED, code: '1' }] }] },
    'without words',
  ],
  ['with too long a reason', { ...REQUEST, reasonCode: [{ text: 'x'.repeat(501) }] }, '501 characters'],
  ['without a subject', { ...REQUEST, subject: undefined }, 'ServiceRequest.subject'],
  ['a patient', PATIENT, 'a ServiceRequest of FHIR R4'],
  ['two requests', bundle(REQUEST, REQUEST), 'found 2 of them'],
  ['no request', bundle(PATIENT), 'found 0 of them'],
  ['impossible', bundle(REQUEST, measured('8302-2', 15, 'm')), 'patient.heightCm'],
])('a request that is %s is refused by name', (_, json, words) => {
  expect(() => orderFromFhir(json, 'order.json')).toThrow(words.replace('found "revoked"', 'found revoked'));
});
