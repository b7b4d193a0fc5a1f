/** The event of a marker, against Step Functions on loopback and a bucket that keeps versions. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { assessmentInputSchema } from '../../../contracts/states.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { handler } from '../../../lambdas/start-assessment/handler.ts';
import { getJson } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { ObjectMissing, type ObjectStore } from '../../../lambdas/shared/object-store.ts';

const STUDY = '0123456789abcdef';
const KEY = `studies/${STUDY}/complete.json`;

let server: Server;
const inputs: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      inputs.push((JSON.parse(body) as { input: string }).input);
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify({ executionArn: 'arn', startDate: 1 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_SFN', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('OSTEON_STATE_MACHINE_ARN', 'arn:aws:states:us-east-1:000000000000:stateMachine:osteon');
});
afterAll(() => {
  vi.unstubAllEnvs();
  server.close();
});

/** Every body of a key; a version is its number. */
let versions: Map<string, Uint8Array[]>;
let store: ObjectStore;
beforeEach(() => {
  inputs.length = 0;
  versions = new Map();
  store = {
    get: (key, version) => {
      const bodies = versions.get(key) ?? [];
      const body = version === undefined ? bodies.at(-1) : bodies[Number(version)];
      return body === undefined ? Promise.reject(new ObjectMissing(key)) : Promise.resolve(body);
    },
    put: (key, body) => Promise.resolve(void versions.set(key, [...(versions.get(key) ?? []), body])),
  };
  provideStore(store);
});

/** @returns the event that tells of it */
async function order(digit: string) {
  const ref = {
    key: `studies/${STUDY}/order/${digit}.json`,
    schema: 'osteon/order/1',
    sha256: digit.repeat(64),
  };
  const marker = { schema: 'osteon/study/1', studyId: STUDY, files: [], labels: null, order: ref };
  await store.put(KEY, new TextEncoder().encode(JSON.stringify(marker)));
  const version = versions.get(KEY)!.length - 1;
  return { detail: { object: { key: KEY, 'version-id': String(version) } } };
}

/** The orders of the executions that were started. */
async function startedOrders(): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const text of inputs) {
    const { study } = assessmentInputSchema.parse(JSON.parse(text));
    found.push((await getJson(store, study, studyManifestSchema)).order?.sha256[0]);
  }
  return found;
}

test('two orders that were written before the first event is handled start an assessment each', async () => {
  const events = [await order('a'), await order('b')];
  for (const event of events) await handler(event, {} as Context);
  expect(await startedOrders()).toEqual(['a', 'b']);
});

test('events in the wrong order start the same assessments', async () => {
  const events = [await order('a'), await order('b'), await order('c')];
  for (const event of events.toReversed()) await handler(event, {} as Context);
  expect(await startedOrders()).toEqual(['c', 'b', 'a']);
});

test('an event without a version, of a bucket that keeps none, starts what lies there', async () => {
  await order('a');
  await order('b');
  await handler({ detail: { object: { key: KEY } } }, {} as Context);
  expect(await startedOrders()).toEqual(['b']);
});
