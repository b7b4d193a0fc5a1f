/** Earlier assessments found by a report itself: which, how long they stay the same, and for whom none is looked for. */
import type { Context } from 'aws-lambda';
import { beforeEach, expect, test, vi } from 'vitest';

import { resultSchema } from '../../../../contracts/result.ts';
import { readReportData } from '../../../../lambdas/publish-report/read-report-data.ts';
import { handler } from '../../../../lambdas/publish-report/handler.ts';
import { assessmentKey, getJson, jsonBytes } from '../../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../../lambdas/shared/aws/ports.ts';
import { providePatientPorts } from '../../../../lambdas/shared/aws/row-ports.ts';
import type { PatientPorts } from '../../../../lambdas/shared/priors/found-priors.ts';
import { putPatientAssessment } from '../../../../lambdas/shared/priors/patient-index.ts';
import { macByKey, pseudonyms } from '../../../../lambdas/shared/rows/pseudonym.ts';
import { publishReportInputSchema, publishReportOutputSchema } from '../../../../contracts/states.ts';
import { sha256 } from '../../../../spine/host/digest.ts';
import { makeReport } from '../../../../report/report.ts';
import { resultOf } from '../../../../report/result.ts';
import { runsOf } from '../../../report/pdf/pdf-runs.ts';
import { memoryStore, putAssessment, type FixtureOptions } from '../../../report/fixture.ts';

const pseudonym = pseudonyms(macByKey(Buffer.alloc(32, 1)));
const EARLIER = 'aaaaaaaaaaaaaaaa';

beforeEach(() => {
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
});

/** A study of 2026 and the same patient's of 2020, each assessed, in one store. */
async function twoStudies(options: Partial<FixtureOptions> = {}) {
  const store = memoryStore();
  provideStore(store);
  const asked: string[] = [];
  providePatientPorts({
    pseudonym,
    list: (prefix) => {
      asked.push(prefix);
      return store.list(prefix);
    },
  });
  const { input, ...found } = await putAssessment(store, {
    levels: ['L1', 'L2'],
    patient: { id: 'ID 7' },
    ...options,
  });
  const event = publishReportInputSchema.parse({ ...input, ...found });
  const data = await readReportData(store, event);
  const about = { ...data.about!, study: { ...data.about!.study, date: '2020-03-01' } };
  const former = resultOf(data);
  const index = async (
    site: string | null,
    assessmentId = 'one',
    { studyId = EARLIER, date = '2020-03-01', patient = {} } = {},
  ) => {
    const study = { ...about.study, date };
    const bytes = jsonBytes({ ...about, study, patient: { ...about.patient, ...patient } });
    const key = `former-ct-${studyId}.json`;
    await store.put(key, bytes);
    const ct = { key, schema: 'osteon/ct/1', sha256: sha256(bytes) };
    const own = { ...former, studyId, assessmentId, artifacts: [ct] };
    await store.put(assessmentKey(own, 'result.json'), jsonBytes(resultSchema.parse(own)));
    await putPatientAssessment(store, (await pseudonym(site, 'ID 7'))!, own, date);
  };
  const publish = async (more: object = {}) => {
    const output = publishReportOutputSchema.parse(await handler({ ...event, ...more }, {} as Context));
    return getJson(store, output.result, resultSchema);
  };
  const ports = (): PatientPorts => ({ pseudonym, list: (prefix) => store.list(prefix) });
  return {
    store,
    index,
    publish,
    asked,
    data: (more: object) => readReportData(store, { ...event, ...more }, ports),
  };
}

test('a report is compared with what the same patient had at the same site, and names its source', async () => {
  const { index, publish } = await twoStudies();
  await index(null);
  const { comparisons, artifacts } = await publish();
  expect(comparisons).toMatchObject([
    { status: 'compared', earlier: { studyId: EARLIER, date: '2020-03-01' } },
  ]);
  expect(artifacts.at(-1)).toMatchObject({
    key: 'assessments/0123456789abcdef/test/priors.json',
    schema: 'osteon/found-priors/1',
  });
});

test('another site’s patient of the same number is another patient', async () => {
  const { index, publish } = await twoStudies();
  await index('north');
  expect(await publish()).not.toHaveProperty('comparisons');
});

test.each<[string, Partial<FixtureOptions>]>([
  ['switched off', { report: { findPriors: false } }],
  ['without a patient ID', { patient: { id: null } }],
  ['with an ID that many have', { patient: { id: 'Anonymous' } }],
])('%s, nothing is looked for', async (_, options) => {
  const { index, publish, asked } = await twoStudies(options);
  await index(null);
  expect(await publish()).not.toHaveProperty('comparisons');
  expect(asked).toEqual([]);
});

