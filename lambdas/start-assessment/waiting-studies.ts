/** The queue of waiting studies on Amazon SQS. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs';

import type { StepLog } from '../../contracts/step-log.ts';
import { safeError } from '../shared/aws/safe-error.ts';
import { checked, parsedJson } from '../shared/contract.ts';
import { PlatformFault } from '../shared/errors.ts';
import { queuedStudySchema } from '../shared/queued-study.ts';

import type { WaitingStudies, WaitingStudy } from './admit-studies.ts';

export function sqsWaitingStudies(
  client: Pick<SQSClient, 'send'>,
  url: string,
  log: Pick<StepLog, 'warn'>,
): WaitingStudies {
  const delivery = ({ receipt }: WaitingStudy) => ({ QueueUrl: url, ReceiptHandle: receipt });
  return {
    async receive(most, waitSeconds) {
      const command = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: most,
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount', 'SentTimestamp'],
      });
      const { Messages: messages = [] } = await answered(client.send(command), 'give messages');
      return messages.flatMap((message) => readable(message, log));
    },
    async remove(waiting) {
      await answered(client.send(new DeleteMessageCommand(delivery(waiting))), 'delete a message');
    },
    async hold(waiting, seconds) {
      const command = new ChangeMessageVisibilityCommand({
        ...delivery(waiting),
        VisibilityTimeout: seconds,
      });
      await answered(client.send(command), 'hold a message');
    },
  };
}

/** None where the message is not what QueueStudy writes: it comes again, and in the end lies among the dead letters. */
function readable(message: Message, log: Pick<StepLog, 'warn'>): WaitingStudy[] {
  const { MessageId: messageId, ReceiptHandle: receipt, Body: body = '', Attributes: attributes } = message;
  try {
    const study = checked(
      queuedStudySchema,
      parsedJson(new TextEncoder().encode(body), 'a message'),
      'a message',
    );
    const deliveries = Number(attributes?.ApproximateReceiveCount);
    const sentAt = Number(attributes?.SentTimestamp);
    if (messageId === undefined || receipt === undefined || !(deliveries >= 1) || !(sentAt > 0))
      throw new PlatformFault('a message without its id, receipt, count of deliveries or time');
    return [{ messageId, receipt, deliveries, sentAt, study }];
  } catch (cause) {
    log.warn('message not read', { error: safeError(cause).name });
    return [];
  }
}

async function answered<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'unknown';
    throw new PlatformFault(`the queue did not ${what}: ${name}`, { cause });
  }
}
