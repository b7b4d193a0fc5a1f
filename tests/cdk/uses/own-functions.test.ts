/** What the functions around the chain, and the API, do to the buckets is what the table of steps gives them. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Context } from 'aws-lambda';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import {
  API,
  CAMPAIGN_STEPS,
  COLLECTOR,
  OWN_FUNCTIONS,
  QUEUER,
  REVIEWER,
  SCANNER_WATCH,
  STARTER,
} from '../../../cdk/lib/steps.ts';
import type { CampaignAnswer } from '../../../contracts/api/campaigns.ts';
import type { Revisions } from '../../../contracts/api/reviews.ts';
import { driftSchema } from '../../../contracts/campaign/drift.ts';
import { driftOf } from '../../../report/drift/drift.ts';
import { completedSchema } from '../../../contracts/api/answers.ts';
import { collectSites } from '../../../lambdas/collect-arrivals/collect-sites.ts';
import { handler as queueStudies } from '../../../lambdas/queue-study/handler.ts';
import { pinnedMarkerKey, putJson } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { StorageUnusable } from '../../../lambdas/shared/errors.ts';
import type { ListedStore } from '../../../lambdas/shared/object-store.ts';
import { registerCalibration } from '../../../lambdas/shared/calibrations/registry.ts';
import { namedQuery } from '../../../lambdas/shared/queries/named-query.ts';
import { putControlPoint } from '../../../lambdas/shared/calibrations/control.ts';
import { handler as startAssessments } from '../../../lambdas/start-assessment/handler.ts';
import { watchSites } from '../../../lambdas/watch-scanners/watch-sites.ts';
import { fixture, study, tokenFor } from '../../lambdas/api/fixture.ts';
import { putReviewable } from '../../lambdas/api/reviews/reviewable.ts';
import { ctObject } from '../../local/gateway/ct-objects.ts';
import { FILE } from '../../spine/calibrate/methods/calibration-file.ts';
import { campaign, putFormerRows, STUDIES } from '../../local/reprocess/campaign-fixture.ts';
import {
  differenceFrom,
  nothingUsed,
  recording,
  recordingLists,
  recordingUploads,
  type Used,
} from './recorder.ts';

const NONE = { outside: [], unused: [] };
const log = { progress: () => undefined, info: () => undefined, warn: () => undefined };
const nameOf = (error: unknown): string => {
  throw error;
};
const POINT = {
  schema: 'osteon/control-point/1',
  ...{ scanner: FILE.scanner, kvp: 120, date: '2026-01-01' },
  ...{ airHu: -1000, bloodHu: null, fatHu: null, slope: null },
} as const;

let aws: FauxqsServer;
let stepFunctions: Server;

beforeAll(async () => {
  aws = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  // A message comes again at the next look, as it does after its time in flight.
  aws.createQueue('waiting', { attributes: { VisibilityTimeout: '1' } });
  stepFunctions = createServer((request, response) => {
    const answers: Readonly<Record<string, object>> = {
      ListExecutions: { executions: [] },
      StartExecution: { executionArn: 'x', startDate: 1 },
    };
    const command = String(request.headers['x-amz-target']).split('.')[1]!;
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answers[command]));
  });
  await new Promise<void>((resolve) => stepFunctions.listen(0, '127.0.0.1', resolve));
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${(stepFunctions.address() as AddressInfo).port}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${aws.port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    OSTEON_STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:osteon',
    OSTEON_MOST_ASSESSMENTS: '4',
    OSTEON_WAITING_QUEUE_URL: `http://127.0.0.1:${aws.port}/000000000000/waiting`,
  }))
    vi.stubEnv(name, value);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  stepFunctions.close();
  await aws.stop();
});

test('a key outside of the table, and a line of the table that nothing uses, are both told', () => {
  const used = nothingUsed();
  used.reads.add('studies/1/starts/a.json').add('studies/1/complete.json');
  const step = { ...STARTER, reads: ['studies/*/starts/*', 'sites/*'], writes: ['results/*'] };
  expect(differenceFrom(step, used)).toEqual({
    outside: ['reads studies/1/complete.json'],
    unused: ['reads sites/*', 'writes results/*'],
  });
});

test('QueueStudy and StartAssessment', async () => {
  const { store } = await fixture();
  const [queued, started] = [nothingUsed(), nothingUsed()];
  const key = 'studies/0123456789abcdef/complete.json';
  const marker = {
    schema: 'osteon/study/1',
    studyId: '0123456789abcdef',
    files: [],
    labels: null,
    order: null,
  };
  await store.put(key, new TextEncoder().encode(JSON.stringify(marker)));
  provideStore(recording(store, queued));
  // Of buckets that keep versions, and of those that keep none.
  for (const version of [{}, { 'version-id': '1' }]) {
    const body = JSON.stringify({ detail: { object: { key, ...version } } });
    const answer = await queueStudies({ Records: [{ messageId: 'm', body }] }, {} as Context);
    expect(answer).toEqual({ batchItemFailures: [] });
  }
  provideStore(recording(store, started));
  await startAssessments({}, {} as Context);
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await startAssessments({}, {} as Context);
  expect(differenceFrom(QUEUER, queued)).toEqual(NONE);
  expect(differenceFrom(STARTER, started)).toEqual(NONE);
});

test('WatchScanners', async () => {
  const { store, uploads } = await fixture();
  await registerCalibration(store, 'north', FILE);
  await putControlPoint(store, 'north', { studyId: '1', assessmentId: 'v1' }, POINT);
  const used = nothingUsed();
  await watchSites({
    store: recordingLists(store, used),
    uploads: recordingUploads(uploads, used),
    ...{ log, nameOf },
  });
  expect(differenceFrom(SCANNER_WATCH, used)).toEqual(NONE);
});

test('CollectArrivals', async () => {
  const { store, uploads } = await fixture();
  await registerCalibration(store, 'north', FILE);
  await store.put('arrivals/north/0.dcm', ctObject(1, 0));
  const used = nothingUsed();
  const ports = {
    store: recordingLists(store, used),
    uploads: recordingUploads(uploads, used),
    ...{ log, nameOf, quietMs: 1000, readingMs: 60_000 },
  };
  await collectSites({ ...ports, now: Date.now });
  const later = await collectSites({ ...ports, now: () => Date.now() + 10_000 });
  expect(later).toMatchObject({ completed: 1 });
  expect(differenceFrom(COLLECTOR, used)).toEqual(NONE);
});

test('the API, from an upload to its report', async () => {
  const used = nothingUsed();
  const runId = '00000000-0000-4000-8000-000000000001';
  const named = [namedQuery('all', '-- question: All?\n-- column: n integer: n\nSELECT 1 AS n')];
  const runs = {
    start: () => Promise.resolve(runId),
    read: () => Promise.resolve({ state: 'running' } as const),
  };
  const api = await fixture(
    ({ store: own, uploads }) => ({
      store: recordingLists(own, used),
      uploads: recordingUploads(uploads, used),
    }),
    { named, runs },
  );
  const { call, store, states } = api;
  const done = async (method: string, path: string, body?: unknown) => {
    const answer = await call(method, path, body === undefined ? {} : { body });
    expect(answer.status, path).toBeLessThan(300);
    return answer.json();
  };
  const { id } = (await done('POST', '/v1/calibrations', FILE)) as { readonly id: string };
  await putControlPoint(store, 'north', { studyId: '1', assessmentId: 'v1' }, POINT);
  await done('GET', '/v1/calibrations');
  await done('GET', '/v1/calibrations/chart');
  const { contents, declaration } = study(2);
  const order = { schema: 'osteon/order/1', indication: 'Back pain' } as const;
  const upload = await api.open({ ...declaration, order });
  await api.send(upload, contents);
  await done('GET', `/v1/uploads/${upload.uploadId}`);
  const completed = await done('POST', `/v1/uploads/${upload.uploadId}/complete`);
  const { studyId, assessmentId } = completedSchema.parse(completed).assessment;
  const path = `/v1/studies/${studyId}/assessments/${assessmentId}`;
  await done('GET', '/v1/studies');
  await done('GET', `/v1/studies/${studyId}`);
  states.set(assessmentId, 'failed');
  await done('POST', `${path}/restart`);
  const json = JSON.stringify({ outcome: 'assessed', refusal: null, fault: null });
  for (const [name, text] of [
    ['report.pdf', '%PDF'],
    ['result.json', json],
  ] as const)
    await store.put(`assessments/${studyId}/${assessmentId}/${name}`, new TextEncoder().encode(text));
  await done('GET', path);
  await api.app.request(`${path}/documents/report.pdf`, {
    headers: { Authorization: `Bearer ${await tokenFor('north')}` },
  });
  await done('POST', '/v1/queries/all/runs', {});
  await done('GET', `/v1/queries/all/runs/${runId}`);
  await done('DELETE', `/v1/calibrations/${id}`);
  const declared = { schema: 'osteon/campaign-declaration/1', name: 'a', parameterSet: 'osteon-default-4' };
  const { campaignId } = (await done('POST', '/v1/campaigns', declared)) as CampaignAnswer;
  const drift = await putJson(store, `campaigns/${campaignId}/canary-drift.json`, driftSchema, driftOf([]));
  await done('POST', `/v1/campaigns/${campaignId}/word`, { drift: drift.sha256 });
  await putReviewable(store, { studyId, assessmentId });
  const token = await tokenFor('north', { name: 'Ada Reader' });
  const [measured] = ((await done('GET', `${path}/revisions`)) as Revisions).revisions;
  const signed = await call('POST', `${path}/reviews`, {
    token,
    body: { of: measured!.result, status: 'final' },
  });
  expect(signed.status).toBe(200);
  expect(differenceFrom(API, used)).toEqual(NONE);
});

test('PlanCampaign and CompareCampaign, where what is not there is denied', async () => {
  const [planned, compared] = [nothingUsed(), nothingUsed()];
  const { store, rows, compare, plan } = await campaign(0, { chosen: null });
  const denying = (used: Used) => {
    const denied: ListedStore = {
      ...store,
      get: (key) => (store.objects.has(key) ? store.get(key) : Promise.reject(new StorageUnusable('denied'))),
    };
    return recordingLists(denied, used);
  };
  // A study whose upload is gone has a marker that is looked for.
  store.objects.delete(pinnedMarkerKey(STUDIES[9]!, 'a'.repeat(64)));
  await putFormerRows(store);
  await plan(denying(planned));
  // With that of the campaign before.
  expect(await rows('campaign_studies')).toHaveLength(9 + 1);
  await compare(denying(compared));
  // Started again, it keeps what was compared in its rows.
  await plan(denying(planned));
  const [planner, comparer] = CAMPAIGN_STEPS;
  expect(differenceFrom(planner!, planned)).toEqual(NONE);
  expect(differenceFrom(comparer!, compared)).toEqual(NONE);
});

test('no function is left out', () => {
  expect([...OWN_FUNCTIONS].map(({ state }) => state).sort()).toEqual(
    [QUEUER, STARTER, SCANNER_WATCH, COLLECTOR, ...CAMPAIGN_STEPS, REVIEWER].map(({ state }) => state).sort(),
  );
});
