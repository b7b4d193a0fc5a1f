/** Campaigns over results in memory: what stops one, what lets it go on, and that no study is assessed twice. */
import { expect, test } from 'vitest';

import { campaignWordSchema, type CampaignStudy } from '../../../contracts/campaign/campaign.ts';
import { resultSchema } from '../../../contracts/result.ts';
import { assessmentKey, pinnedMarkerKey, putJson } from '../../../lambdas/shared/artifacts.ts';
import { PlatformFault, StorageUnusable } from '../../../lambdas/shared/errors.ts';
import { wordKey } from '../../../lambdas/shared/campaigns/documents.ts';
import { TooManyFailures } from '../../../local/reprocess/run-campaign.ts';
import { sha256 } from '../../../spine/host/digest.ts';
import { campaign, ID, STUDIES } from './campaign-fixture.ts';

class Killed extends Error {}

test('a canary first, then the rest: each study once, beside its former result', async () => {
  const { store, runs, run, planned } = await campaign(0);
  const outcome = await run();
  expect(outcome).toMatchObject({ held: false, compared: 10, page: `campaigns/${ID}/all-drift.html` });
  expect(runs.slice(0, 3)).toEqual(planned().canary.map(({ input }) => input.studyId));
  expect(runs.toSorted()).toEqual(STUDIES);
  expect(planned().estimate!.seconds).toBe(600);
  expect(planned().estimate!.usd).toBeCloseTo(0.1, 12);
  const results = [...store.objects.keys()].filter((key) => key.endsWith('/result.json'));
  expect(results).toHaveLength(20);
  const page = new TextDecoder().decode(store.objects.get(outcome.page));
  expect(page).toContain('Compared: 10 of 10 studies of the campaign.');
  // Again: nothing is left to do, and the same is told.
  expect(await run()).toEqual(outcome);
  expect(runs).toHaveLength(10);
});

test('a canary that drifts stops the campaign; a word for this drift lets it go on, one for another does not', async () => {
  const { store, runs, run, released, decision } = await campaign(9);
  const held = await run();
  expect([held.held, held.compared, runs.length]).toEqual([true, 3, 3]);
  expect([await released(), await decision()]).toEqual([0, ['held']]);
  const say = (drift: string) =>
    putJson(store, wordKey(ID, drift), campaignWordSchema, {
      schema: 'osteon/campaign-word/1',
      campaignId: ID,
      drift,
    });
  await say('0'.repeat(64));
  expect(await run()).toEqual(held);
  await say(sha256(store.objects.get(held.drift)!));
  // All of them drift as the canary did: told, and nothing waits any more.
  expect(await run()).toMatchObject({ compared: 10, held: false });
  expect(runs.toSorted()).toEqual(STUDIES);
  expect([await released(), await decision()]).toEqual([10, ['released']]);
});

test('a canary within the limits, and a rest beyond them: no result counts without a word for all of it', async () => {
  const { store, run, planned, released, decision, assess } = await campaign(0, { canary: 2 });
  let changed = 0;
  const outcome = await run({
    assess: async (study) => {
      await assess(study);
      if (planned().canary.includes(study)) return;
      if (++changed <= 2) return;
      const key = assessmentKey(study.input, 'result.json');
      const result = resultSchema.parse(JSON.parse(new TextDecoder().decode(store.objects.get(key))));
      const { vbmd } = result.density!;
      const density = { ...result.density!, vbmd: { ...vbmd!, value: vbmd!.value + 9 } };
      await putJson(store, key, resultSchema, { ...result, density });
    },
  });
  expect([outcome.held, await released(), await decision()]).toEqual([true, 0, ['held']]);
  const drift = sha256(store.objects.get(outcome.drift)!);
  await putJson(store, wordKey(ID, drift), campaignWordSchema, {
    ...{ schema: 'osteon/campaign-word/1' as const, campaignId: ID, drift },
  });
  expect([(await run()).held, await released(), await decision()]).toEqual([false, 10, ['released']]);
});

