/** Calibrations that a site registers over the API. */
import { expect, test } from 'vitest';

import { completedSchema } from '../../../../contracts/api/answers.ts';
import { FILE } from '../../../spine/calibrate/methods/calibration-file.ts';
import { fixture, study, tokenFor } from '../fixture.ts';

const PATH = '/v1/calibrations';

async function registered() {
  const api = await fixture();
  const answer = await api.call('POST', PATH, { body: FILE });
  expect(answer.status).toBe(200);
  const { id } = (await answer.json()) as { id: string };
  const ids = async (site = 'north') => {
    const { calibrations } = (await (await api.call('GET', PATH, { site })).json()) as {
      calibrations: { id: string }[];
    };
    return calibrations.map((one) => one.id);
  };
  return { ...api, id, ids };
}

test('a registered calibration is its own site’s, once, and in the marker of what is completed later', async () => {
  const { call, id, ids, open, send, store } = await registered();
  expect(((await (await call('POST', PATH, { body: FILE })).json()) as { id: string }).id).toBe(id);
  expect(await ids()).toEqual([id]);
  expect(await ids('south')).toEqual([]);

  const markerOf = async (site: string) => {
    const { contents, declaration } = study(2);
    const upload = await open(declaration, site);
    await send(upload, contents);
    const answer = await call('POST', `/v1/uploads/${upload.uploadId}/complete`, { site });
    const { studyId } = completedSchema.parse(await answer.json()).assessment;
    const bytes = await store.get(`studies/${studyId}/complete.json`);
    return JSON.parse(new TextDecoder().decode(bytes)) as { calibrations?: { key: string } };
  };
  expect((await markerOf('north')).calibrations!.key).toMatch(/^calibrations\/north\/snapshots\//);
  expect(await markerOf('south')).not.toHaveProperty('calibrations');
});

test('one that is withdrawn is not used, and not registered again', async () => {
  const { call, failure, id, ids } = await registered();
  expect(await failure(await call('DELETE', `${PATH}/${id}`, { site: 'south' }))).toMatchObject({
    status: 404,
    code: 'CALIBRATION_NOT_FOUND',
  });
  for (let n = 0; n < 2; n++) {
    const withdrawn = await call('DELETE', `${PATH}/${id}`);
    expect(withdrawn.status).toBe(200);
    expect(await withdrawn.json()).toEqual({ id, withdrawn: true });
  }
  expect(await ids()).toEqual([]);
  expect(await failure(await call('POST', PATH, { body: FILE }))).toMatchObject({
    status: 409,
    code: 'CALIBRATION_WITHDRAWN',
  });
});

test('one that would refuse every study is refused with its reason, one that is none by its fields', async () => {
  const { call, failure, ids } = await registered();
  const line = { kind: 'line', slope: 1.4, slopeSe: 0.01, intercept: 0, interceptSe: 1, correlation: 0 };
  const refused = await failure(await call('POST', PATH, { body: { ...FILE, measured: line } }));
  expect(refused).toMatchObject({ status: 422, code: 'CALIBRATION_REFUSED' });
  expect(refused.message).toContain('CALIBRATION_FILE_IMPLAUSIBLE');
  expect(await failure(await call('POST', PATH, { body: { ...FILE, kvp: 'high' } }))).toMatchObject({
    status: 400,
    code: 'REQUEST_INVALID',
    fields: [{ path: 'kvp' }],
  });
  expect(await ids()).toHaveLength(1);
});

test.each(['uploader', 'reader', 'analyst'])('a %s does not register', async (role) => {
  const { call, failure } = await fixture();
  const token = await tokenFor('north', { 'osteon:roles': [role] });
  expect(await failure(await call('POST', PATH, { token, body: FILE }))).toMatchObject({
    status: 403,
    code: 'ROLE_REQUIRED',
  });
  expect((await call('GET', PATH, { token })).status).toBe(200);
});

test('the chart is drawn of the studies so far, and told to its own site alone', async () => {
  const { call, store } = await registered();
  const chart = await (await call('GET', `${PATH}/chart`)).json();
  expect(chart).toMatchObject({ site: 'north', series: [{ quantity: 'phantom slope', status: 'learning' }] });
  expect(JSON.parse(new TextDecoder().decode(await store.get('calibrations/north/chart.json')))).toEqual(
    chart,
  );
  expect(await (await call('GET', `${PATH}/chart`, { site: 'south' })).json()).toMatchObject({
    site: 'south',
    series: [],
  });
});
