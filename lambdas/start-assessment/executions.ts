/** Executions of one state machine of AWS Step Functions. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  StartExecutionCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';

import { PlatformFault } from '../shared/errors.ts';

import type { Executions, ExecutionState } from './admit-studies.ts';

/** Of a page, by Step Functions; more never run (`OSTEON_MOST_ASSESSMENTS`). */
const MOST_LISTED = 1000;
/** A list may leave out what began so short a time ago, ms: this process remembers its own. */
const LISTED_AFTER_MS = 60_000;

/** Of this process: names and when they were started. */
const recent = new Map<string, number>();

export function stepFunctionsExecutions(
  client: Pick<SFNClient, 'send'>,
  stateMachineArn: string,
): Executions {
  return {
    async running() {
      const command = new ListExecutionsCommand({
        stateMachineArn,
        statusFilter: 'RUNNING',
        maxResults: MOST_LISTED,
      });
      const { executions = [] } = await answered(client.send(command), 'list executions');
      const now = Date.now();
      for (const [name, at] of recent) if (now - at > LISTED_AFTER_MS) recent.delete(name);
      return [...new Set([...executions.map(({ name }) => name!), ...recent.keys()])];
    },
    async state(name) {
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      try {
        return stateOf(await client.send(new DescribeExecutionCommand({ executionArn })));
      } catch (cause) {
        if (cause instanceof ExecutionDoesNotExist) return null;
        throw asFault(cause, 'describe the execution');
      }
    },
    async start(name, input) {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      try {
        // With the same input Step Functions answers for one that runs as if it had started it now.
        await client.send(command);
      } catch (cause) {
        if (cause instanceof ExecutionAlreadyExists) return false;
        throw asFault(cause, 'start the execution');
      }
      recent.set(name, Date.now());
      return true;
    },
  };
}

interface Described {
  readonly status?: string | undefined;
  readonly startDate?: Date | undefined;
  readonly stopDate?: Date | undefined;
}

function stateOf({ status, startDate, stopDate }: Described): ExecutionState {
  if (status === 'RUNNING' || status === 'PENDING_REDRIVE')
    return { status: 'running', startedAt: startDate?.getTime() ?? 0 };
  return { status: status === 'SUCCEEDED' ? 'succeeded' : 'failed', endedAt: stopDate?.getTime() ?? 0 };
}

async function answered<T>(answer: Promise<T>, what: string): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    throw asFault(cause, what);
  }
}

function asFault(cause: unknown, what: string): PlatformFault {
  const name = cause instanceof Error ? cause.name : 'unknown';
  return new PlatformFault(`Step Functions did not ${what}: ${name}`, { cause });
}
