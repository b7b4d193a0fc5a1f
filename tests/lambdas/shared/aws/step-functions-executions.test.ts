/** Executions on Step Functions, over a client that the test answers for. */
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  StopExecutionCommand,
  type ExecutionStatus,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';

import { stepFunctionsExecutions } from '../../../../lambdas/shared/aws/step-functions-executions.ts';
import { PlatformFault } from '../../../../lambdas/shared/errors.ts';

const MACHINE = 'arn:aws:states:eu-central-1:1:stateMachine:Assessment';
const FIRST = 'arn:aws:states:eu-central-1:1:execution:Assessment:0123-v1-2-0';
const KEY = { studyId: '0123', assessmentId: 'v1.2.0' };

/** Attempts by their ARN; what is stopped is aborted. */
function executions(attempts: Record<string, ExecutionStatus>) {
  const stopped: string[] = [];
  const send = (command: unknown): Promise<unknown> => {
    if (command instanceof StopExecutionCommand) {
      const { executionArn } = command.input;
      stopped.push(executionArn!);
      attempts[executionArn!] = 'ABORTED';
      return Promise.resolve({});
    }
    if (!(command instanceof DescribeExecutionCommand))
      return Promise.reject(new Error('an unexpected command'));
    const status = attempts[command.input.executionArn!];
    return status === undefined
      ? Promise.reject(new ExecutionDoesNotExist({ message: 'none', $metadata: {} }))
      : Promise.resolve({ status });
  };
  return { stopped, ...stepFunctionsExecutions(MACHINE, { send }) };
}

test.each<[attempts: Record<string, ExecutionStatus>, state: string | null]>([
  [{}, null],
  [{ [FIRST]: 'RUNNING' }, 'running'],
  [{ [FIRST]: 'SUCCEEDED' }, 'succeeded'],
  [{ [FIRST]: 'ABORTED' }, 'cancelled'],
  [{ [FIRST]: 'TIMED_OUT' }, 'failed'],
  [{ [FIRST]: 'FAILED', [`${FIRST}-attempt-2`]: 'RUNNING' }, 'running'],
  [
    { [FIRST]: 'FAILED', [`${FIRST}-attempt-2`]: 'ABORTED', [`${FIRST}-attempt-3`]: 'SUCCEEDED' },
    'succeeded',
  ],
  [{ [FIRST]: 'FAILED', [`${FIRST}-attempt-2`]: 'FAILED' }, 'failed'],
])('of %j the last attempt counts: %s', async (attempts, state) => {
  expect(await executions(attempts).stateOf(KEY)).toBe(state);
});

test('cancelling stops the attempt that runs, and nothing else', async () => {
  const second = `${FIRST}-attempt-2`;
  const running = executions({ [FIRST]: 'FAILED', [second]: 'RUNNING' });
  expect(await running.cancel(KEY)).toBe('cancelled');
  expect(running.stopped).toEqual([second]);
  const ended = executions({ [FIRST]: 'SUCCEEDED' });
  expect(await ended.cancel(KEY)).toBe('succeeded');
  expect(await executions({}).cancel(KEY)).toBeNull();
  expect(ended.stopped).toEqual([]);
});

test("a service that does not answer is the platform's fault", async () => {
  const send = () => Promise.reject(new Error('socket hang up'));
  await expect(stepFunctionsExecutions(MACHINE, { send }).stateOf(KEY)).rejects.toThrow(PlatformFault);
});
