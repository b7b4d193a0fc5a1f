/** Studies and assessments as a site sees them. */
import { expect, test } from 'vitest';

import { completedSchema, type Assessment } from '../../../../contracts/api/answers.ts';
import { RIGHTS, ROLES, type Role } from '../../../../contracts/api/roles.ts';
import { fixture, study, tokenFor } from '../fixture.ts';

async function completed() {
  const api = await fixture();
  const { contents, declaration } = study(3);
  const upload = await api.open(declaration);
  await api.send(upload, contents);
  const answer = await api.call('POST', `/v1/uploads/${upload.uploadId}/complete`);
  const { assessment } = completedSchema.parse(await answer.json());
  const { studyId, assessmentId } = assessment;
  const path = `/v1/studies/${studyId}/assessments/${assessmentId}`;
  const put = (name: string, value: object | string): Promise<void> =>
    api.store.put(
      `assessments/${studyId}/${assessmentId}/${name}`,
      new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
    );
  const read = async () => (await (await api.call('GET', path)).json()) as Assessment;
  return { ...api, ...assessment, path, put, read };
}

const RESULT = { outcome: 'assessed', refusal: null, fault: null };

test('an assessment is waiting until it is taken up, then what its execution is, then what its result says', async () => {
  const { states, assessmentId, put, read } = await completed();
  expect(await read()).toMatchObject({ state: 'waiting', code: null, documents: [] });
  for (const state of ['queued', 'running'] as const) {
    states.set(assessmentId, state);
    expect(await read()).toMatchObject({ state, documents: [] });
  }
  await put('report.pdf', '%PDF');
  // The report is there before the result is: not ended yet.
  expect(await read()).toMatchObject({ state: 'running', documents: [] });
  await put('result.json', RESULT);
  states.set(assessmentId, 'succeeded');
  expect(await read()).toMatchObject({ state: 'assessed', documents: ['report.pdf', 'result.json'] });
  // A later run that failed leaves the result standing.
  states.set(assessmentId, 'failed');
  await put('fault.json', { outcome: 'failed', refusal: null, fault: { code: 'FAULT_PLATFORM' } });
  expect(await read()).toMatchObject({ state: 'assessed', code: null });
});

test('a refusal and a technical fault are told by their codes', async () => {
  const refused = await completed();
  await refused.put('result.json', { ...RESULT, outcome: 'refused', refusal: { code: 'MISSING_SLICES' } });
  expect(await refused.read()).toMatchObject({ state: 'refused', code: 'MISSING_SLICES' });
  const failed = await completed();
  failed.states.set(failed.assessmentId, 'failed');
  expect(await failed.read()).toMatchObject({ state: 'failed', code: null });
  await failed.put('fault.json', { outcome: 'failed', refusal: null, fault: { code: 'FAULT_PLATFORM' } });
  expect(await failed.read()).toMatchObject({
    state: 'failed',
    code: 'FAULT_PLATFORM',
    documents: ['fault.json'],
  });
  failed.states.set(failed.assessmentId, 'running');
  expect(await failed.read()).toMatchObject({ state: 'running', code: null });
});

test('documents are answered as they are, with their type, and what is not there is not found', async () => {
  const { app, put, path, failure, call } = await completed();
  await put('report.pdf', '%PDF-report');
  await put('levels/L1/level.json', {});
  expect(await failure(await call('GET', `${path}/documents/report.pdf`))).toMatchObject({
    code: 'DOCUMENT_NOT_FOUND',
  });
  await put('result.json', RESULT);
  const response = await app.request(`${path}/documents/report.pdf`, {
    headers: { Authorization: `Bearer ${await tokenFor('north')}` },
  });
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
  expect(response.headers.get('Cache-Control')).toBe('no-store');
  expect(await response.text()).toBe('%PDF-report');
  expect(await failure(await call('GET', `${path}/documents/fault.pdf`))).toMatchObject({ status: 404 });
  for (const name of ['ct.nii.gz', 'risk.json', '..%2fresult.json'])
    expect(await failure(await call('GET', `${path}/documents/${name}`))).toMatchObject({ status: 400 });
});

test("another site's study is none, whatever is asked of it", async () => {
  const { call, failure, studyId, path, put } = await completed();
  await put('result.json', RESULT);
  for (const [method, address] of [
    ['GET', `/v1/studies/${studyId}`],
    ['GET', path],
    ['GET', `${path}/documents/result.json`],
    ['POST', `${path}/cancel`],
    ['POST', `${path}/restart`],
  ] as const) {
    const told = await failure(await call(method, address, { site: 'south' }));
    expect(told, address).toMatchObject({ status: 404, code: 'STUDY_NOT_FOUND' });
  }
  expect(await (await call('GET', '/v1/studies', { site: 'south' })).json()).toEqual({
    studies: [],
    next: null,
  });
});

