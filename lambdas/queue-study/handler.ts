/** QueueStudy: completion markers have landed in the bucket; their studies wait for an assessment, each in the line of its site. */
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';

import { sha256 } from '../../spine/host/digest.ts';
import { pinnedMarkerKey, putBytes } from '../shared/artifacts.ts';
import { safeError } from '../shared/aws/safe-error.ts';
import { stepHandler, type StepPorts } from '../shared/aws/step-handler.ts';
import { checked, parsedJson } from '../shared/contract.ts';
import { PlatformFault } from '../shared/errors.ts';
import type { QueuedStudy } from '../shared/queued-study.ts';

import { MARKER_SCHEMA, siteNamedBy, studyNamedBy } from './named-study.ts';

/** Messages of the queue of arrivals, as Lambda hands them over. */
const arrivalsSchema = z.object({
  Records: z.array(z.object({ messageId: z.string(), body: z.string() })),
});
/** "Object Created" of Amazon EventBridge, as far as it is used. The version is there where the bucket keeps versions, as ours does. */
const objectCreatedSchema = z.object({
  detail: z.object({ object: z.object({ key: z.string(), 'version-id': z.string().optional() }) }),
});
/** Those that are left out have been dealt with; the others come again, and in the end lie among the dead letters. */
const unreadSchema = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

let client: SQSClient | undefined;

export const handler = stepHandler({
  name: 'QueueStudy',
  input: arrivalsSchema,
  output: unreadSchema,
  async run({ Records: arrivals }, ports) {
    const unread: { itemIdentifier: string }[] = [];
    for (const { messageId, body } of arrivals) {
      try {
        await queueStudy(body, ports);
      } catch (cause) {
        ports.log.warn('arrival not handled', { error: safeError(cause).name });
        unread.push({ itemIdentifier: messageId });
      }
    }
    return { batchItemFailures: unread };
  },
});

async function queueStudy(body: string, { store, log }: StepPorts): Promise<void> {
  const event: unknown = parsedJson(new TextEncoder().encode(body), 'an arrival');
  const { key, 'version-id': version } = checked(objectCreatedSchema, event, 'an arrival').detail.object;
  // The marker that this event tells of: the next order may have been written over it meanwhile, and has an event of its own.
  const bytes = await store.get(key, version);
  const { studyId, parameterSet } = studyNamedBy(key, bytes);
  // The place of the marker is written over by the next order; an execution reads the one that it was started for.
  const marker = await putBytes(
    store,
    pinnedMarkerKey(studyId, sha256(bytes)),
    MARKER_SCHEMA,
    bytes,
    'application/json',
  );
  const message: QueuedStudy = {
    schema: 'osteon/queued-study/1',
    studyId,
    ...(parameterSet === undefined ? {} : { parameterSet }),
    marker,
  };
  await send(message, siteNamedBy(bytes));
  log.info('study queued');
}

/** @param site the message group, by which the queue is fair: one site's thousands do not hold up another's one */
async function send(message: QueuedStudy, site: string): Promise<void> {
  const url = process.env.OSTEON_WAITING_QUEUE_URL;
  if (url === undefined)
    throw new Error('OSTEON_WAITING_QUEUE_URL is not set; required: the URL of the queue of waiting studies');
  client ??= new SQSClient({});
  try {
    await client.send(
      new SendMessageCommand({ QueueUrl: url, MessageBody: JSON.stringify(message), MessageGroupId: site }),
    );
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'unknown';
    throw new PlatformFault(`the queue did not take the message: ${name}`, { cause });
  }
}
