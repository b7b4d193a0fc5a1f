/** Campaigns of a site over the API: started once, read by the site alone, and let on by a word for what was seen. */
import { expect, test } from 'vitest';

import type { CampaignAnswer } from '../../../../contracts/api/campaigns.ts';
import { campaignRequestSchema } from '../../../../contracts/campaign/campaign.ts';
import { driftSchema } from '../../../../contracts/campaign/drift.ts';
import { putJson } from '../../../../lambdas/shared/artifacts.ts';
import { driftOf } from '../../../../report/drift/drift.ts';
import { fixture, tokenFor } from '../fixture.ts';

const DECLARATION = {
  schema: 'osteon/campaign-declaration/1',
  name: 'spring',
  parameterSet: 'osteon-default-4',
  where: 'parameter_set=osteon-default-2',
} as const;

async function started() {
  const api = await fixture();
  const answer = await api.call('POST', '/v1/campaigns', { body: DECLARATION });
  const campaign = (await answer.json()) as CampaignAnswer;
  const path = `/v1/campaigns/${campaign.campaignId}`;
  const read = async () => (await (await api.call('GET', path)).json()) as CampaignAnswer;
  const putDrift = async (beyond: readonly string[], part = 'canary') => {
    const drift = { ...driftOf([]), beyond };
    const at = `campaigns/${campaign.campaignId}/${part}-drift.json`;
    const ref = await putJson(api.store, at, driftSchema, drift);
    await api.store.put(
      `campaigns/${campaign.campaignId}/${part}-drift.html`,
      new TextEncoder().encode('<p>page</p>'),
    );
    return ref.sha256;
  };
  return { ...api, status: answer.status, campaign, path, read, putDrift };
}

test('a campaign is asked for by its declaration: the site’s studies alone, and the same one again', async () => {
  const { status, campaign, store, states, call, read } = await started();
  expect(status).toBe(200);
  expect(campaign).toMatchObject({ state: 'running', plan: null, drift: null, documents: [] });
  const bytes = await store.get(`campaigns/${campaign.campaignId}/request.json`);
  expect(campaignRequestSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))).toMatchObject({
    ...{ site: 'north', chosen: null, seed: 'spring', canary: null, toleratedFailurePercent: 5 },
    where: DECLARATION.where,
  });
  const again = (await (await call('POST', '/v1/campaigns', { body: DECLARATION })).json()) as CampaignAnswer;
  expect(again.campaignId).toBe(campaign.campaignId);
  states.set(campaign.campaignId, 'failed');
  expect((await read()).state).toBe('failed');
  await call('POST', '/v1/campaigns', { body: DECLARATION });
  expect((await read()).state).toBe('running');
});

test('another campaign does not start while one runs', async () => {
  const { call, failure } = await started();
  const other = await call('POST', '/v1/campaigns', { body: { ...DECLARATION, name: 'other' } });
  expect(await failure(other)).toMatchObject({ status: 409, code: 'CAMPAIGN_RUNS' });
});

test('what is no condition is refused, and names no more than the field', async () => {
  const { call, failure } = await fixture();
  const answer = await call('POST', '/v1/campaigns', {
    body: { ...DECLARATION, where: "x'; drop table assessments" },
  });
  expect(await failure(answer)).toMatchObject({
    ...{ status: 400, code: 'REQUEST_INVALID' },
    fields: [{ path: 'where' }],
  });
});

test('a word is for the drift that was seen, and starts the campaign again', async () => {
  const { campaign, states, call, failure, path, read, putDrift } = await started();
  states.set(campaign.campaignId, 'succeeded');
  expect((await read()).state).toBe('ended');
  const word = (drift: string) => call('POST', `${path}/word`, { body: { drift } });
  expect(await failure(await word('0'.repeat(64)))).toMatchObject({ code: 'CAMPAIGN_DRIFT_OTHER' });
  const drift = await putDrift(['bias']);
  expect(await read()).toMatchObject({
    state: 'held',
    drift: { part: 'canary', sha256: drift, beyond: ['bias'] },
    documents: ['canary-drift.html', 'canary-drift.json'],
  });
  expect(await failure(await word('0'.repeat(64)))).toMatchObject({ code: 'CAMPAIGN_DRIFT_OTHER' });
  expect((await word(drift)).status).toBe(200);
  expect((await read()).state).toBe('running');
});

test('operators start and let on, analysts read, and nobody sees another site’s', async () => {
  const { app, call, failure, path, putDrift } = await started();
  await putDrift([]);
  const as = (roles: string[]) => tokenFor('north', { 'osteon:roles': roles });
  const post = await call('POST', '/v1/campaigns', { body: DECLARATION, token: await as(['analyst']) });
  expect(await failure(post)).toMatchObject({ code: 'ROLE_REQUIRED' });
  const reader = await call('GET', path, { token: await as(['reader']) });
  expect(await failure(reader)).toMatchObject({ code: 'ROLE_REQUIRED' });
  expect((await call('GET', path, { token: await as(['analyst']) })).status).toBe(200);
  expect(await failure(await call('GET', path, { site: 'south' }))).toMatchObject({
    ...{ status: 404, code: 'CAMPAIGN_NOT_FOUND' },
  });
  const page = await app.request(`${path}/documents/canary-drift.html`, {
    headers: { Authorization: `Bearer ${await tokenFor('north')}` },
  });
  expect(await page.text()).toBe('<p>page</p>');
  const none = await call('GET', `${path}/documents/all-drift.html`);
  expect(await failure(none)).toMatchObject({ code: 'DOCUMENT_NOT_FOUND' });
});
