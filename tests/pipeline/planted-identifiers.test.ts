/**
 * A study and an order full of identifiers, from the marker's event to the report: none of them may stand in what leaves the buckets
 * - log lines (of which metrics are made), events, messages, execution names, what states take and give, errors - or in a key.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Context } from 'aws-lambda';
import { startFauxqs, type FauxqsServer } from 'fauxqs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';

import { assessmentInputSchema, publishReportOutputSchema } from '../../contracts/states.ts';
import { reviewSchema } from '../../contracts/review/review.ts';
import { studyManifestKey, type AssessmentKey } from '../../lambdas/shared/artifacts.ts';
import { finalisationNameOf } from '../../lambdas/shared/assessment-start.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';
import { reviewInput, standingResults } from '../../lambdas/shared/reviews/review-input.ts';
import { provideStore } from '../../lambdas/shared/aws/ports.ts';
import { handler as queueStudies } from '../../lambdas/queue-study/handler.ts';
import { handler as startAssessments } from '../../lambdas/start-assessment/handler.ts';
import { folderObjectStore } from '../../local/folder-object-store.ts';
import { FunctionPool } from '../../local/functions/function-pool.ts';
import { runAssessment, runExecution } from '../../local/state-machine.ts';
import { studyFiles } from '../../local/study/study-files.ts';
import { uploadStudy } from '../../local/study/upload-study.ts';
import { orderSchema } from '../../contracts/order/order.ts';
import { sha256 } from '../../spine/host/digest.ts';
import { demoSpine, digitalSpine, writeDicomSeries, type SpineOptions } from '../../phantoms/index.ts';

import { scratchFolder } from './command.ts';
import {
  PLANTED_ATTRIBUTES,
  PLANTED_FILE_NAME,
  PLANTED_ORDER,
  PLANTED_REVIEW,
  TOKENS,
  tokensIn,
} from './planted.ts';

/** Small, so that it is soon through: two bodies and their neighbours' parts. */
const SMALL: SpineOptions = {
  ...demoSpine,
  levels: demoSpine.levels.slice(1, 4),
  scanner: { ...demoSpine.scanner, pixelMm: 0.9, fieldOfViewMm: [180, 180] },
};

let stepFunctions: Server;
let aws: FauxqsServer;
const started: { name: string; input: string }[] = [];
/** What left a function or reached a service, by what it is. */
const seen = new Map<string, string[]>();
const see = (what: string, value: unknown): void => {
  seen.set(what, [...(seen.get(what) ?? []), typeof value === 'string' ? value : JSON.stringify(value)]);
};
let keys: readonly string[];
let outcome: string;
let revised: string;
let revisionName: string;
let root: string;

