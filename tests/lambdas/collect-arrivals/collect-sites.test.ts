/** Files that sites copy below a prefix: when they are a study, when not yet, and that each study is completed once a version. */
import type { Context } from 'aws-lambda';
import type { FauxqsServer } from 'fauxqs';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';

import { handler } from '../../../lambdas/collect-arrivals/handler.ts';
import { getBytes } from '../../../lambdas/shared/artifacts.ts';
import { registerCalibration } from '../../../lambdas/shared/calibrations/registry.ts';
import { studyIdOf } from '../../../lambdas/shared/studies/complete-study.ts';
import { FILE } from '../../spine/calibrate/methods/calibration-file.ts';
import { zipOf } from '../../spine/ct/writers/zip-writer.ts';
import { ctObject, PATIENT, PATIENT_ID, pixelsOf, studyUid } from '../../local/gateway/ct-objects.ts';
import { site, startS3, STORES } from './two-stores.ts';

let server: FauxqsServer;
beforeAll(async () => {
  server = await startS3();
});
afterAll(() => server.stop());
afterEach(() => vi.unstubAllEnvs());

const pixels = (files: readonly Uint8Array[]): string[] =>
  files.map((file) => pixelsOf(file).toString('hex')).sort();

describe.each(Object.keys(STORES) as (keyof typeof STORES)[])('over %s', (name) => {
  const fresh = () => site(STORES[name]());

  test('files of one study in several folders are one study when nothing more has come for a while', async () => {
    const { copy, look, lookLater, markers, store } = fresh();
    const slices = [0, 1, 2].map((n) => ctObject(1, n));
    await copy(`${PATIENT_ID}/series 1/0.dcm`, slices[0]!);
    await copy(`${PATIENT_ID}/series 1/1.dcm`, slices[1]!);
    await copy(`${PATIENT_ID}/series 2/2.dcm`, slices[2]!);
    await copy('another/0.dcm', ctObject(2, 0));
    expect(await look()).toEqual({ sites: 1, files: 4, completed: 0, incomplete: 0, failed: 0 });
    expect(await markers()).toEqual([]);
    expect(await lookLater()).toMatchObject({ completed: 2 });
    const found = await markers();
    const whole = found.find(({ files }) => files.length === 3)!;
    const contents = await Promise.all(whole.files.map((file) => getBytes(store, file)));
    expect(pixels(contents)).toEqual(pixels(slices));
    expect(whole).toMatchObject({ site: 'north', labels: null, order: null });
    const digests = whole.files.map(({ sha256 }) => sha256);
    expect(whole.studyId).toBe(studyIdOf('north', digests));
    // The API shows them to the site.
    expect(await store.list('sites/north/studies/')).toContain(`sites/north/studies/${whole.studyId}.json`);
    expect(await lookLater()).toMatchObject({ completed: 0 });
  });

  test('each file is read once, and again where it was written anew', async () => {
    const { copy, look, read } = fresh();
    await copy('0.dcm', ctObject(1, 0));
    await copy('1.dcm', ctObject(1, 1));
    await look();
    await look();
    const arrivals = (): string[] => read.filter((key) => key.startsWith('arrivals/'));
    expect(arrivals()).toHaveLength(2);
    await copy('1.dcm', ctObject(1, 2, { '00081030 LO': 'other' }));
    await look();
    expect(arrivals().slice(2)).toEqual(['arrivals/north/1.dcm']);
  });

  test('a late file makes another version, of all files; what is taken away or copied makes none', async () => {
    const { copy, lookLater, markers } = fresh();
    for (const n of [0, 1]) await copy(`${n}.dcm`, ctObject(1, n));
    await lookLater();
    const [first] = await markers();
    expect(first!.files).toHaveLength(2);
    await copy('copies/1.dcm', ctObject(1, 1));
    expect(await lookLater()).toMatchObject({ files: 3, completed: 0 });
    await copy('2.dcm', ctObject(1, 2));
    expect(await lookLater()).toMatchObject({ completed: 1 });
    const versions = await markers();
    expect(versions.map(({ files }) => files.length).sort()).toEqual([2, 3]);
    expect(new Set(versions.map(({ studyId }) => studyId)).size).toBe(2);
  });

  test.each([
    ['cut behind the study', (whole: Uint8Array) => whole.subarray(0, whole.length - 20)],
    ['cut before it says its study', (whole: Uint8Array) => whole.subarray(0, 300)],
    ['empty', () => new Uint8Array()],
  ])('a file that is incomplete (%s) holds its study up until it is whole', async (_, part) => {
    const { copy, lookLater, markers } = fresh();
    const whole = ctObject(1, 1);
    await copy('visit/0.dcm', ctObject(1, 0));
    await copy('visit/1.dcm', part(whole));
    await copy('elsewhere/0.dcm', ctObject(2, 0));
    expect(await lookLater()).toMatchObject({ completed: 1, incomplete: 1 });
    expect((await markers()).map(({ files }) => files.length)).toEqual([1]);
    expect(await lookLater()).toMatchObject({ completed: 0, incomplete: 1 });
    await copy('visit/1.dcm', whole);
    expect(await lookLater()).toMatchObject({ completed: 1, incomplete: 0 });
    expect((await markers()).map(({ files }) => files.length).sort()).toEqual([1, 2]);
  });

  test('an archive is a study, and what is neither is passed over', async () => {
    const { copy, lookLater, markers } = fresh();
    const archive = zipOf([0, 1].map((n) => ({ name: `${n}.dcm`, bytes: ctObject(1, n) })));
    await copy('study.zip', archive);
    await copy('half.zip', archive.subarray(0, archive.length - 40));
    await copy('read-me.txt', new TextEncoder().encode('for the attention of Dr Müller'));
    await copy('.partial/5.dcm', ctObject(5, 0));
    // Beside the one that is cut nothing is closed: it may be of any study.
    expect(await lookLater()).toMatchObject({ files: 3, completed: 0, incomplete: 1 });
    await copy('half.zip', archive);
    expect(await lookLater()).toMatchObject({ completed: 1, incomplete: 0 });
    expect((await markers()).map(({ files }) => files.length)).toEqual([1]);
  });

  test('sites are apart: the same files are a study of each, with its own calibrations', async () => {
    const { copy, lookLater, markers, store } = fresh();
    await registerCalibration(store, 'south', FILE);
    for (const from of ['north', 'south']) await copy('0.dcm', ctObject(1, 0), from);
    expect(await lookLater()).toMatchObject({ sites: 2, completed: 2 });
    const found = (await markers()).map(({ site: from, studyId, calibrations, files }) => ({
      from,
      studyId,
      calibrated: calibrations?.key.startsWith('calibrations/south/') ?? false,
      prefix: files[0]!.key.split('/').slice(0, 3).join('/'),
    }));
    expect(found.toSorted((a, b) => (a.from! < b.from! ? -1 : 1))).toMatchObject([
      { from: 'north', calibrated: false, prefix: 'incoming/north/arrived' },
      { from: 'south', calibrated: true, prefix: 'incoming/south/arrived' },
    ]);
    expect(new Set(found.map(({ studyId }) => studyId)).size).toBe(2);
  });

  test('a site whose record or calibrations are broken does not hold up the others, and is told without names', async () => {
    const { copy, lookLater, lines, store } = fresh();
    for (const from of ['east', 'north', 'west']) await copy(`${PATIENT_ID}.dcm`, ctObject(1, 0), from);
    await store.put('sites/east/arrivals.json', new TextEncoder().encode(`{"${PATIENT}":`));
    await store.put('calibrations/west/registered/0123456789ab.json', new TextEncoder().encode('{}'));
    await copy('0.dcm', ctObject(1, 0), PATIENT);
    expect(await lookLater()).toMatchObject({ sites: 4, completed: 1, failed: 3 });
    const told = lines.filter(({ message }) => message === 'arrivals not collected');
    expect(told).toHaveLength(3);
    expect(told).toContainEqual({ message: 'arrivals not collected', site: 'east', error: 'ContractBroken' });
    expect(told).toContainEqual({ message: 'arrivals not collected', site: 'west', error: 'ContractBroken' });
    // What could not be completed is, once it can.
    await store.put('calibrations/west/withdrawn/0123456789ab.json', new TextEncoder().encode('{}'));
    expect(await lookLater()).toMatchObject({ completed: 1, failed: 2 });
    for (const secret of [PATIENT, PATIENT_ID, studyUid(1)])
      expect(JSON.stringify(lines)).not.toContain(secret);
  });

  test('keys of what is handed on, and the record, hold nothing that the site has named', async () => {
    const { copy, lookLater, store } = fresh();
    await copy(`${PATIENT}/${PATIENT_ID}/0.dcm`, ctObject(1, 0));
    await lookLater();
    const all = await Promise.all(['sites/', 'studies/', 'incoming/'].map((prefix) => store.list(prefix)));
    const record = new TextDecoder().decode(await store.get('sites/north/arrivals.json'));
    for (const secret of [PATIENT, PATIENT_ID, studyUid(1)])
      expect(`${all.join()} ${record}`).not.toContain(secret);
  });
});

