/** From a marker's event to the execution, over the wire: queues and bucket on loopback, Step Functions as a server that speaks its JSON. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Context } from 'aws-lambda';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';

import { assessmentInputSchema } from '../../../contracts/states.ts';
import { studyManifestSchema } from '../../../contracts/study.ts';
import { handler as queueStudies } from '../../../lambdas/queue-study/handler.ts';
import { getJson } from '../../../lambdas/shared/artifacts.ts';
import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { ObjectMissing, type ObjectStore } from '../../../lambdas/shared/object-store.ts';
import { handler as startAssessments } from '../../../lambdas/start-assessment/handler.ts';

const STUDY = '0123456789abcdef';
const KEY = `studies/${STUDY}/complete.json`;
/** Above what these tests start within the minute in which a process remembers its own. */
const MOST = 100;

interface Execution {
  readonly input: string;
  status: string;
  readonly startDate: number;
  stopDate?: number;
}

let stepFunctions: Server;
let aws: FauxqsServer;
let broken: boolean;
const executions = new Map<string, Execution>();
/** Every body of a key; a version is its number. */
let versions: Map<string, Uint8Array[]>;
let store: ObjectStore;

/** What Step Functions answers to one of the three commands. */
function answer(command: string, asked: Record<string, string>): [status: number, body: object] {
  const seconds = Date.now() / 1000;
  if (broken) return [500, { __type: 'InternalFailure' }];
  if (command === 'ListExecutions') {
    const running = [...executions].filter(([, { status }]) => status === 'RUNNING');
    return [200, { executions: running.map(([name]) => ({ name, executionArn: name, startDate: seconds })) }];
  }
  const name = asked.name ?? asked.executionArn!.split(':').at(-1)!;
  const found = executions.get(name);
  if (command === 'DescribeExecution')
    return found === undefined
      ? [400, { __type: 'ExecutionDoesNotExist', message: 'Execution Does Not Exist' }]
      : [200, { executionArn: name, ...found }];
  if (found !== undefined) return [400, { __type: 'ExecutionAlreadyExists', message: 'exists' }];
  executions.set(name, { input: asked.input!, status: 'RUNNING', startDate: seconds });
  return [200, { executionArn: name, startDate: seconds }];
}

beforeAll(async () => {
  stepFunctions = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const command = String(request.headers['x-amz-target']).split('.')[1]!;
      const [status, said] = answer(command, JSON.parse(body) as Record<string, string>);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => stepFunctions.listen(0, '127.0.0.1', resolve));
  aws = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  vi.stubEnv('AWS_ENDPOINT_URL_SFN', `http://127.0.0.1:${(stepFunctions.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', `http://127.0.0.1:${aws.port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  vi.stubEnv('OSTEON_STATE_MACHINE_ARN', 'arn:aws:states:us-east-1:000000000000:stateMachine:osteon');
  vi.stubEnv('OSTEON_MOST_ASSESSMENTS', String(MOST));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  stepFunctions.close();
  await aws.stop();
});

let queues = 0;
beforeEach(() => {
  executions.clear();
  broken = false;
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
  const name = `waiting-${++queues}`;
  aws.createQueue(name);
  vi.stubEnv('OSTEON_WAITING_QUEUE_URL', `http://127.0.0.1:${aws.port}/000000000000/${name}`);
});

/** @returns the event that tells of the marker, as the queue of arrivals holds it */
async function order(digit: string, withVersion = true): Promise<string> {
  const ref = {
    key: `studies/${STUDY}/order/${digit}.json`,
    schema: 'osteon/order/1',
    sha256: digit.repeat(64),
  };
  const marker = { schema: 'osteon/study/1', studyId: STUDY, files: [], labels: null, order: ref };
  await store.put(KEY, new TextEncoder().encode(JSON.stringify(marker)));
  const version = { 'version-id': String(versions.get(KEY)!.length - 1) };
  return JSON.stringify({ detail: { object: { key: KEY, ...(withVersion ? version : {}) } } });
}

function arrive(...bodies: string[]) {
  const records = bodies.map((body, n) => ({ messageId: `m${n}`, body }));
  return queueStudies({ Records: records }, {} as Context);
}
const admit = (nudge: object = {}) => startAssessments(nudge, {} as Context);

/** The orders of the executions that were started. */
async function startedOrders(): Promise<(string | undefined)[]> {
  const found: (string | undefined)[] = [];
  for (const { input } of executions.values()) {
    const { study } = assessmentInputSchema.parse(JSON.parse(input));
    found.push((await getJson(store, study, studyManifestSchema)).order?.sha256[0]);
  }
  return found.sort();
}

test('two orders that were written before the first event is handled start an assessment each', async () => {
  await arrive(await order('a'), await order('b'));
  expect(await admit()).toMatchObject({ started: 2 });
  expect(await startedOrders()).toEqual(['a', 'b']);
});

test('events in the wrong order start the same assessments', async () => {
  const events = [await order('a'), await order('b'), await order('c')];
  for (const event of events.toReversed()) await arrive(event);
  await admit();
  expect(await startedOrders()).toEqual(['a', 'b', 'c']);
});

test('an event without a version, of a bucket that keeps none, starts what lies there', async () => {
  await order('a');
  await arrive(await order('b', false));
  await admit();
  expect(await startedOrders()).toEqual(['b']);
});

test('a repeated event starts nothing twice', async () => {
  const event = await order('a');
  await arrive(event, event, event);
  expect(await admit()).toMatchObject({ started: 1, repeated: 2 });
  await arrive(event);
  expect(await admit()).toMatchObject({ started: 0, repeated: 1 });
  expect(executions.size).toBe(1);
});

test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])(
  'an upload whose execution ended as %s is started again, once',
  async (end) => {
    const event = await order('a');
    await arrive(event);
    await admit();
    const [[name, execution]] = [...executions] as [[string, Execution]];
    Object.assign(execution, { status: end, stopDate: Date.now() / 1000 - 1 });
    await arrive(event, event);
    expect(await admit()).toMatchObject({ started: 1, repeated: 1 });
    expect([...executions.keys()]).toEqual([name, expect.stringMatching(/-attempt-2$/)]);
  },
);

test('an arrival that can’t be handled comes again, and does not keep the next from its place', async () => {
  const good = await order('a');
  expect(await arrive('Müller', '{"detail":{"object":{"key":"studies/gone/complete.json"}}}', good)).toEqual({
    batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm1' }],
  });
  expect(await admit()).toMatchObject({ started: 1 });
});

test('a queue that is not there leaves the arrival where it is', async () => {
  vi.stubEnv('OSTEON_WAITING_QUEUE_URL', `http://127.0.0.1:${aws.port}/000000000000/none`);
  expect(await arrive(await order('a'))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
  await expect(admit()).rejects.toMatchObject({ name: 'PlatformFault' });
});

test('a service that fails leaves the studies waiting', async () => {
  await arrive(await order('a'));
  broken = true;
  await expect(admit()).rejects.toMatchObject({ name: 'PlatformFault' });
  broken = false;
  expect(await admit()).toMatchObject({ started: 1 });
});
