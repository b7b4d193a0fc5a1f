import { fileURLToPath } from 'node:url';

import { afterEach, expect, test } from 'vitest';

import { refusalOf } from '../../../contracts/refusals.ts';
import { FunctionPool, type LogLine } from '../../../local/functions/function-pool.ts';
import { scratchFolder } from '../../pipeline/command.ts';

let pool: FunctionPool;
afterEach(() => pool.close());

function call(
  name: string,
  event: unknown,
  onLog: (line: LogLine) => void = () => undefined,
): Promise<unknown> {
  const handler = fileURLToPath(new URL(`handlers/${name}.ts`, import.meta.url));
  return pool.invoke({ handler, functionName: name, event, onLog, onStart: () => undefined });
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise;
  } catch (error) {
    return error as Error;
  }
  throw new Error('wanted a failure');
}

test('more calls than processes are all answered, each with its own answer', async () => {
  pool = new FunctionPool(scratchFolder(), 2);
  const numbers = [1, 2, 3, 4, 5, 6, 7];
  expect(await Promise.all(numbers.map((n) => call('twice', { n })))).toEqual(numbers.map((n) => 2 * n));
});

test('what a handler logs reaches the caller, as JSON', async () => {
  pool = new FunctionPool(scratchFolder(), 1);
  const lines: LogLine[] = [];
  await call('twice', { n: 4 }, (line) => lines.push(line));
  expect(lines).toContainEqual({ message: 'doubling 4', progress: 0.5 });
});

test('a refusal comes back under its name, its cause as Lambda would write it', async () => {
  pool = new FunctionPool(scratchFolder(), 1);
  const error = await failureOf(call('refuse', {}));
  expect(error.name).toBe('LevelRefused');
  expect(refusalOf({ Error: error.name, Cause: error.message })).toMatchObject({
    code: 'METAL',
    saw: 'a screw',
  });
});

/** A call that hangs fails its test in this time and not in the suite's; a process starts in a second or two, on a busy machine in ten. ms. */
const PROMPTLY = 120_000;

test(
  'a process that dies fails its own call, and the next call gets a new process',
  async () => {
    pool = new FunctionPool(scratchFolder(), 1);
    const error = await failureOf(call('die', {}));
    expect(error.name).toBe('Runtime.ExitError');
    expect(error.message).toContain('code 9');
    expect(await call('twice', { n: 21 })).toBe(42);
  },
  PROMPTLY,
);

test(
  'calls that wait behind one that dies are answered, each with its own answer',
  async () => {
    pool = new FunctionPool(scratchFolder(), 2);
    const calls = ['die', 'twice', 'die', 'twice', 'die', 'twice'].map((name, n) => call(name, { n }));
    const ends = await Promise.allSettled(calls);
    expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : 'died'))).toEqual([
      'died',
      2,
      'died',
      6,
      'died',
      10,
    ]);
  },
  PROMPTLY,
);

test(
  'a closed pool fails the call under way, the calls in its queue, and every later one, and starts no process',
  async () => {
    pool = new FunctionPool(scratchFolder(), 1);
    let started = 0;
    const handler = fileURLToPath(new URL('handlers/twice.ts', import.meta.url));
    const counted = () =>
      pool.invoke({
        handler,
        functionName: 'twice',
        event: { n: 1 },
        onLog: () => undefined,
        onStart: () => {
          started++;
        },
      });
    const open = [counted(), counted()].map(failureOf);
    pool.close();
    const errors = await Promise.all([...open, failureOf(counted())]);
    expect(errors.map(({ name }) => name)).toEqual(Array(3).fill('Runtime.ExitError'));
    expect(started).toBe(1);
  },
  PROMPTLY,
);
