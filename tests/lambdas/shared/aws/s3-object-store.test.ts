/** The S3 adapter over the wire, against a server on loopback. */
import { S3Client } from '@aws-sdk/client-s3';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { s3ObjectStore } from '../../../../lambdas/shared/aws/s3-object-store.ts';
import { PlatformFault } from '../../../../lambdas/shared/errors.ts';
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
      return s3ObjectStore(bucketName, client(server.port));
    },
    noConditionalWrites: 'the server at hand does not know If-None-Match',
  });
});

test("a store that does not answer is the platform's fault", async () => {
  // Port 9 (discard) has no listener on a test machine.
  await expect(s3ObjectStore('bucket', client(9)).get('key')).rejects.toThrow(PlatformFault);
});
