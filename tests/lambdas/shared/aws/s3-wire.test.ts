/** The S3 adapter over a wire that fails: it ends right, or says that the platform failed, and never gives half an object. */
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { getBytes, putBytes } from '../../../../lambdas/shared/artifacts.ts';
import { s3Client } from '../../../../lambdas/shared/aws/s3-client.ts';
import { s3ObjectStore } from '../../../../lambdas/shared/aws/s3-object-store.ts';
import { ObjectAltered, PlatformFault, StorageUnusable } from '../../../../lambdas/shared/errors.ts';
import { ObjectMissing } from '../../../../lambdas/shared/object-store.ts';
import { faultyProxy, type Fault, type FaultyProxy } from './faulty-proxy.ts';

let server: FauxqsServer;
let buckets = 0;
let proxy: FaultyProxy | null = null;

beforeAll(async () => {
  server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
});
afterAll(() => server.stop());
afterEach(async () => {
  await proxy?.stop();
  proxy = null;
});

function client(port: number, config: S3ClientConfig = {}): S3Client {
  return s3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    ...config,
  });
}

type FaultOf = (n: number, method: string, path: string) => Fault | null;

/** The same bucket through the proxy and past it. */
async function through(faultOf: FaultOf, config: S3ClientConfig = {}) {
  const { bucketName } = server.createBucket(`wire-${++buckets}`);
  const faulty = await faultyProxy(server.port, faultOf);
  proxy = faulty;
  const sizes = { partsFrom: 6e6, part: 5 * 2 ** 20 };
  return {
    store: s3ObjectStore(() => bucketName, client(faulty.port, config), sizes),
    straight: s3ObjectStore(() => bucketName, client(server.port)),
    seen: faulty.seen,
  };
}

const firstTimes = (times: number, fault: Fault, only?: string): FaultOf => {
  let done = 0;
  return (_, method) => ((only === undefined || method === only) && done++ < times ? fault : null);
};
const always = (fault: Fault, only?: string): FaultOf => firstTimes(Infinity, fault, only);
const BODY = Uint8Array.from({ length: 200_000 }, (_, n) => (n * 7) % 251);
const LARGE = Uint8Array.from({ length: 14_000_000 }, (_, n) => (n * 31 + (n >> 12)) % 251);
const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

describe.each<Fault>(['slow-down', 'dropped', 'answer-dropped'])('%s', (fault) => {
  test('twice: what is put and got is whole', async () => {
    const putting = await through(firstTimes(2, fault));
    await putting.store.put('key', BODY);
    expect(putting.seen.length).toBe(3);
    expect(same(await putting.straight.get('key'), BODY)).toBe(true);
    await proxy!.stop();
    const getting = await through(firstTimes(2, fault));
    await getting.straight.put('key', BODY);
    expect(same(await getting.store.get('key'), BODY)).toBe(true);
    expect(getting.seen.length).toBe(3);
  });

  test("again and again: it is the platform's fault, and no missing object", async () => {
    const { store, seen } = await through(always(fault), { maxAttempts: 2 });
    const ended = await Promise.all(
      [store.put('key', BODY), store.get('key')].map((done) => done.catch((error: unknown) => error)),
    );
    for (const error of ended) {
      expect(error).toBeInstanceOf(PlatformFault);
      expect(error).not.toBeInstanceOf(ObjectMissing);
    }
    expect(seen).toHaveLength(4);
  });
});

test('a client of ours tries five times', async () => {
  const { store, seen } = await through(always('dropped'));
  await expect(store.put('key', BODY)).rejects.toThrow(PlatformFault);
  expect(seen).toHaveLength(5);
});

test('what is not permitted is not tried again', async () => {
  const { store, seen } = await through(always('refused'));
  await expect(store.put('key', BODY)).rejects.toThrow(StorageUnusable);
  expect(seen).toHaveLength(1);
});

test('a server that goes silent is given up', async () => {
  const { store } = await through(always('silent'), {
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 200, socketTimeout: 200 },
  });
  const began = performance.now();
  await expect(store.get('key')).rejects.toThrow(PlatformFault);
  expect(performance.now() - began).toBeLessThan(10_000);
});

