/** The S3 adapter over the wire, against a server on loopback. */
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { s3ObjectStore, VOLUME_TAG } from '../../../../lambdas/shared/aws/s3-object-store.ts';
import { PlatformFault, StorageUnusable } from '../../../../lambdas/shared/errors.ts';
import { objectStoreContract } from '../object-store.contract.ts';

let server: FauxqsServer;
let buckets = 0;

beforeAll(async () => {
  server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
});
afterAll(() => server.stop());

function client(port: number): S3Client {
  return new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}

describe('S3 as an object store', () => {
  objectStoreContract({
    fresh: () => {
      const { bucketName } = server.createBucket(`bucket-${++buckets}`);
      return s3ObjectStore(() => bucketName, client(server.port));
    },
  });
});

test('an object has the content type that it was put with', async () => {
  const { bucketName } = server.createBucket(`bucket-${++buckets}`);
  const s3 = client(server.port);
  await s3ObjectStore(() => bucketName, s3).put('report.pdf', new Uint8Array(3), 'application/pdf');
  const found = await s3.send(new HeadObjectCommand({ Bucket: bucketName, Key: 'report.pdf' }));
  expect([found.ContentType, found.ContentLength]).toEqual(['application/pdf', 3]);
});

test.each([
  ['assessments/0123456789abcdef/v1/levels/L1/ct.nii.gz', VOLUME_TAG],
  ['assessments/0123456789abcdef/v1/report.pdf', undefined],
  ['studies/0123456789abcdef/files/000000.nii.gz', undefined],
])('volumes of an assessment, and no other object, are told apart by a tag: %s', async (key, tag) => {
  const { bucketName } = server.createBucket(`bucket-${++buckets}`);
  const s3 = client(server.port);
  const sent: unknown[] = [];
  s3.middlewareStack.add(
    (next) => (args) => {
      sent.push((args.input as { readonly Tagging?: string }).Tagging);
      return next(args);
    },
    { step: 'initialize' },
  );
  await s3ObjectStore(() => bucketName, s3).put(key, new Uint8Array(1));
  expect(sent).toEqual([tag]);
});

test('a version is asked for where one is named, and only there', async () => {
  const asked: unknown[] = [];
  const s3 = client(server.port);
  s3.middlewareStack.add(
    (next) => (args) => {
      const { VersionId: version } = args.input as { readonly VersionId?: string };
      asked.push(version);
      return next(args);
    },
    { step: 'initialize' },
  );
  const { bucketName } = server.createBucket(`bucket-${++buckets}`);
  const store = s3ObjectStore(() => bucketName, s3);
  await store.put('marker', new Uint8Array(1));
  await store.get('marker');
  await store.get('marker', 'v1').catch(() => undefined);
  expect(asked.slice(1)).toEqual([undefined, 'v1']);
});

test("a store that does not answer is the platform's fault, whatever was asked of it", async () => {
  // Port 9 (discard) has no listener on a test machine.
  const store = s3ObjectStore(() => 'bucket', client(9));
  await expect(store.get('key')).rejects.toThrow(PlatformFault);
  await expect(store.get('key')).rejects.toThrow('failed (get)');
  await expect(store.put('key', new Uint8Array(1))).rejects.toThrow(PlatformFault);
  await expect(store.put('key', new Uint8Array(1))).rejects.toThrow('failed (put)');
});

test("a bucket that is not there is the platform's fault, which no retry mends, and no missing object", async () => {
  const store = s3ObjectStore(() => 'no-such-bucket', client(server.port));
  await expect(store.get('key')).rejects.toThrow(StorageUnusable);
  await expect(store.put('key', new Uint8Array(1))).rejects.toThrow(PlatformFault);
});
