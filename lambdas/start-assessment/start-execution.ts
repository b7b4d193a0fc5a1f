/** Starts one execution of the state machine for one upload, however often it is told of it, and again after a failure. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  StartExecutionCommand,
  type ExecutionStatus,
  type SFNClient,
} from '@aws-sdk/client-sfn';

import { executionNameOf } from '../shared/assessment-start.ts';
import type { AssessmentInput } from '../../contracts/states.ts';
import { PlatformFault } from '../shared/errors.ts';

export interface Started {
  readonly executionName: string;
  /** False where an execution of that name runs or has succeeded. */
  readonly started: boolean;
}

/** The part of the client that is used, so that a test can hand in its own. */
export type ExecutionStarter = Pick<SFNClient, 'send'>;

/** Ended without a result. A redrive would only repeat the end: the fault was caught, to be reported. */
const FAILED: readonly (ExecutionStatus | undefined)[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];
/** Of one upload in 90 days (design value): what fails as often is not mended by another. */
const MOST_ATTEMPTS = 20;

/** @throws PlatformFault where Step Functions does not answer as it should, or every attempt has failed. */
export async function startExecution(
  client: ExecutionStarter,
  stateMachineArn: string,
  input: AssessmentInput,
): Promise<Started> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
    const executionName = executionNameOf(input, attempt);
    const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${executionName}`;
    try {
      await client.send(
        new StartExecutionCommand({ stateMachineArn, name: executionName, input: JSON.stringify(input) }),
      );
      return { executionName, started: true };
    } catch (cause) {
      // With the same input Step Functions answers as if it had started; once it has ended, with this error.
      if (!(cause instanceof ExecutionAlreadyExists)) throw asFault(cause, 'start the execution');
    }
    if (!FAILED.includes(await statusOf(client, executionArn))) return { executionName, started: false };
  }
  throw new PlatformFault(`each of ${MOST_ATTEMPTS} executions for this upload has failed`);
}

async function statusOf(client: ExecutionStarter, executionArn: string) {
  try {
    return (await client.send(new DescribeExecutionCommand({ executionArn }))).status;
  } catch (cause) {
    throw asFault(cause, 'describe the execution');
  }
}

function asFault(cause: unknown, what: string): PlatformFault {
  const name = cause instanceof Error ? cause.name : 'unknown';
  return new PlatformFault(`Step Functions did not ${what}: ${name}`, { cause });
}
