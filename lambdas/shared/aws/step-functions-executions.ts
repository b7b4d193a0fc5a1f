/** Executions on AWS Step Functions: those that StartAssessment has started, by the names that it gives them. */
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  SFNClient,
  StopExecutionCommand,
  type ExecutionStatus,
} from '@aws-sdk/client-sfn';

import type { AssessmentKey } from '../artifacts.ts';
import { executionNameOf } from '../assessment-start.ts';
import { PlatformFault } from '../errors.ts';
import { RUNS_AGAIN, type Executions, type ExecutionState } from '../executions.ts';

export const EXECUTION_STATES: Readonly<Record<ExecutionStatus, ExecutionState>> = {
  RUNNING: 'running',
  PENDING_REDRIVE: 'running',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  ABORTED: 'cancelled',
};
/** A later attempt follows one that failed or was stopped; StartAssessment makes no more. */
const MOST_ATTEMPTS = 20;

interface Attempt {
  readonly executionArn: string;
  readonly state: ExecutionState;
}

/** @param client the part that is used, so that a test can hand in its own */
export function stepFunctionsExecutions(
  stateMachineArn: string,
  client: Pick<SFNClient, 'send'> = new SFNClient({}),
): Executions {
  const described = async (executionArn: string): Promise<Attempt | null> => {
    try {
      const { status } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return status === undefined ? null : { executionArn, state: EXECUTION_STATES[status] };
    } catch (cause) {
      if (cause instanceof ExecutionDoesNotExist) return null;
      throw asFault(cause, 'describe the execution');
    }
  };
  const last = async (assessment: AssessmentKey): Promise<Attempt | null> => {
    const prefix = stateMachineArn.replace(':stateMachine:', ':execution:');
    let found: Attempt | null = null;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      const next = await described(`${prefix}:${executionNameOf(assessment, attempt)}`);
      if (next === null) return found;
      found = next;
      if (!RUNS_AGAIN.includes(found.state)) return found;
    }
    return found;
  };
  return {
    stateOf: async (assessment) => (await last(assessment))?.state ?? null,

    async cancel(assessment) {
      const found = await last(assessment);
      if (found?.state !== 'running') return found?.state ?? null;
      try {
        await client.send(
          new StopExecutionCommand({
            executionArn: found.executionArn,
            error: 'Cancelled',
            cause: 'by the site',
          }),
        );
      } catch (cause) {
        throw asFault(cause, 'stop the execution');
      }
      return (await last(assessment))?.state ?? null;
    },
  };
}

function asFault(cause: unknown, what: string): PlatformFault {
  const name = cause instanceof Error ? cause.name : 'unknown';
  return new PlatformFault(`Step Functions did not ${what}: ${name}`, { cause });
}
