/** The queue of one machine: one at a time, in order, through restarts. */
import { expect, test } from 'vitest';

import type { AssessmentInput } from '../../../contracts/states.ts';
import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { AssessmentQueue } from '../../../local/serve/assessment-queue.ts';
import { scratchFolder } from '../../pipeline/command.ts';

function inputOf(studyId: string): AssessmentInput {
  return {
    schema: 'osteon/assessment-input/1',
    studyId,
    assessmentId: 'v1',
    parameterSet: 'osteon-default-4',
    study: { key: 'k', schema: 's', sha256: '0'.repeat(64) },
  };
}

/** A queue whose executions end when the test says so. */
function opened(root: string) {
  const runs: { studyId: string; end: (error?: Error) => void; signal: AbortSignal }[] = [];
  const told: string[] = [];
  const queue = new AssessmentQueue(
    folderObjectStore(root),
    ({ studyId }, signal) =>
      new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(new Error('aborted'));
        });
        runs.push({
          studyId,
          signal,
          end: (error) => {
            if (error === undefined) resolve();
            else reject(error);
          },
        });
      }),
    ({ studyId }, state) => told.push(`${studyId} ${state}`),
  );
  const running = async (count: number) => {
    while (runs.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
    return runs.at(-1)!;
  };
  const stateOf = (studyId: string) => queue.stateOf(inputOf(studyId));
  return { queue, runs, told, running, stateOf };
}

test('one runs at a time, in the order in which they were asked for', async () => {
  const { queue, running, runs, stateOf } = opened(scratchFolder());
  for (const id of ['c', 'a', 'b']) await queue.add(inputOf(id));
  await running(1);
  expect([await stateOf('c'), await stateOf('a'), await stateOf('b'), await stateOf('d')]).toEqual([
    'running', 'queued', 'queued', null,
  ]); // prettier-ignore
  runs[0]!.end();
  (await running(2)).end(new Error('a fault'));
  (await running(3)).end();
  await queue.idle();
  expect(runs.map(({ studyId }) => studyId)).toEqual(['c', 'a', 'b']);
  expect([await stateOf('c'), await stateOf('a'), await stateOf('b')]).toEqual([
    'succeeded',
    'failed',
    'succeeded',
  ]);
});

test('asked for twice it runs once, but again where it failed', async () => {
  const { queue, running, runs } = opened(scratchFolder());
  await queue.add(inputOf('a'));
  await queue.add(inputOf('a'));
  (await running(1)).end(new Error('a fault'));
  await queue.idle();
  await queue.add(inputOf('a'));
  (await running(2)).end();
  await queue.idle();
  await queue.add(inputOf('a'));
  await queue.idle();
  expect(runs).toHaveLength(2);
});

test('what a process leaves queued or running is run by the next one, in the same order', async () => {
  const root = scratchFolder();
  const before = opened(root);
  for (const id of ['c', 'b', 'a']) await before.queue.add(inputOf(id));
  const first = await before.running(1);
  await before.queue.cancel(inputOf('b'));
  await before.queue.close();
  expect(first.signal.aborted).toBe(true);
  expect(before.runs).toHaveLength(1);

  const after = opened(root);
  await after.queue.open();
  (await after.running(1)).end();
  (await after.running(2)).end();
  await after.queue.idle();
  expect(after.runs.map(({ studyId }) => studyId)).toEqual(['c', 'a']);
  expect(await after.stateOf('b')).toBe('cancelled');
  // A later one is behind those of the earlier process.
  await after.queue.add(inputOf('d'));
  expect((await after.running(3)).studyId).toBe('d');
  await after.queue.close();
});

test('cancelling ends what runs and what waits, and the next has its turn', async () => {
  const { queue, running, runs, stateOf } = opened(scratchFolder());
  for (const id of ['a', 'b', 'c']) await queue.add(inputOf(id));
  const first = await running(1);
  expect(await queue.cancel(inputOf('b'))).toBe('cancelled');
  expect(await queue.cancel(inputOf('a'))).toBe('cancelled');
  expect(first.signal.aborted).toBe(true);
  (await running(2)).end();
  await queue.idle();
  expect(runs.map(({ studyId }) => studyId)).toEqual(['a', 'c']);
  expect([await stateOf('a'), await stateOf('b'), await stateOf('c')]).toEqual([
    'cancelled',
    'cancelled',
    'succeeded',
  ]);
  expect(await queue.cancel(inputOf('c'))).toBe('succeeded');
});
