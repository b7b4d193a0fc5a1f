/** Links by which sites write, over a wire that fails: what is taken as stored is what was declared, or nothing is. */
import { createHash } from 'node:crypto';

import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { getBytes } from '../../../../lambdas/shared/artifacts.ts';
import { s3Client } from '../../../../lambdas/shared/aws/s3-client.ts';
import { s3ObjectStore } from '../../../../lambdas/shared/aws/s3-object-store.ts';
import { s3UploadStore } from '../../../../lambdas/shared/aws/s3-upload-store.ts';
import { PlatformFault } from '../../../../lambdas/shared/errors.ts';
import { ObjectMissing } from '../../../../lambdas/shared/object-store.ts';
import { faultyProxy, type Fault, type FaultyProxy } from './faulty-proxy.ts';

let server: FauxqsServer;
let buckets = 0;
const proxies: FaultyProxy[] = [];

beforeAll(async () => {
  server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
});
afterAll(() => server.stop());
afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.stop();
});

const CONTENT = Buffer.alloc(100_000, 'content of an image');
const WANTED = {
  key: 'incoming/north/1/files/a',
  bytes: CONTENT.length,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
};

async function through(faultOf: (n: number, method: string) => Fault | null) {
  const { bucketName } = server.createBucket(`links-${++buckets}`);
  const proxy = await faultyProxy(server.port, faultOf);
  proxies.push(proxy);
  const client = s3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${proxy.port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const uploads = s3UploadStore(() => bucketName, client);
  const send = async (): Promise<number | null> => {
    const { url, method, headers } = await uploads.target(WANTED);
    return fetch(url, { method, headers, body: CONTENT }).then(
      ({ status }) => status,
      () => null,
    );
  };
  return { uploads, send, store: s3ObjectStore(() => bucketName, client) };
}

test('a link whose answer is lost has stored the object, and is used again without harm', async () => {
  const { uploads, send } = await through((n) => (n === 0 ? 'answer-dropped' : null));
  expect(await send()).toBeNull();
  expect((await uploads.digestOf(WANTED.key))?.sha256).toBe(WANTED.sha256);
  expect(await send()).toBe(200);
  expect(await uploads.digestOf(WANTED.key)).toEqual({ bytes: WANTED.bytes, sha256: WANTED.sha256 });
});

test('a link whose connection drops before the server has seen it has stored nothing', async () => {
  const { uploads, send } = await through((n) => (n === 0 ? 'dropped' : null));
  expect(await send()).toBeNull();
  expect(await uploads.digestOf(WANTED.key)).toBeNull();
});

/** S3 compares body and checksum, and refuses; the server of these tests believes the checksum, as others may. */
test('a bit that flips on the way is refused by the store, or found by whoever reads the study', async () => {
  const { store, send } = await through((_, method) => (method === 'PUT' ? 'flipped-request' : null));
  const status = await send();
  const read = getBytes(store, { key: WANTED.key, schema: 'osteon/source-file/1', sha256: WANTED.sha256 });
  await expect(read).rejects.toThrow(status === 200 ? PlatformFault : ObjectMissing);
});

test('looking an object up outlives a store that is throttled twice, and does not take a fault for its absence', async () => {
  let failing = 2;
  const { uploads, send } = await through((_, method) =>
    method === 'HEAD' && failing-- > 0 ? 'slow-down' : null,
  );
  expect(await send()).toBe(200);
  expect((await uploads.digestOf(WANTED.key))?.sha256).toBe(WANTED.sha256);
  const broken = await through(() => 'dropped');
  await expect(broken.uploads.digestOf(WANTED.key)).rejects.toThrow(PlatformFault);
  await expect(broken.uploads.list('incoming/', null, 10)).rejects.toThrow(PlatformFault);
});