test('what comes into the store later does not change a report made again', async () => {
  const { store, index, publish, asked } = await twoStudies();
  await index(null);
  const first = await publish();
  const kept = store.objects.get('assessments/0123456789abcdef/test/priors.json');
  await index(null, 'two');
  expect(await publish()).toEqual(first);
  expect(store.objects.get('assessments/0123456789abcdef/test/priors.json')).toEqual(kept);
  expect(asked).toHaveLength(1);
});

test('five later studies of another patient with the same ID do not take the place of an own one', async () => {
  const { index, publish } = await twoStudies({ patient: { id: 'ID 7', idIssuer: 'North' } });
  await index(null);
  const patient = { idIssuer: 'South' };
  for (let n = 1; n <= 6; n++)
    await index(null, 'one', { studyId: `${n}`.repeat(16), date: `202${n - 1}-04-01`, patient });
  const { comparisons } = await publish();
  const told = comparisons!.map(({ status, earlier }) => `${earlier.studyId[0]!} ${status}`);
  expect(told.filter((one) => one.endsWith(' compared'))).toEqual(['a compared']);
  expect(told.filter((one) => one.endsWith(' not-compared'))).toHaveLength(5);
});

test('that a first report found none is kept too: what comes later does not change it, and is not compared', async () => {
  const { store, index, publish } = await twoStudies();
  const first = await publish();
  expect(first).not.toHaveProperty('comparisons');
  const key = 'assessments/0123456789abcdef/test/priors.json';
  expect(first.artifacts.at(-1)).toMatchObject({ key, schema: 'osteon/found-priors/1' });
  expect(JSON.parse(new TextDecoder().decode(store.objects.get(key)))).toMatchObject({ priors: [] });
  await index(null);
  expect(await publish()).toEqual(first);
  const revision = await publish({ revision: 1 });
  expect(revision.comparisons!.every(({ status }) => status === 'not-compared')).toBe(true);
  expect(revision.artifacts).toContainEqual(first.artifacts.at(-1));
  // The first report is as it was.
  expect(await publish()).toEqual(first);
});

test('a revision compares nothing by itself: what has come since is told, by a retry too', async () => {
  const { store, index, publish } = await twoStudies();
  await index(null);
  const first = await publish();
  const OTHER = 'bbbbbbbbbbbbbbbb';
  await index(null, 'one', { studyId: OTHER, date: '2022-05-06' });
  const second = await publish({ revision: 1 });
  const earlier = { studyId: OTHER, assessmentId: 'one', revision: 0, date: '2022-05-06' };
  const since = {
    ...{ status: 'not-compared', earlier },
    reason: 'found after the first report of this CT; a review can link it for comparison',
  };
  expect(second.comparisons).toEqual([since, ...first.comparisons!]);
  const key = 'assessments/0123456789abcdef/test/revisions/1/later-priors.json';
  expect(second.artifacts.at(-1)).toMatchObject({ key, schema: 'osteon/found-priors/1' });
  const kept = store.objects.get(key);
  await index(null, 'one', { studyId: 'cccccccccccccccc', date: '2023-05-06' });
  expect(await publish({ revision: 1 })).toEqual(second);
  expect(store.objects.get(key)).toEqual(kept);
  expect((await publish({ revision: 2 })).comparisons).toHaveLength(3);
});

test('another patient’s study that has come since is not told of a revision', async () => {
  const { index, publish } = await twoStudies({ patient: { id: 'ID 7', idIssuer: 'North' } });
  await publish();
  await index(null, 'one', { patient: { idIssuer: 'South' } });
  expect(await publish({ revision: 1 })).not.toHaveProperty('comparisons');
});

test('page 1 of a revision names what has come since, and says that it was not compared', async () => {
  const { index, data } = await twoStudies();
  await index(null);
  const visits = (await data({})).priors;
  for (const [language, words] of [
    ['en', 'Comparison: CT of 2020-03-01 (found after the first report, not compared).'],
    ['de', 'Vergleich: CT vom 01.03.2020 (nach dem ersten Bericht gefunden, nicht verglichen).'],
  ] as const) {
    const told = { ...(await data({})), priors: [], laterPriors: visits, options: { language } };
    const texts = runsOf(await makeReport(told)).map(({ text }) => text);
    expect(texts.join(' ').replaceAll(/\s+/g, ' ')).toContain(words);
    expect(texts.join(' ').replaceAll(/\s+/g, ' ')).toContain('CT of 2020-03-01: not compared (found after');
  }
});

test('an earlier assessment that was deleted is passed over', async () => {
  const { store, index, publish } = await twoStudies();
  await index(null);
  store.objects.delete(`assessments/${EARLIER}/one/result.json`);
  expect(await publish()).not.toHaveProperty('comparisons');
});