beforeAll(async () => {
  stepFunctions = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      see('calls of Step Functions', body);
      const command = String(request.headers['x-amz-target']).split('.')[1];
      const asked = JSON.parse(body) as { name: string; input: string; executionArn?: string };
      const known = started.some(({ name }) => asked.executionArn?.endsWith(`:${name}`));
      const answers: Record<string, [number, object]> = {
        ListExecutions: [200, { executions: [] }],
        // By the time that anybody asks again, it has ended.
        DescribeExecution: known
          ? [200, { executionArn: 'x', status: 'SUCCEEDED', startDate: 1, stopDate: 2 }]
          : [400, { __type: 'ExecutionDoesNotExist', message: '' }],
        StartExecution: [200, { executionArn: 'x', startDate: 1 }],
      };
      if (command === 'StartExecution') started.push(asked);
      const [status, said] = answers[command!]!;
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => stepFunctions.listen(0, '127.0.0.1', resolve));
  aws = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
  aws.createQueue('waiting');
  const variables = {
    AWS_ENDPOINT_URL_SFN: `http://127.0.0.1:${(stepFunctions.address() as AddressInfo).port}`,
    AWS_ENDPOINT_URL_SQS: `http://127.0.0.1:${aws.port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    OSTEON_STATE_MACHINE_ARN: 'arn:aws:states:us-east-1:000000000000:stateMachine:osteon',
    OSTEON_MOST_ASSESSMENTS: '100',
    OSTEON_WAITING_QUEUE_URL: `http://127.0.0.1:${aws.port}/000000000000/waiting`,
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...said) => see('log lines', said));

  const folder = join(scratchFolder(), PLANTED_FILE_NAME);
  mkdirSync(folder);
  for (const { name, bytes } of writeDicomSeries(digitalSpine(SMALL), SMALL, PLANTED_ATTRIBUTES))
    writeFileSync(join(folder, `${PLANTED_FILE_NAME}_${name}`), bytes);
  root = scratchFolder();
  const store = folderObjectStore(root);
  provideStore(store);
  const { manifest } = await uploadStudy(store, {
    files: await studyFiles(folder),
    labels: [],
    labelConvention: null,
    model: null,
    keepOutlines: false,
    levelOverride: null,
    order: orderSchema.parse(PLANTED_ORDER),
    parameterSet: null,
    site: 'north',
  });
  await start(studyManifestKey(manifest.studyId));
  outcome = await assess(started.at(-1)!.input);
  revised = await finalise(store, assessmentInputSchema.parse(JSON.parse(started.at(-1)!.input)));
  keys = await Promise.all(
    ['studies/', 'assessments/', 'calibrations/'].map((prefix) => store.list(prefix)),
  ).then((lists) => lists.flat());

  // What is wrong in a way that tempts an error to quote it.
  const wrong = [
    ['ffffffffffffff01', `{"schema":"osteon/study/1","studyId":"${TOKENS.join(' ')}","files":[]}`],
    ['ffffffffffffff02', `${TOKENS.join(' ')}: no JSON`],
  ] as const;
  for (const [studyId, text] of wrong) {
    await store.put(studyManifestKey(studyId), new TextEncoder().encode(text));
    await start(studyManifestKey(studyId));
    await assess(started.at(-1)!.input);
  }
  const badOrder = { ...PLANTED_ORDER, patient: { heightCm: 'Quxfamily' }, quxfamily: TOKENS };
  const order = await putText(`studies/${manifest.studyId}/order/bad`, JSON.stringify(badOrder));
  const broken = await putText(`studies/${manifest.studyId}/source/broken`, brokenFile(folder));
  for (const changed of [
    { ...manifest, order },
    { ...manifest, order: null, files: [broken] },
  ]) {
    await putText(studyManifestKey(manifest.studyId), JSON.stringify(changed));
    await start(studyManifestKey(manifest.studyId));
    await assess(started.at(-1)!.input);
  }

  async function putText(key: string, text: string | Buffer) {
    const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : new Uint8Array(text);
    await store.put(key, bytes);
    const digest = await crypto.subtle.digest('SHA-256', bytes);
    return { key, schema: 'osteon/source-file/1', sha256: Buffer.from(digest).toString('hex') };
  }
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  stepFunctions.close();
  await aws.stop();
});

/** A header full of identifiers, and then nothing. */
function brokenFile(folder: string): Buffer {
  return readFileSync(join(folder, `${PLANTED_FILE_NAME}_IM0001.dcm`)).subarray(0, 3000);
}

/** The marker's event through both functions to an execution. */
async function start(key: string): Promise<void> {
  const event = { 'detail-type': 'Object Created', detail: { object: { key } } };
  see('events', event);
  const before = started.length;
  see(
    'answers',
    await queueStudies({ Records: [{ messageId: 'm', body: JSON.stringify(event) }] }, {} as Context),
  );
  for (const { body, messageGroupId } of messages()) see('messages', [body, messageGroupId]);
  see('answers', await startAssessments(event, {} as Context));
  if (started.length !== before + 1) throw new Error(`${key}: nothing was started`);
}

function messages(): { body: string; messageGroupId?: string }[] {
  const { ready, inflight } = aws.inspectQueue('waiting')!.messages;
  return [...ready, ...inflight.map(({ message }) => message)];
}

const silent = { started: () => undefined, logged: () => undefined, ended: () => undefined };
const output = z.object({ report: publishReportOutputSchema });

/** @returns its outcome; an execution that fails has failed for its own reasons, and is looked at all the same */
async function assess(input: string): Promise<string> {
  return run((pool) => runAssessment(assessmentInputSchema.parse(JSON.parse(input)), pool, silent, output));
}

