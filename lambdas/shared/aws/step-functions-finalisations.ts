/** Executions of the machine of revisions on AWS Step Functions. The name of one is its revision: two reviews never make the same. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';

import { finalisationNameOf } from '../assessment-start.ts';
import { PlatformFault } from '../errors.ts';
import { RUNS_AGAIN, type Finalisations, type RevisionKey } from '../executions.ts';

import { EXECUTION_STATES } from './step-functions-executions.ts';

/** One that failed so often wants a person. */
const MOST_ATTEMPTS = 20;

/** @param client the part that is used, so that a test can hand in its own */
export function stepFunctionsFinalisations(
  stateMachineArn: string,
  client: Pick<SFNClient, 'send'> = new SFNClient({}),
): Finalisations {
  const attempt = async (revision: RevisionKey, number: number) => {
    const prefix = stateMachineArn.replace(':stateMachine:', ':execution:');
    const executionArn = `${prefix}:${finalisationNameOf(revision, number)}`;
    try {
      const { status, input } = await client.send(new DescribeExecutionCommand({ executionArn }));
      return { state: EXECUTION_STATES[status!], input };
    } catch (cause) {
      if (cause instanceof ExecutionDoesNotExist) return null;
      throw asFault(cause, 'describe the execution');
    }
  };
  return {
    async start(input) {
      const text = JSON.stringify(input);
      for (let number = 1; number <= MOST_ATTEMPTS; number++) {
        const before = await attempt(input, number);
        if (before !== null && RUNS_AGAIN.includes(before.state)) continue;
        if (before !== null) return before.input === text;
        const name = finalisationNameOf(input, number);
        try {
          await client.send(new StartExecutionCommand({ stateMachineArn, name, input: text }));
          return true;
        } catch (cause) {
          // Another caller was quicker: with the same review, or with another one.
          if (!(cause instanceof ExecutionAlreadyExists)) throw asFault(cause, 'start the execution');
          return (await attempt(input, number))?.input === text;
        }
      }
      throw new PlatformFault(`Step Functions has failed at a revision ${MOST_ATTEMPTS} times`);
    },

    async stateOf(revision) {
      let state = null;
      for (let number = 1; number <= MOST_ATTEMPTS; number++) {
        const next = await attempt(revision, number);
        if (next === null) return state;
        state = next.state;
      }
      return state;
    },
  };
}

function asFault(cause: unknown, what: string): PlatformFault {
  const name = cause instanceof Error ? cause.name : 'unknown';
  return new PlatformFault(`Step Functions did not ${what}: ${name}`, { cause });
}
