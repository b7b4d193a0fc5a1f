/** StartExecution over the wire, against a server on loopback that speaks its JSON. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SFNClient } from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { assessmentInputFor, executionNameOf } from '../../../lambdas/shared/assessment-start.ts';
import { PlatformFault } from '../../../lambdas/shared/errors.ts';
import { startExecution } from '../../../lambdas/start-assessment/start-execution.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:osteon';
const MANIFEST = {
  schema: 'osteon/study/1',
  studyId: '0123456789abcdef',
  files: [],
  labels: null,
  order: null,
} as const;
const marker = (digit: string) => ({
  key: 'studies/0123456789abcdef/complete.json',
  schema: 'osteon/study/1',
  sha256: digit.repeat(64),
});

let server: Server;
let client: SFNClient;
const started = new Map<string, string>();
/** Of executions, by name; RUNNING where nothing is said. */
const statuses = new Map<string, string>();
let broken = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const asked = JSON.parse(body) as { name: string; input: string; executionArn?: string };
      const { name, input } = asked;
      const described = asked.executionArn?.split(':').at(-1);
      const [status, answer] = broken
        ? [500, { __type: 'InternalFailure' }]
        : described !== undefined
          ? [200, { executionArn: asked.executionArn, status: statuses.get(described) ?? 'RUNNING' }]
          : started.has(name)
            ? [400, { __type: 'ExecutionAlreadyExists', message: 'Execution Already Exists' }]
            : [200, { executionArn: `${ARN}:${name}`, startDate: 1 }];
      if (status === 200 && described === undefined) started.set(name, input);
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new SFNClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
});
afterAll(() => server.close());

test('a repeated event starts nothing twice; another upload of the study starts its own', async () => {
  const input = assessmentInputFor(marker('a'), MANIFEST);
  expect(await startExecution(client, ARN, input)).toMatchObject({ started: true });
  expect(await startExecution(client, ARN, input)).toMatchObject({ started: false });
  expect(await startExecution(client, ARN, assessmentInputFor(marker('b'), MANIFEST))).toMatchObject({
    started: true,
  });
  expect([...started.values()].map((text) => JSON.parse(text) as unknown)).toContainEqual(input);
});

test.each(['FAILED', 'TIMED_OUT', 'ABORTED'])(
  'an upload whose execution ended as %s is started again, once',
  async (end) => {
    const input = assessmentInputFor(
      marker(end === 'FAILED' ? 'e' : end === 'ABORTED' ? 'f' : '9'),
      MANIFEST,
    );
    const first = await startExecution(client, ARN, input);
    statuses.set(first.executionName, end);
    const second = await startExecution(client, ARN, input);
    expect([second.started, second.executionName]).toEqual([true, executionNameOf(input, 2)]);
    expect(await startExecution(client, ARN, input)).toEqual({ ...second, started: false });
    statuses.set(second.executionName, 'SUCCEEDED');
    expect(await startExecution(client, ARN, input)).toMatchObject({ started: false });
  },
);

test('a later attempt has a name of its own, of the length that Step Functions takes', () => {
  const input = { ...assessmentInputFor(marker('c'), MANIFEST), studyId: 'x'.repeat(80) };
  const names = [1, 2, 20].map((attempt) => executionNameOf(input, attempt));
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
});

test('an execution name is of the characters and the length that Step Functions takes', () => {
  expect(executionNameOf(assessmentInputFor(marker('c'), MANIFEST))).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
});

test("a service that fails is the platform's fault, to be tried again", async () => {
  broken = true;
  await expect(startExecution(client, ARN, assessmentInputFor(marker('d'), MANIFEST))).rejects.toThrow(
    PlatformFault,
  );
  broken = false;
});
