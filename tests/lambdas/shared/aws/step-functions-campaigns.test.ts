/** Executions of campaigns on Step Functions, over a client that the test answers for. */
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  type ExecutionStatus,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';

import { stepFunctionsCampaigns } from '../../../../lambdas/shared/aws/step-functions-campaigns.ts';
import { PlatformFault } from '../../../../lambdas/shared/errors.ts';

const MACHINE = 'arn:aws:states:eu-central-1:1:stateMachine:Campaigns';
const EXECUTION = 'arn:aws:states:eu-central-1:1:execution:Campaigns:';

/** By name; of those that run, when they were started, ms. */
function campaigns(executions: Record<string, ExecutionStatus>, running: Record<string, number> = {}) {
  const started: object[] = [];
  const client = new SFNClient({ region: 'eu-central-1' });
  client.send = ((command: unknown): Promise<unknown> => {
    if (command instanceof StartExecutionCommand) return Promise.resolve(void started.push(command.input));
    if (command instanceof ListExecutionsCommand)
      return Promise.resolve({
        executions: Object.entries(running).map(([name, at]) => ({
          ...{ executionArn: `${EXECUTION}${name}`, startDate: new Date(at) },
        })),
      });
    const status =
      executions[(command as DescribeExecutionCommand).input.executionArn!.slice(EXECUTION.length)];
    if (status !== undefined) return Promise.resolve({ status });
    return Promise.reject(new ExecutionDoesNotExist({ message: 'none', $metadata: {} }));
  }) as SFNClient['send'];
  return { started, client, ...stepFunctionsCampaigns(MACHINE, client) };
}

test('each start has a name of its own, and none is made while the campaign runs', async () => {
  const fresh = campaigns({});
  expect(await fresh.stateOf('c')).toBeNull();
  await fresh.start('c');
  expect(fresh.started).toEqual([{ stateMachineArn: MACHINE, name: 'c-1', input: '{"campaignId":"c"}' }]);
  const failed = campaigns({ 'c-1': 'FAILED', 'c-2': 'TIMED_OUT' });
  expect(await failed.stateOf('c')).toBe('failed');
  await failed.start('c');
  expect(failed.started).toMatchObject([{ name: 'c-3' }]);
  const running = campaigns({ 'c-1': 'FAILED', 'c-2': 'RUNNING' });
  await running.start('c');
  expect([await running.stateOf('c'), running.started]).toEqual(['running', []]);
});

test('of two that run, the later one sees the earlier, and not the other way round', async () => {
  const two = campaigns({}, { a: 2, b: 1 });
  expect(await two.runs()).toBe(true);
  expect([await two.overlaps(`${EXECUTION}a`), await two.overlaps(`${EXECUTION}b`)]).toEqual([true, false]);
  const same = campaigns({}, { a: 1, b: 1 });
  expect([await same.overlaps(`${EXECUTION}a`), await same.overlaps(`${EXECUTION}b`)]).toEqual([false, true]);
  const alone = campaigns({}, { a: 1 });
  expect([await alone.overlaps(`${EXECUTION}a`), await campaigns({}).runs()]).toEqual([false, false]);
  // One that the list does not have yet.
  expect(await alone.overlaps(`${EXECUTION}c`)).toBe(true);
});

test('what the service does not answer is a fault of the platform', async () => {
  const broken = campaigns({});
  broken.client.send = () => Promise.reject(new Error('ThrottlingException'));
  await expect(broken.stateOf('c')).rejects.toThrow(PlatformFault);
  await expect(broken.runs()).rejects.toThrow('Step Functions did not list executions: Error');
});