test('its rows say what it is, and are there before its first assessment', async () => {
  const { run, rows, released, decision, assess } = await campaign(0);
  let before: unknown;
  await run({
    assess: async (study) => {
      before ??= [await released(), await decision(), (await rows('campaign_studies')).length];
      return assess(study);
    },
  });
  expect(before).toEqual([0, ['running'], 10]);
  expect(await rows('campaigns')).toMatchObject([
    { campaign: ID, studies: 10, canary_studies: 3, compared: 10, beyond_limits: 0, estimated_seconds: 600 },
  ]);
  const measures = await rows('campaign_measures');
  expect(measures.filter(({ measure, part }) => measure === 'vbmd' && part === 'all')).toMatchObject([
    { studies: 10, pairs: 10, bias: 0, moved: null, measure_unit: 'mg/cm3' },
  ]);
});

test('a store that denies its documents for a moment makes no new plan', async () => {
  const { store, run, planned, decision } = await campaign(0);
  await run();
  const first = planned();
  const denied = (key: string) => ({
    ...store,
    get: (asked: string) =>
      asked === key || !store.objects.has(asked)
        ? Promise.reject(new StorageUnusable('denied'))
        : store.get(asked),
  });
  for (const name of ['campaign.json', 'release.json', 'request.json'])
    await expect(run({ store: denied(`campaigns/${ID}/${name}`) }), name).rejects.toThrow(StorageUnusable);
  const result = assessmentKey(first.rest[0]!.input, 'result.json');
  await expect(run({ store: denied(result) })).rejects.toThrow(StorageUnusable);
  expect([planned(), await decision()]).toEqual([first, ['released']]);
  // What is not there is denied too, and told apart by a list.
  const { store: fresh, run: again, runs } = await campaign(0);
  const asS3 = {
    ...fresh,
    get: (key: string) =>
      fresh.objects.has(key) ? fresh.get(key) : Promise.reject(new StorageUnusable('denied')),
  };
  expect(await again({ store: asS3 })).toMatchObject({ compared: 10, held: false });
  expect(runs).toHaveLength(10);
});

test('killed in the middle and run again, it assesses each study once', async () => {
  const { runs, run, assess } = await campaign(0);
  const killed = run({
    onStudy: () => {
      if (runs.length === 5) throw new Killed();
    },
  });
  await expect(killed).rejects.toThrow(Killed);
  await run({ assess });
  expect(runs.toSorted()).toEqual(STUDIES);
});

test('a study that always fails is tolerated, and comes again at the next start', async () => {
  const { runs, run, assess, planned } = await campaign(0, { toleratedFailurePercent: 15 });
  let poison: string | undefined;
  let tries = 0;
  const outcome = await run({
    assess: (study) => {
      poison ??= planned().rest[2]!.input.studyId;
      if (study.input.studyId !== poison) return assess(study);
      tries++;
      return Promise.reject(new Error('poison'));
    },
  });
  expect([outcome.compared, tries, runs.length]).toEqual([9, 1, 9]);
  await run();
  expect(runs.at(-1)).toBe(poison);
});

test('more failures than are tolerated end it at once', async () => {
  const { runs, run } = await campaign(0);
  const failing = run({
    assess: ({ input }) => {
      runs.push(input.studyId);
      return Promise.reject(new Error('broken'));
    },
  });
  await expect(failing).rejects.toThrow(TooManyFailures);
  expect(runs).toHaveLength(1);
});

test('what is beyond the budget does not start', async () => {
  const { runs, run, store } = await campaign(0, { budget: { seconds: 599, usd: null } });
  await expect(run()).rejects.toThrow('seconds of work: estimated 600; allowed: 599');
  expect(runs).toEqual([]);
  expect(store.objects.has(`campaigns/${ID}/campaign.json`)).toBe(false);
});

test('studies whose upload is gone, or that were assessed so already, are left out and told', async () => {
  const { store, run, planned } = await campaign(0);
  store.objects.delete(pinnedMarkerKey(STUDIES[0]!, 'a'.repeat(64)));
  store.objects.delete(assessmentKey({ studyId: STUDIES[1]!, assessmentId: 'former' }, 'result.json'));
  expect(await run()).toMatchObject({ compared: 8 });
  expect(planned().leftOut).toEqual([
    { why: 'its upload is gone', studies: 1 },
    { why: 'no former result', studies: 1 },
  ]);
});

