/** Revisions on Step Functions, over a client that the test answers for: one review makes one, however often it is sent. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionDoesNotExist,
  StartExecutionCommand,
  type ExecutionStatus,
} from '@aws-sdk/client-sfn';
import { expect, test } from 'vitest';

import type { FinalisationInput } from '../../../../contracts/review/finalisation.ts';
import { stepFunctionsFinalisations } from '../../../../lambdas/shared/aws/step-functions-finalisations.ts';

const MACHINE = 'arn:aws:states:eu-central-1:1:stateMachine:Finalisation';
const NAME = '0123456789abcdef-v1-r2';
const ref = (letter: string) => ({ key: `k/${letter}`, schema: 's', sha256: letter.repeat(64) });
const inputOf = (review: string): FinalisationInput => ({
  schema: 'osteon/finalisation-input/1',
  studyId: '0123456789abcdef',
  assessmentId: 'v1',
  parameterSet: 'osteon-default-4',
  study: ref('a'),
  revision: 2,
  result: ref('b'),
  measured: ref('b'),
  review: ref(review),
  earlier: null,
});

interface Execution {
  readonly status: ExecutionStatus;
  readonly input: string;
}

/** @param race what another caller starts just before this one does */
function finalisations(known: Record<string, Execution>, race: Record<string, Execution> = {}) {
  const send = (command: unknown): Promise<unknown> => {
    if (command instanceof DescribeExecutionCommand) {
      const found = known[command.input.executionArn!.split(':').at(-1)!];
      return found === undefined
        ? Promise.reject(new ExecutionDoesNotExist({ message: 'none', $metadata: {} }))
        : Promise.resolve(found);
    }
    if (!(command instanceof StartExecutionCommand))
      return Promise.reject(new Error('an unexpected command'));
    const { name, input } = command.input;
    Object.assign(known, race);
    if (known[name!] !== undefined)
      return Promise.reject(new ExecutionAlreadyExists({ message: 'there', $metadata: {} }));
    known[name!] = { status: 'RUNNING', input: input! };
    return Promise.resolve({});
  };
  return { known, ...stepFunctionsFinalisations(MACHINE, { send }) };
}

test('the same review starts one revision, and another review none of the same number', async () => {
  const { known, start, stateOf } = finalisations({});
  expect(await stateOf(inputOf('c'))).toBeNull();
  expect(await start(inputOf('c'))).toBe(true);
  expect(await start(inputOf('c'))).toBe(true);
  expect(await start(inputOf('d'))).toBe(false);
  expect(Object.keys(known)).toEqual([NAME]);
  expect(await stateOf(inputOf('c'))).toBe('running');
});

test('what has failed is made again, by whichever review comes next', async () => {
  const failed = { status: 'FAILED', input: JSON.stringify(inputOf('c')) } as const;
  const { known, start, stateOf } = finalisations({ [NAME]: failed });
  expect(await stateOf(inputOf('c'))).toBe('failed');
  expect(await start(inputOf('d'))).toBe(true);
  expect(Object.keys(known)).toEqual([NAME, `${NAME}-attempt-2`]);
  expect(await stateOf(inputOf('d'))).toBe('running');
});

test.each([
  ['the same review', 'c', true],
  ['another review', 'd', false],
])('of two callers at once with %s one starts it', async (_, other, started) => {
  const race = { [NAME]: { status: 'RUNNING', input: JSON.stringify(inputOf(other)) } } as const;
  expect(await finalisations({}, race).start(inputOf('c'))).toBe(started);
});
