/** Starts one execution of the state machine for one upload, however often it is told of it. */
import { ExecutionAlreadyExists, StartExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';

import { executionNameOf } from '../shared/assessment-start.ts';
import type { AssessmentInput } from '../../contracts/states.ts';
import { PlatformFault } from '../shared/errors.ts';

export interface Started {
  readonly executionName: string;
  /** False where an execution of that name was there already. */
  readonly started: boolean;
}

/** The part of the client that is used, so that a test can hand in its own. */
export type ExecutionStarter = Pick<SFNClient, 'send'>;

/** @throws PlatformFault where Step Functions does not answer as it should. */
export async function startExecution(
  client: ExecutionStarter,
  stateMachineArn: string,
  input: AssessmentInput,
): Promise<Started> {
  const executionName = executionNameOf(input);
  try {
    await client.send(
      new StartExecutionCommand({ stateMachineArn, name: executionName, input: JSON.stringify(input) }),
    );
    return { executionName, started: true };
  } catch (cause) {
    // With the same input Step Functions answers as if it had started; once it has ended, with this error.
    if (cause instanceof ExecutionAlreadyExists) return { executionName, started: false };
    throw new PlatformFault(
      `Step Functions did not start the execution: ${cause instanceof Error ? cause.name : 'unknown'}`,
      {
        cause,
      },
    );
  }
}
