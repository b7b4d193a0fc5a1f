/** An earlier assessment in another parameter set is made anew before numbers are compared: which, when, and what is told where not. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import type { Visit } from '../../../contracts/comparison/comparison.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import type { AssessmentInput } from '../../../contracts/states.ts';
import { readReportData } from '../../../lambdas/publish-report/read-report-data.ts';
import { assessmentKey, jsonBytes, putJson } from '../../../lambdas/shared/artifacts.ts';
import { putPatientAssessment } from '../../../lambdas/shared/priors/patient-index.ts';
import { macByKey, pseudonyms } from '../../../lambdas/shared/rows/pseudonym.ts';
import { renewEarlier, renewGiven, type Again } from '../../../local/study/earlier-assessments.ts';
import { resultOf } from '../../../report/result.ts';
import { parameterDigest } from '../../../spine/definitions/digest.ts';
import { scratchFolder } from '../../pipeline/command.ts';
import { memoryStore, putAssessment } from '../../report/fixture.ts';
import { reviewedBy } from '../../report/ehr/documented.ts';
import { series } from '../../spine/ct/ct-series.ts';

const PSEUDONYM = pseudonyms(macByKey(Buffer.alloc(32, 1)));
const SET = 'osteon-default-4';
const STUDY = 'aaaaaaaaaaaaaaaa';

/** The CT of 2026 as files, and in the store the same patient's of 2020 in a former set. */
async function visits(
  more: {
    readonly gone?: true;
    readonly reviewed?: true;
    /** The former's date of birth in its headers. */
    readonly born?: string;
  } = {},
) {
  const folder = scratchFolder();
  mkdirSync(folder, { recursive: true });
  const change = { '00100020 LO': 'ID 7', '00100030 DA': '19500607', '00080020 DA': '20260301' };
  const files = series(() => ({ change })).map((bytes, n) => {
    writeFileSync(join(folder, String(n)), bytes);
    return Buffer.from(join(folder, String(n)));
  });
  const store = memoryStore();
  const patient = { id: 'ID 7', birthDate: more.born ?? '1950-06-07' };
  const { input, ...found } = await putAssessment(store, { levels: ['L1'], patient });
  const event = { ...input, ...found } as Parameters<typeof readReportData>[1];
  const whole = resultOf(await readReportData(store, event));
  const marker = {
    schema: 'osteon/study/1' as const,
    ...{ studyId: STUDY, site: 'local', files: [], labels: null, order: null },
  };
  const ref = await putJson(store, `studies/${STUDY}/markers/first.json`, studyManifestSchema, marker);
  if (more.gone) store.objects.delete(ref.key);
  const former = {
    ...whole,
    studyId: STUDY,
    assessmentId: 'former',
    artifacts: [ref, ...whole.artifacts.filter(({ schema }) => schema === 'osteon/ct/1')],
    provenance: { ...whole.provenance, parameterSet: 'osteon-default-1', parameterDigest: 'former' },
    ...(more.reviewed ? { review: reviewedBy(['preliminary']) } : {}),
  };
  const at = { ...former, ...(more.reviewed ? { revision: 1 } : {}) };
  await store.put(assessmentKey(at, 'result.json'), jsonBytes(resultSchema.parse(former)));
  await putPatientAssessment(store, (await PSEUDONYM('local', 'ID 7'))!, former, '2020-03-01');
  const [ran, told]: [AssessmentInput[], string[]] = [[], []];
  const again: Again = {
    ...{ store, site: 'local', parameterSet: SET },
    run: async (study) => {
      ran.push(study);
      const provenance = { ...whole.provenance, parameterSet: SET, parameterDigest: parameterDigest(SET) };
      const made = { ...former, assessmentId: study.assessmentId, provenance };
      await store.put(assessmentKey(study, 'result.json'), jsonBytes(resultSchema.parse(made)));
    },
    tell: (line) => told.push(line),
  };
  return { files, again, ran, told, store };
}

test('of the patient in the files: anew with the present parameters, the former one left as it is', async () => {
  const { files, again, ran, told, store } = await visits();
  const before = store.objects.get(`assessments/${STUDY}/former/result.json`);
  await renewEarlier(files, PSEUDONYM, again);
  expect(ran).toMatchObject([{ studyId: STUDY, parameterSet: SET }]);
  expect(ran[0]!.assessmentId).not.toBe('former');
  expect(store.objects.get(`assessments/${STUDY}/former/result.json`)).toEqual(before);
  expect(told.join()).toContain('assessed again with osteon-default-4');
  // What is there already is not made twice.
  await renewEarlier(files, PSEUDONYM, again);
  expect(ran).toHaveLength(1);
});

test('of another patient with the same ID are left alone: they are not compared', async () => {
  const { files, again, ran } = await visits({ born: '1931-02-03' });
  await renewEarlier(files, PSEUDONYM, again);
  expect(ran).toEqual([]);
});

test('another patient’s, and another site’s, are left alone', async () => {
  const { files, again, ran } = await visits();
  await renewEarlier(files, pseudonyms(macByKey(Buffer.alloc(32, 2))), again);
  await renewEarlier(files, PSEUDONYM, { ...again, site: 'north' });
  expect(ran).toEqual([]);
});

test.each([
  ['whose images are gone', { gone: true }, /can't be assessed again: its upload is gone/],
  ['that a reader has reviewed', { reviewed: true }, /was reviewed/],
] as const)('one %s is told, and not made', async (_, more, said) => {
  const { files, again, ran, told } = await visits(more);
  await renewEarlier(files, PSEUDONYM, again);
  expect(ran).toEqual([]);
  expect(told.join()).toMatch(said);
});

test('one given by hand takes the place of the former where it can be made, and stays where not', async () => {
  const { again, ran } = await visits();
  const former = { studyId: STUDY, assessmentId: 'former', revision: 0, parameterSet: 'osteon-default-1', parameterDigest: 'former' } as Visit; // prettier-ignore
  const [made] = await renewGiven([former], again);
  expect(made).toMatchObject({ studyId: STUDY, parameterSet: SET, assessmentId: ran[0]!.assessmentId });
  const elsewhere = { ...former, studyId: 'bbbbbbbbbbbbbbbb' };
  expect(await renewGiven([elsewhere, made!], again)).toEqual([elsewhere, made]);
  expect(ran).toHaveLength(1);
});