test('studies are listed in pages, each once', async () => {
  const { open, send, call } = await fixture();
  const ids: string[] = [];
  for (const count of [1, 2, 3]) {
    const { contents, declaration } = study(count);
    const upload = await open(declaration);
    await send(upload, contents);
    const answer = await call('POST', `/v1/uploads/${upload.uploadId}/complete`);
    ids.push(completedSchema.parse(await answer.json()).assessment.studyId);
  }
  ids.sort();
  const listed = (path: string) => call('GET', path).then(({ json }) => json());
  expect(await listed('/v1/studies')).toEqual({ studies: ids.map((studyId) => ({ studyId })), next: null });
  const first = ids.slice(0, 2).map((studyId) => ({ studyId }));
  expect(await listed('/v1/studies?limit=2')).toEqual({ studies: first, next: ids[1] });
  expect(await listed(`/v1/studies?limit=2&after=${ids[1]!}`)).toEqual({
    studies: [{ studyId: ids[2] }],
    next: null,
  });
});

test('a study names the assessments that were asked for and those that were made of it otherwise', async () => {
  const { call, studyId, assessmentId, store } = await completed();
  const result = new TextEncoder().encode(JSON.stringify(RESULT));
  await store.put(`assessments/${studyId}/v9-campaign/result.json`, result);
  expect(await (await call('GET', `/v1/studies/${studyId}`)).json()).toMatchObject({
    studyId,
    assessments: [
      { assessmentId, state: 'waiting' },
      { assessmentId: 'v9-campaign', state: 'assessed' },
    ],
  });
});

test('cancelling stops what waits or runs, and is harmless afterwards', async () => {
  const { call, failure, path, states, assessmentId, put } = await completed();
  expect(await failure(await call('POST', `${path}/cancel`))).toMatchObject({
    code: 'ASSESSMENT_NOT_STARTED',
  });
  states.set(assessmentId, 'running');
  for (let time = 0; time < 2; time++)
    expect(await (await call('POST', `${path}/cancel`)).json()).toMatchObject({ state: 'cancelled' });
  await put('result.json', RESULT);
  expect(await (await call('POST', `${path}/cancel`)).json()).toMatchObject({ state: 'assessed' });
});

test('what failed or was stopped can be started again: its own marker is written once more', async () => {
  const { call, failure, path, states, assessmentId, store, studyId } = await completed();
  const marker = `studies/${studyId}/complete.json`;
  const before = await store.get(marker);
  await store.put(marker, new TextEncoder().encode('the marker of a later order'));
  for (const state of ['queued', 'running'] as const) {
    states.set(assessmentId, state);
    expect(await failure(await call('POST', `${path}/restart`))).toMatchObject({
      code: 'ASSESSMENT_NOT_STOPPED',
    });
  }
  states.set(assessmentId, 'cancelled');
  expect((await call('POST', `${path}/restart`)).status).toBe(200);
  expect(Buffer.from(await store.get(marker)).equals(before)).toBe(true);
});

test.each<[right: keyof typeof RIGHTS, method: string, address: string]>([
  ['upload', 'POST', '/v1/uploads'],
  ['upload', 'GET', `/v1/uploads/${'0'.repeat(32)}`],
  ['upload', 'POST', `/v1/uploads/${'0'.repeat(32)}/complete`],
  ['upload', 'POST', `/v1/uploads/${'0'.repeat(32)}/cancel`],
  ['follow', 'GET', '/v1/studies'],
  ['follow', 'GET', `/v1/studies/${'0'.repeat(16)}`],
  ['follow', 'GET', `/v1/studies/${'0'.repeat(16)}/assessments/v1`],
  ['control', 'POST', `/v1/studies/${'0'.repeat(16)}/assessments/v1/cancel`],
  ['control', 'POST', `/v1/studies/${'0'.repeat(16)}/assessments/v1/restart`],
  ['read', 'GET', `/v1/studies/${'0'.repeat(16)}/assessments/v1/documents/report.pdf`],
])('the right to %s is asked for: %s %s', async (right, method, address) => {
  const { call } = await fixture();
  const may: Role[] = [];
  for (const role of ROLES) {
    const token = await tokenFor('north', { 'osteon:roles': [role] });
    // Without a body, so that whoever may is told of that.
    const { status } = await call(method, address, { token, ...(method === 'POST' ? { body: {} } : {}) });
    if (status !== 403) may.push(role);
  }
  expect(may.toSorted()).toEqual([...RIGHTS[right]].toSorted());
});