test('what there is no time to read is read at the next look, and until then holds up what lies beside it', async () => {
  const { copy, lookLater, markers } = site(STORES['a folder'](), 0);
  for (const n of [0, 1]) await copy(`${n}.dcm`, ctObject(1, n));
  expect(await lookLater()).toMatchObject({ files: 2, completed: 0 });
  expect(await markers()).toEqual([]);
});

test('two looks at once complete the same study under the same keys', async () => {
  const { copy, look, lookLater, markers, store } = site(STORES['a folder']());
  await copy('0.dcm', ctObject(1, 0));
  await Promise.all([lookLater(), look()]);
  expect(await markers()).toHaveLength(1);
  expect((await store.list('studies/')).filter((key) => key.includes('/markers/'))).toHaveLength(1);
});

test('as a function it closes a study after the seconds of its environment', async () => {
  const bucket = server.createBucket('as-function').bucketName;
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${server.port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  const parts = ['arrivals', 'incoming', 'studies', 'sites', 'calibrations'];
  vi.stubEnv('OSTEON_BUCKETS', parts.map((part) => `${part}=${bucket}`).join(','));
  const { s3ObjectStore } = await import('../../../lambdas/shared/aws/s3-object-store.ts');
  await s3ObjectStore(() => bucket).put('arrivals/north/0.dcm', ctObject(1, 0));
  const look = () => handler({ 'detail-type': 'Scheduled Event' }, {} as Context);
  vi.stubEnv('OSTEON_QUIET_SECONDS', '3600');
  expect(await look()).toMatchObject({ files: 1, completed: 0 });
  vi.stubEnv('OSTEON_QUIET_SECONDS', '0.001');
  await new Promise((resolve) => setTimeout(resolve, 1100));
  expect(await look()).toMatchObject({ files: 1, completed: 1 });
  vi.stubEnv('OSTEON_QUIET_SECONDS', 'soon');
  await expect(look()).rejects.toThrow();
});
