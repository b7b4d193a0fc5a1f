/** What StoreResults asks of AWS: codes of KMS, the history of Step Functions, prices of the environment. */
import type { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms';
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, test } from 'vitest';

import { runsOf } from '../../../../lambdas/shared/aws/execution-history.ts';
import { kmsMac } from '../../../../lambdas/shared/aws/kms-mac.ts';
import { stepPrices } from '../../../../lambdas/shared/aws/step-prices.ts';
import { macByKey, pseudonyms } from '../../../../lambdas/shared/rows/pseudonym.ts';

const KEY = Buffer.alloc(32, 7);

function kms(send: (command: GenerateMacCommand) => Promise<unknown>): Pick<KMSClient, 'send'> {
  return { send };
}

describe('pseudonyms by KMS', () => {
  test('are those that the same key makes here', async () => {
    const asked: GenerateMacCommand['input'][] = [];
    const client = kms(async ({ input }) => {
      asked.push(input);
      return { Mac: await macByKey(KEY)(new TextDecoder().decode(input.Message)) };
    });
    const own = await pseudonyms(macByKey(KEY))('north', '17');
    expect(await pseudonyms(kmsMac('the-key', client))('north', '17')).toBe(own);
    expect(asked).toMatchObject([{ KeyId: 'the-key', MacAlgorithm: 'HMAC_SHA_256' }]);
  });

  test('that can not be made are a fault of the platform, whose text says nothing of the patient', async () => {
    const throttled = kms(() =>
      Promise.reject(Object.assign(new Error('MRN 17'), { name: 'ThrottlingException' })),
    );
    const failure = await kmsMac('k', throttled)('["north","17"]').catch((error: unknown) => error as Error);
    expect(failure).toMatchObject({
      name: 'PlatformFault',
      message: 'KMS made no pseudonym: ThrottlingException',
    });
    expect((failure as Error).cause).toBeUndefined();
    await expect(
      kmsMac(
        'k',
        kms(() => Promise.resolve({})),
      )('x'),
    ).rejects.toThrow('KMS made no pseudonym');
  });
});

/** Events as Step Functions numbers them: each with the one that it follows. */
function history(
  ...lines: readonly (readonly [id: number, after: number, second: number, type: string, more?: object])[]
) {
  return lines.map(
    ([id, previousEventId, second, type, more]) =>
      ({ id, previousEventId, type, timestamp: new Date(1000 * second), ...more }) as HistoryEvent,
  );
}
const enters = (name: string) => ({ stateEnteredEventDetails: { name } });
const item = (index: number) => ({ mapIterationStartedEventDetails: { name: 'SolveLevels', index } });
const failed = (error?: string) => ({ lambdaFunctionFailedEventDetails: { error, cause: 'Jane Doe' } });

describe('the history of an execution', () => {
  test('tells each step’s calls: retries, the waits between them left out', () => {
    const events = history(
      [1, 0, 0, 'ExecutionStarted'],
      [2, 0, 0, 'TaskStateEntered', enters('LoadCt')],
      [3, 2, 1, 'LambdaFunctionScheduled'],
      [4, 3, 1, 'LambdaFunctionStarted'],
      [5, 4, 3, 'LambdaFunctionFailed', failed('PlatformFault')],
      [6, 5, 33, 'LambdaFunctionScheduled'],
      [7, 6, 33, 'LambdaFunctionStarted'],
      [8, 7, 37, 'LambdaFunctionSucceeded'],
      [9, 8, 37, 'TaskStateExited'],
      [10, 9, 37, 'TaskStateEntered', enters('CheckOrder')],
      [11, 10, 38, 'LambdaFunctionScheduled'],
      [12, 11, 38, 'LambdaFunctionStarted'],
      [13, 12, 98, 'LambdaFunctionTimedOut'],
    );
    expect(runsOf(events, [])).toEqual([
      {
        ...{ state: 'LoadCt', level: null, attempts: 2, seconds: 6, error: null },
        ...{ startedAt: '1970-01-01T00:00:01.000Z', endedAt: '1970-01-01T00:00:37.000Z' },
      },
      {
        ...{ state: 'CheckOrder', level: null, attempts: 1, seconds: 60, error: 'States.Timeout' },
        ...{ startedAt: '1970-01-01T00:00:38.000Z', endedAt: '1970-01-01T00:01:38.000Z' },
      },
    ]);
  });

  test('tells levels apart that ran side by side, and what came after them; an error’s text is no name', () => {
    const events = history(
      [1, 0, 0, 'MapStateEntered', enters('SolveLevels')],
      [2, 1, 0, 'MapStateStarted'],
      [3, 2, 0, 'MapIterationStarted', item(0)],
      [4, 2, 0, 'MapIterationStarted', item(1)],
      [5, 3, 0, 'TaskStateEntered', enters('SolveLevel')],
      [6, 4, 0, 'TaskStateEntered', enters('SolveLevel')],
      [7, 5, 0, 'LambdaFunctionScheduled'],
      [8, 6, 1, 'LambdaFunctionScheduled'],
      [9, 8, 11, 'LambdaFunctionFailed', failed('Jane Doe')],
      [10, 7, 30, 'LambdaFunctionSucceeded'],
      [11, 10, 30, 'TaskStateExited'],
      [12, 11, 30, 'MapIterationSucceeded'],
      [13, 12, 30, 'MapStateSucceeded'],
      [14, 13, 30, 'MapStateExited'],
      [15, 14, 30, 'TaskStateEntered', enters('AggregateRisk')],
      [16, 15, 31, 'LambdaFunctionScheduled'],
      [
        17,
        16,
        33,
        'LambdaFunctionScheduleFailed',
        { lambdaFunctionScheduleFailedEventDetails: { error: 'Lambda.X' } },
      ],
      [18, 17, 33, 'TaskStateEntered', enters('StoreResults')],
      [19, 18, 34, 'LambdaFunctionScheduled'],
    );
    expect(
      runsOf(events, ['T12', 'L1']).map((run) => [run.state, run.level, run.seconds, run.error]),
    ).toEqual([
      ['SolveLevel', 'T12', 30, null],
      ['SolveLevel', 'L1', 10, 'UnnamedError'],
      ['AggregateRisk', null, 2, 'Lambda.X'],
    ]);
  });
});

test('memory and price are what the deployment says, and of a state that it does not know nothing is said', () => {
  const priceOf = stepPrices('LoadCt=4096,SolveLevel=1769', '0.00002');
  expect(priceOf('SolveLevel')).toEqual({ memoryMb: 1769, gbSecondUsd: 0.00002 });
  expect(priceOf('Elsewhere')).toBeNull();
  expect(() => stepPrices('LoadCt', '0.00002')).toThrow('required: STATE=MB');
  expect(() => stepPrices('LoadCt=4096', 'free')).toThrow('required: a number above 0');
});