test('studies that were never assessed are assessed without a comparison; where most are refused, the campaign stops', async () => {
  const markers = STUDIES.map((studyId) => ({
    studyId,
    key: pinnedMarkerKey(studyId, 'a'.repeat(64)),
  }));
  const { store } = await campaign(0);
  const chosen = markers.map(({ studyId, key }) => ({
    studyId,
    marker: { key, schema: 'osteon/study/1', sha256: sha256(store.objects.get(key)!) },
  }));
  const good = await campaign(0, { chosen });
  const outcome = await good.run();
  expect([outcome.held, outcome.compared, await good.released()]).toEqual([false, 0, 10]);
  expect(new TextDecoder().decode(good.store.objects.get(outcome.page))).toContain(
    '10 of 10 studies have a result.',
  );
  const bad = await campaign(0, { chosen });
  const held = await bad.run({
    assess: async (study) => {
      const key = assessmentKey(study.input, 'result.json');
      await bad.assess(study);
      const result = resultSchema.parse(JSON.parse(new TextDecoder().decode(bad.store.objects.get(key))));
      const refusal = { code: 'MISSING_SLICES', saw: 'a gap', wanted: 'none' } as const;
      await putJson(bad.store, key, resultSchema, { ...result, outcome: 'refused', refusal });
    },
  });
  expect([held.held, bad.runs.length, await bad.released()]).toEqual([true, 3, 0]);
  expect(new TextDecoder().decode(bad.store.objects.get(held.page))).toMatch(
    /3 of 3 without a result[^]*<td>MISSING_SLICES<\/td><td>3<\/td>/,
  );
});

test('started again over its failures, it assesses what failed and what was given up, and nothing else', async () => {
  const { runs, run, assess, planned, rows } = await campaign(0, { toleratedFailurePercent: 20 });
  const failing = () =>
    planned()
      .rest.slice(1, 4)
      .map(({ input }) => input.studyId);
  const once = run({
    assess: (study) =>
      failing().includes(study.input.studyId) ? Promise.reject(new Error('a fault')) : assess(study),
  });
  await expect(once).rejects.toThrow(TooManyFailures);
  const done = [...runs];
  expect(done.length).toBeGreaterThan(2);
  const again = await run();
  const second = runs.slice(done.length);
  expect(second).toEqual(expect.arrayContaining(failing().slice(0, 2)));
  expect(second.filter((studyId) => done.includes(studyId))).toEqual([]);
  expect(runs.toSorted()).toEqual(STUDIES);
  expect([again.held, again.compared]).toEqual([false, 10]);
  // And once more: nothing is left.
  await run();
  expect(runs).toHaveLength(STUDIES.length);
  expect(await rows('campaign_studies')).toHaveLength(STUDIES.length);
});

test('killed in the middle and run again over a throttled store, with a poison study: each study once, and one told', async () => {
  const { store, runs, run, assess, planned, released } = await campaign(0, { toleratedFailurePercent: 15 });
  let [calls, faults] = [0, 0];
  const throttled = <T>(call: () => Promise<T>): Promise<T> => {
    calls++;
    if (calls % 41 !== 0) return call();
    faults++;
    return Promise.reject(new PlatformFault('SlowDown'));
  };
  const slow = {
    ...store,
    get: (key: string) => throttled(() => store.get(key)),
    put: (key: string, body: Uint8Array) => throttled(() => store.put(key, body)),
  };
  const poison = () => planned().rest[1]!.input.studyId;
  const poisoned = (study: CampaignStudy) =>
    study.input.studyId === poison() ? Promise.reject(new Error('poison')) : assess(study);
  const killed = run({
    ...{ store: slow, assess: poisoned, retryWaitMs: 1 },
    onStudy: () => {
      if (runs.length === 6) throw new Killed();
    },
  });
  await expect(killed).rejects.toThrow(Killed);
  expect(await released()).toBe(0);
  const outcome = await run({ store: slow, assess: poisoned, retryWaitMs: 1 });
  expect(runs.toSorted()).toEqual(STUDIES.filter((studyId) => studyId !== poison()));
  expect([outcome.compared, outcome.held, await released()]).toEqual([9, false, 10]);
  expect(faults).toBeGreaterThanOrEqual(3);
});
