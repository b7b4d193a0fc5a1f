/** A patient's assessments: written without a name, found by the pseudonym alone, one a study. */
import { describe, expect, test } from 'vitest';

import type { PatientAssessment } from '../../../../contracts/comparison/patient-index.ts';
import type { Result } from '../../../../contracts/result.ts';
import {
  earlierStudies,
  MOST_PRIORS,
  patientAssessments,
  putPatientAssessment,
} from '../../../../lambdas/shared/priors/patient-index.ts';
import { memoryStore } from '../../../report/fixture.ts';

const NOW = { studyId: 'now', date: '2026-03-01', parameterDigest: 'same' };
const entry = (
  studyId: string,
  date: string | null,
  more: Partial<PatientAssessment> = {},
): PatientAssessment => ({
  schema: 'osteon/patient-assessment/1',
  ...{ studyId, assessmentId: 'one', revision: 0, date, signed: false },
  ...{ parameterSet: 'set', parameterDigest: 'same' },
  ...more,
});
const names = (all: readonly PatientAssessment[]): string[] =>
  earlierStudies(all, NOW, MOST_PRIORS).map(
    ({ studyId, assessmentId, revision }) => `${studyId} ${assessmentId} ${revision}`,
  );

const result = (more: Partial<Result> = {}): Result =>
  ({
    outcome: 'assessed',
    ...{ studyId: 'study', assessmentId: 'one' },
    provenance: { parameterSet: 'set', parameterDigest: 'digest' },
    ...more,
  }) as Result; // the rest is not read

test('an assessment is indexed once, below the pseudonym, without anything that says who it is', async () => {
  const store = memoryStore();
  await putPatientAssessment(store, 'abc', result(), '2024-05-06');
  await putPatientAssessment(store, 'abc', result(), '2024-05-06');
  await putPatientAssessment(store, 'abd', result(), '2024-05-06');
  expect([...store.objects.keys()]).toEqual([
    'results/patients/abc/study-one-r0.json',
    'results/patients/abd/study-one-r0.json',
  ]);
  const wanted = entry('study', '2024-05-06', { parameterDigest: 'digest' });
  expect(await patientAssessments(store, 'abc')).toEqual([wanted]);
});

test('what was refused or failed is not indexed', async () => {
  const store = memoryStore();
  for (const outcome of ['refused', 'failed'] as const)
    await putPatientAssessment(store, 'abc', result({ outcome }), '2024-05-06');
  expect(store.objects.size).toBe(0);
});

describe('earlier studies', () => {
  test('are those before this day, of other studies, the latest first, at most five', () => {
    const years = [2014, 2021, 2016, 2020, 2018, 2022].map((year) => entry(String(year), `${year}-03-01`));
    const others = [entry('same day', NOW.date), entry('later', '2027-01-01'), entry('no date', null)];
    expect(names([...years, ...others, entry('now', '2019-01-01')])).toEqual(
      ['2022', '2021', '2020', '2018', '2016'].map((year) => `${year} one 0`),
    );
    expect(earlierStudies(years, { ...NOW, date: null }, MOST_PRIORS)).toEqual([]);
  });

  test.each<[string, Partial<PatientAssessment>, Partial<PatientAssessment>]>([
    ['with the present parameters', {}, { parameterDigest: 'other' }],
    ['signed', { revision: 1, signed: true }, { revision: 2 }],
    ['revised later', { revision: 2 }, { revision: 1 }],
    // A reader may have moved its names: another set must not bring the machine's back.
    ['reviewed, though with other parameters', { revision: 1, parameterDigest: 'other' }, {}],
    ['reviewed with the present parameters', { revision: 1 }, { revision: 3, parameterDigest: 'other' }],
  ])('are taken as %s', (_, better, worse) => {
    const [a, b] = [entry('s', '2020-01-01', { assessmentId: 'a', ...better }), entry('s', '2020-01-01', { assessmentId: 'b', ...worse })]; // prettier-ignore
    expect(names([a, b])).toEqual([`s a ${a.revision}`]);
    expect(names([b, a])).toEqual([`s a ${a.revision}`]);
  });
});
