/**
 * StartAssessment: starts assessments of waiting studies while there is room. It is told when to look (a marker has landed, an
 * execution has ended, a minute has passed), and never what to start: that is the queue's to say.
 */
import { SFNClient } from '@aws-sdk/client-sfn';
import { SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';

import { stepHandler } from '../shared/aws/step-handler.ts';

import { admitStudies } from './admit-studies.ts';
import { stepFunctionsExecutions } from './executions.ts';
import { startRecords } from './start-records.ts';
import { sqsWaitingStudies } from './waiting-studies.ts';

/** Of any event of EventBridge, what it tells of. */
const nudgeSchema = z.object({ 'detail-type': z.string().optional() });
const admittedSchema = z.object({
  started: z.number(),
  running: z.number(),
  ended: z.number(),
  repeated: z.number(),
  failed: z.number(),
});

/** A marker that has landed is on its way through the queue of arrivals: its message is waited for, s. */
const ON_ITS_WAY_SECONDS = 10;

let clients: { readonly sfn: SFNClient; readonly sqs: SQSClient } | undefined;

export const handler = stepHandler({
  name: 'StartAssessment',
  input: nudgeSchema,
  output: admittedSchema,
  async run({ 'detail-type': tellsOf }, { store, log }) {
    clients ??= { sfn: new SFNClient({}), sqs: new SQSClient({}) };
    const admitted = await admitStudies({
      executions: stepFunctionsExecutions(clients.sfn, required('OSTEON_STATE_MACHINE_ARN')),
      queue: sqsWaitingStudies(clients.sqs, required('OSTEON_WAITING_QUEUE_URL'), log),
      records: startRecords(store),
      log,
      mostRunning: Number(required('OSTEON_MOST_ASSESSMENTS')),
      waitSeconds: tellsOf === 'Object Created' ? ON_ITS_WAY_SECONDS : 0,
      now: Date.now,
    });
    return admitted;
  },
});

function required(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set; required by StartAssessment`);
  return value;
}
