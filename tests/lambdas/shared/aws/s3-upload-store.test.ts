/** The API's store on S3, over the wire against a server on loopback. */
import { createHash } from 'node:crypto';

import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { s3ObjectStore } from '../../../../lambdas/shared/aws/s3-object-store.ts';
import { s3UploadStore } from '../../../../lambdas/shared/aws/s3-upload-store.ts';
import { PlatformFault } from '../../../../lambdas/shared/errors.ts';
import { ObjectMissing } from '../../../../lambdas/shared/object-store.ts';
import { uploadStoreContract } from '../upload-store.contract.ts';

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

function fresh() {
  const { bucketName: bucket } = server.createBucket(`bucket-${++buckets}`);
  const s3 = client(server.port);
  return { bucket, s3, uploads: s3UploadStore(() => bucket, s3), store: s3ObjectStore(() => bucket, s3) };
}

describe('S3 as a store of uploads', () => {
  uploadStoreContract({ fresh: () => Promise.resolve(fresh()) });
});

const content = Buffer.from('content');
const sha256 = createHash('sha256').update(content).digest('hex');
const wanted = { key: `incoming/north/1/files/${sha256}`, bytes: content.length, sha256 };

test('a link demands size and digest as signed headers, so that S3 refuses any other body', async () => {
  const { url, headers } = await fresh().uploads.target(wanted);
  const { searchParams } = new URL(url);
  expect(searchParams.get('X-Amz-SignedHeaders')?.split(';')).toEqual([
    'content-length',
    'host',
    'x-amz-checksum-sha256',
  ]);
  expect(headers).toEqual({
    'x-amz-checksum-sha256': createHash('sha256').update(content).digest('base64'),
  });
  // In the query it would be a wish of whoever has the link; a CRC of no body would fail every upload.
  for (const name of searchParams.keys()) expect(name.toLowerCase()).not.toMatch(/checksum|crc32/);
  expect(searchParams.get('X-Amz-Expires')).toBe('3600');
});

test('what is sent by a link is stored, and its digest is the one that S3 has checked', async () => {
  const { uploads, bucket, s3 } = fresh();
  const { url, headers, method } = await uploads.target(wanted);
  expect((await fetch(url, { method, headers, body: content })).status).toBe(200);
  const head = await s3.send(
    new HeadObjectCommand({ Bucket: bucket, Key: wanted.key, ChecksumMode: 'ENABLED' }),
  );
  expect(head.ChecksumSHA256).toBe(headers['x-amz-checksum-sha256']);
  const read: unknown[] = [];
  s3.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        read.push(commandName);
        return next(args);
      },
    { step: 'initialize' },
  );
  expect(await uploads.digestOf(wanted.key)).toEqual({ bytes: content.length, sha256 });
  expect(read).toEqual(['HeadObjectCommand']);
});

test('a byte flipped on its way is refused by the store', async ({ skip }) => {
  const { uploads, store } = fresh();
  const { url, headers, method } = await uploads.target(wanted);
  const flipped = Buffer.from(content);
  flipped[0]! ^= 1;
  const { status } = await fetch(url, { method, headers, body: flipped });
  skip(status === 200, 'this server takes a checksum without checking it; Amazon S3 answers BadDigest');
  expect(status).toBe(400);
  await expect(store.get(wanted.key)).rejects.toThrow(ObjectMissing);
});

test('a link to read an object answers it with its type, for a minute', async () => {
  const { uploads, store } = fresh();
  await store.put('report.pdf', Buffer.from('%PDF'), 'application/octet-stream');
  const link = await uploads.readLink('report.pdf', 'application/pdf');
  expect(new URL(link!).searchParams.get('X-Amz-Expires')).toBe('60');
  expect(new URL(link!).searchParams.get('response-content-type')).toBe('application/pdf');
  expect(await (await fetch(link!)).text()).toBe('%PDF');
});

test("a store that does not answer is the platform's fault", async () => {
  const uploads = s3UploadStore(() => 'bucket', client(9));
  await expect(uploads.list('p/', null, 1)).rejects.toThrow(PlatformFault);
  await expect(uploads.folders('p/')).rejects.toThrow(PlatformFault);
  await expect(uploads.digestOf('p/x')).rejects.toThrow(PlatformFault);
});
