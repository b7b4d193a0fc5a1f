import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, test, vi } from 'vitest';

import { refusalOf } from '../../../contracts/refusals.ts';
import { FunctionPool, type FunctionCall, type LogLine } from '../../../local/functions/function-pool.ts';
import { scratchFolder } from '../../pipeline/command.ts';

let pool: FunctionPool;
afterEach(() => {
  pool.close();
  vi.unstubAllEnvs();
});

function call(
  name: string,
  event: unknown,
  onLog: (line: LogLine) => void = () => undefined,
  rest: Partial<FunctionCall> = {},
): Promise<unknown> {
  const handler = fileURLToPath(new URL(`handlers/${name}.ts`, import.meta.url));
  return pool.invoke({ handler, functionName: name, event, onLog, onStart: () => undefined, ...rest });
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

/** Longer than a process takes to start on a busy machine, shorter than the handler computes. ms */
const LIMIT = 20_000;

test(
  'a step that computes on is ended at its time limit, by the name that the state machine knows, and its place is free',
  async () => {
    pool = new FunctionPool(scratchFolder(), 1);
    const error = await failureOf(call('compute', {}, undefined, { timeLimitMs: 1000 }));
    expect([error.name, error.message]).toEqual(['States.Timeout', expect.stringContaining('1 s')]);
    expect(await call('twice', { n: 21 })).toBe(42);
  },
  PROMPTLY,
);

test(
  'waiting for a free process is not a task’s time',
  async () => {
    pool = new FunctionPool(scratchFolder(), 1);
    const first = failureOf(call('compute', {}, undefined, { timeLimitMs: LIMIT }));
    const waited = call('twice', { n: 4 }, undefined, { timeLimitMs: LIMIT });
    expect((await first).name).toBe('States.Timeout');
    expect(await waited).toBe(8);
  },
  PROMPTLY,
);

test(
  'calls that nobody waits for any more end, the one under way and the one in the queue, and the next is answered',
  async () => {
    pool = new FunctionPool(scratchFolder(), 1);
    const { signal, abort } = abortable();
    const started = Promise.withResolvers<undefined>();
    const left = [
      failureOf(call('compute', {}, undefined, { signal, onStart: () => started.resolve(undefined) })),
      failureOf(call('twice', { n: 1 }, undefined, { signal })),
    ];
    const next = call('twice', { n: 5 });
    await started.promise;
    abort();
    expect((await Promise.all(left)).map(({ name }) => name)).toEqual(['Abandoned', 'Abandoned']);
    expect(await next).toBe(10);
  },
  PROMPTLY,
);

test(
  'a process that computes ends when its parent is killed',
  async () => {
    const parent = spawn(
      process.execPath,
      [fileURLToPath(new URL('handlers/pool-that-computes.ts', import.meta.url)), scratchFolder()],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const [text] = (await once(createInterface({ input: parent.stdout }), 'line')) as [string];
    const child = Number(text);
    expect(isAlive(child)).toBe(true);
    parent.kill('SIGKILL');
    await vi.waitUntil(() => !isAlive(child), { timeout: LIMIT, interval: 100 });
  },
  PROMPTLY,
);

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const handlerAt = (name: string): string => fileURLToPath(new URL(`handlers/${name}.ts`, import.meta.url));

/** Where each process that has loaded a handler of these tests leaves a file. */
function whereLoaded(): string {
  const folder = scratchFolder();
  vi.stubEnv('OSTEON_TEST_LOADED', folder);
  return folder;
}

test(
  'a pool that was prepared has loaded its handlers before the first call, and starts the other processes after it',
  { timeout: PROMPTLY },
  async () => {
    pool = new FunctionPool(scratchFolder(), 2);
    const folder = whereLoaded();
    const loaded = (count: number): Promise<void> =>
      vi.waitFor(() => expect(readdirSync(folder)).toHaveLength(count), { timeout: PROMPTLY, interval: 50 });
    // One that can't be loaded keeps no other from being.
    pool.prepare({ inTurn: [handlerAt('twice')], sideBySide: [handlerAt('missing'), handlerAt('loads')] });
    await loaded(1);
    expect(childProcesses()).toBe(1);
    expect(await call('twice', { n: 1 })).toBe(2);
    await loaded(2);
    expect(await Promise.all([1, 2, 3].map((n) => call('twice', { n })))).toEqual([2, 4, 6]);
    // No third process came.
    await call('loads', {});
    expect(readdirSync(folder)).toHaveLength(2);
  },
);

test(
  'a step whose turn has come does not wait until the handlers of later ones are loaded',
  { timeout: PROMPTLY },
  async () => {
    pool = new FunctionPool(scratchFolder(), 1);
    const folder = whereLoaded();
    pool.prepare({
      inTurn: [handlerAt('twice'), handlerAt('loads-long'), handlerAt('loads')],
      sideBySide: [],
    });
    expect(await call('twice', { n: 1 })).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
  },
);

function childProcesses(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;
}
