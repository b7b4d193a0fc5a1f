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
let broken = false;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { name, input } = JSON.parse(body) as { name: string; input: string };
      const [status, answer] = broken
        ? [500, { __type: 'InternalFailure' }]
        : started.has(name)
          ? [400, { __type: 'ExecutionAlreadyExists', message: 'Execution Already Exists' }]
          : [200, { executionArn: `${ARN}:${name}`, startDate: 1 }];
      if (status === 200) started.set(name, input);
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
