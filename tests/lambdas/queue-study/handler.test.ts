/** From an arrival to a message of the queue, over the wire to a stand-in for SQS: fauxqs drops the group of a standard queue's message. */
import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { handler } from '../../../lambdas/queue-study/handler.ts';
import { memoryStore } from '../../report/fixture.ts';

interface Sent {
  readonly QueueUrl: string;
  readonly MessageBody: string;
  readonly MessageGroupId?: string;
}

const sent: Sent[] = [];
let sqs: Server;
const store = memoryStore();

beforeAll(async () => {
  sqs = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const message = JSON.parse(text) as Sent;
      sent.push(message);
      const md5 = createHash('md5').update(message.MessageBody).digest('hex');
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ MessageId: '1', MD5OfMessageBody: md5 }));
    });
  });
  await new Promise<void>((resolve) => sqs.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(sqs.address() as AddressInfo).port}`;
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL_SQS: address,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    OSTEON_WAITING_QUEUE_URL: `${address}/000000000000/waiting`,
  }))
    vi.stubEnv(name, value);
  provideStore(store);
});
afterAll(() => {
  vi.unstubAllEnvs();
  sqs.close();
});

async function arrived(marker: object | string): Promise<{ unread: number; message: Sent | undefined }> {
  const key = 'studies/0123456789abcdef/complete.json';
  const text = typeof marker === 'string' ? marker : JSON.stringify(marker);
  await store.put(key, new TextEncoder().encode(text));
  const before = sent.length;
  const body = JSON.stringify({ detail: { object: { key } } });
  const { batchItemFailures } = (await handler({ Records: [{ messageId: 'm', body }] }, {} as Context)) as {
    batchItemFailures: readonly unknown[];
  };
  return { unread: batchItemFailures.length, message: sent[before] };
}

const MARKER = {
  schema: 'osteon/study/1',
  studyId: '0123456789abcdef',
  files: [],
  labels: null,
  order: null,
};

test('a study waits in the line of its site, and one of nobody in a line of its own', async () => {
  expect((await arrived({ ...MARKER, site: 'north' })).message!.MessageGroupId).toBe('north');
  const south = (await arrived({ ...MARKER, site: 'south' })).message!;
  expect(south.MessageGroupId).toBe('south');
  expect(JSON.parse(south.MessageBody)).toMatchObject({
    schema: 'osteon/queued-study/1',
    studyId: MARKER.studyId,
    marker: { key: expect.stringContaining('studies/0123456789abcdef/markers/') as string },
  });
  const nobody = (await arrived(MARKER)).message!.MessageGroupId;
  expect(nobody).toBeDefined();
  expect(['north', 'south']).not.toContain(nobody);
  expect((await arrived('no JSON')).message!.MessageGroupId).toBe(nobody);
});

test('an arrival whose marker is not there comes again', async () => {
  const body = JSON.stringify({ detail: { object: { key: 'studies/ffffffffffffffff/complete.json' } } });
  expect(await handler({ Records: [{ messageId: 'lost', body }] }, {} as Context)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'lost' }],
  });
});