/** A review full of identifiers into a revision; others that do not fit it, and one that is no review, are refused on the way. */
async function finalise(store: ListedStore, assessment: AssessmentKey): Promise<string> {
  const standing = await standingResults(store, assessment);
  const [level] = standing[0]!.result.levels;
  const { reason, ...written } = PLANTED_REVIEW;
  const review = reviewSchema.parse({
    ...written,
    of: standing[0]!.ref.sha256,
    at: new Date().toISOString(),
    names: { level: level!.level, is: level!.level },
    excluded: [{ level: level!.level, reason }],
  });
  for (const wrong of [
    { of: 'a'.repeat(64) },
    { excluded: [{ level: 'T4' as const, reason }] },
    { at: '2001-01-01T00:00:00Z' },
  ])
    await reviewInput(store, standing, { ...review, ...wrong }).then(
      () => see('errors', 'a review that should be refused'),
      (error: unknown) => see('errors', String(error)),
    );
  const input = await reviewInput(store, standing, review);
  revisionName = finalisationNameOf(input);
  see('events', input);
  const made = await run((pool) =>
    runExecution({ machine: 'finalisation', name: revisionName, input }, pool, silent, output),
  );
  // The same revision from bytes that are no review.
  const key = `${input.review.key}.broken`;
  const bytes = new TextEncoder().encode(`{"comments":"${TOKENS.join(' ')}"`);
  await store.put(key, bytes);
  const broken = { ...input, revision: 2, review: { ...input.review, key, sha256: sha256(bytes) } };
  await run((pool) =>
    runExecution({ machine: 'finalisation', name: 'broken', input: broken }, pool, silent, output),
  );
  return made;
}

async function run(
  execute: (pool: Pick<FunctionPool, 'invoke'>) => Promise<z.output<typeof output>>,
): Promise<string> {
  const pool = new FunctionPool(root, 1);
  const watched = {
    invoke: async (call: Parameters<FunctionPool['invoke']>[0]) => {
      see('events', call.event);
      try {
        const result = await pool.invoke({ ...call, onLog: (line) => see('log lines', line) });
        see('answers', result);
        return result;
      } catch (error) {
        see('errors', error instanceof Error ? `${error.name} ${error.message} ${error.stack ?? ''}` : error);
        throw error;
      }
    },
  };
  try {
    return (await execute(watched)).report.outcome;
  } catch (error) {
    see('errors', error instanceof Error ? `${error.name} ${error.message}` : error);
    return 'failed';
  } finally {
    pool.close();
  }
}

test('forty identifiers and more are planted, and would be found in any form', () => {
  expect(Object.keys(PLANTED_ATTRIBUTES).length + 3).toBeGreaterThanOrEqual(40);
  expect(TOKENS.length).toBeGreaterThanOrEqual(40);
  for (const token of TOKENS) {
    expect(tokensIn(`a ${token.toUpperCase()} b`)).toContain(token);
    expect(tokensIn(Buffer.from(`the patient ${token} was here`).toString('base64'))).toContain(token);
    expect(tokensIn(Buffer.from(token).toString('hex'))).toContain(token);
  }
});

test('the files that were uploaded hold them', () => {
  const [first] = keys.filter((key) => key.includes('/source/'));
  const held = tokensIn(readFileSync(join(root, first!), 'latin1'));
  expect(held.length).toBeGreaterThanOrEqual(36);
});

test('the study was assessed, and everything that is looked at was there to see', () => {
  expect(outcome).toBe('assessed');
  expect(revised).toBe('assessed');
  expect(keys.filter((key) => key.includes('/revisions/1/')).length).toBeGreaterThan(5);
  expect(seen.get('errors')).not.toContain('a review that should be refused');
  for (const what of ['events', 'answers', 'messages', 'calls of Step Functions', 'log lines', 'errors'])
    expect(seen.get(what)?.length ?? 0, what).toBeGreaterThan(0);
  expect(started).toHaveLength(5);
});

test.each(['events', 'answers', 'messages', 'calls of Step Functions', 'log lines', 'errors'])(
  'no identifier is in any of the %s',
  (what) => {
    for (const text of seen.get(what)!) expect(tokensIn(text), text.slice(0, 300)).toEqual([]);
  },
);

test('no identifier is in the name of an execution or in a key', () => {
  expect(started.flatMap(({ name }) => tokensIn(name))).toEqual([]);
  expect(tokensIn(revisionName)).toEqual([]);
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.flatMap(tokensIn)).toEqual([]);
});