test('left to itself the client waits for a silent server, but not for ever', async () => {
  const left = client(9, { maxAttempts: 1 });
  await s3ObjectStore(() => 'bucket', left)
    .get('key')
    .catch(() => undefined);
  const { requestHandler } = left.config;
  // The general type of a handler leaves out that this one tells its settings.
  const settings =
    'httpHandlerConfigs' in requestHandler ? (requestHandler.httpHandlerConfigs as () => object)() : {};
  expect(settings).toMatchObject({ connectionTimeout: 5000, socketTimeout: 30_000 });
});

test('a body that breaks off is no object', async () => {
  const { store, straight } = await through(always('cut', 'GET'));
  await straight.put('key', BODY);
  await expect(store.get('key')).rejects.toThrow(PlatformFault);
});

test('a bit that flips on the way from the store is found by the digest of the reference, if not before', async () => {
  const { store, straight } = await through(always('flipped-answer', 'GET'));
  const ref = await putBytes(straight, 'key', 'schema', BODY, 'application/octet-stream');
  await expect(getBytes(store, ref)).rejects.toThrow(PlatformFault);
});

test('a bit that flips on the way to the store is refused by the store, or found when it is read', async () => {
  const { store, straight } = await through(always('flipped-request', 'PUT'));
  const outcome = await putBytes(store, 'key', 'schema', BODY, 'application/octet-stream')
    .then(
      (ref) => getBytes(straight, ref),
      (error: unknown) => Promise.reject(error as Error),
    )
    .catch((error: unknown) => error);
  expect(outcome).toBeInstanceOf(PlatformFault);
});

test('an altered object has its own class, by which it is retried as any fault of the platform', async () => {
  const { straight } = await through(() => null);
  const ref = await putBytes(straight, 'key', 'schema', BODY, 'application/octet-stream');
  await straight.put('key', BODY.slice(1));
  await expect(getBytes(straight, ref)).rejects.toThrow(ObjectAltered);
});

describe('in parts', () => {
  test('a large object is what was put, with its content type, and a part that fails is sent again alone', async () => {
    const { store, straight, seen } = await through(firstTimes(2, 'dropped', 'PUT'));
    await store.put('large', LARGE, 'application/gzip');
    expect(same(await straight.get('large'), LARGE)).toBe(true);
    expect(seen.filter((line) => line.startsWith('PUT')).length).toBe(3 + 2);
    expect(seen.filter((line) => line.startsWith('POST'))).toHaveLength(2);
  });

  test('one part that never arrives leaves what was there before', async () => {
    const { store, straight, seen } = await through(always('slow-down', 'PUT'), { maxAttempts: 2 });
    await straight.put('large', BODY);
    await expect(store.put('large', LARGE)).rejects.toThrow(PlatformFault);
    expect(same(await straight.get('large'), BODY)).toBe(true);
    expect(seen.filter((line) => line.startsWith('DELETE'))).toEqual([]);
  });

  test('a completion of which the answer is lost ends right', async () => {
    let posts = 0;
    const { store, straight } = await through((_, method) =>
      method === 'POST' && ++posts === 2 ? 'answer-dropped' : null,
    );
    const ended = await store.put('large', LARGE).then(
      () => null,
      (error: unknown) => error,
    );
    // A server that has forgotten the parts by then says so: the step is tried again, and puts the same bytes.
    if (ended !== null) expect(ended).toBeInstanceOf(PlatformFault);
    expect(same(await straight.get('large'), LARGE)).toBe(true);
  });
});

test('more keys than a page holds are listed, each once', async () => {
  const { store, straight, seen } = await through(firstTimes(1, 'dropped', 'GET'));
  const keys = Array.from({ length: 1203 }, (_, n) => `sites/a/${String(n).padStart(4, '0')}`);
  for (let n = 0; n < keys.length; n += 100)
    await Promise.all(keys.slice(n, n + 100).map((key) => straight.put(key, new Uint8Array(1))));
  expect(await store.list('sites/a/')).toEqual(keys);
  expect(seen.length).toBeGreaterThanOrEqual(3);
});
