/**
 * Assessments of one machine, one at a time, in the order in which they were asked for. Each is a record on disk before
 * anybody is told of it: what a restart, or a power cut, finds queued or running is run again, to the same bytes.
 */
import { z } from 'zod';

import { assessmentInputSchema, type AssessmentInput } from '../../contracts/states.ts';
import { putJson, type AssessmentKey } from '../../lambdas/shared/artifacts.ts';
import { checked, parsedJson } from '../../lambdas/shared/contract.ts';
import { RUNS_AGAIN, type Executions } from '../../lambdas/shared/executions.ts';
import type { ListedStore } from '../../lambdas/shared/object-store.ts';

const PREFIX = 'executions/';

const recordSchema = z.object({
  schema: z.literal('osteon/execution/1'),
  /** The next has the next number. */
  sequence: z.int().min(1),
  state: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
  input: assessmentInputSchema,
});
type ExecutionRecord = z.infer<typeof recordSchema>;

/** @param signal aborted: nobody wants it any more. @throws where the execution has failed */
export type RunExecution = (input: AssessmentInput, signal: AbortSignal) => Promise<void>;

/** What a person at the server's terminal sees. */
export type QueueView = (input: AssessmentInput, state: ExecutionRecord['state']) => void;

export class AssessmentQueue implements Executions {
  readonly #store: ListedStore;
  readonly #run: RunExecution;
  readonly #view: QueueView;
  readonly #records = new Map<string, ExecutionRecord>();
  #running: { readonly name: string; readonly abort: AbortController } | undefined;
  #work: Promise<void> = Promise.resolve();
  /** The highest number that was given. */
  #last = 0;
  #closed = false;

  constructor(store: ListedStore, run: RunExecution, view: QueueView) {
    this.#store = store;
    this.#run = run;
    this.#view = view;
  }

  /** Takes up what an earlier process left. */
  async open(): Promise<void> {
    for (const key of await this.#store.list(PREFIX)) {
      const record = checked(recordSchema, parsedJson(await this.#store.get(key), key), key);
      this.#last = Math.max(this.#last, record.sequence);
      const unfinished = record.state === 'running' || record.state === 'queued';
      this.#records.set(nameOf(record.input), unfinished ? { ...record, state: 'queued' } : record);
    }
    this.#wake();
  }

  /** Asked for again: one that waits, runs or has succeeded is left alone, one that failed or was cancelled runs again. */
  async add(input: AssessmentInput): Promise<void> {
    const before = this.#records.get(nameOf(input))?.state;
    if (before !== undefined && !RUNS_AGAIN.includes(before)) return;
    this.#last++;
    await this.#put({ schema: 'osteon/execution/1', sequence: this.#last, state: 'queued', input });
    this.#wake();
  }

  stateOf(assessment: AssessmentKey) {
    return Promise.resolve(this.#records.get(nameOf(assessment))?.state ?? null);
  }

  async cancel(assessment: AssessmentKey) {
    const record = this.#records.get(nameOf(assessment));
    if (record?.state === 'queued' || record?.state === 'running') {
      await this.#put({ ...record, state: 'cancelled' });
      if (this.#running?.name === nameOf(assessment)) this.#running.abort.abort();
    }
    return this.stateOf(assessment);
  }

  /** Ends what runs, which stays on disk as running, for the next process. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#running?.abort.abort();
    await this.#work;
  }

  /** Resolves when nothing waits or runs. */
  async idle(): Promise<void> {
    await this.#work;
  }

  async #put(record: ExecutionRecord): Promise<void> {
    await putJson(this.#store, `${PREFIX}${nameOf(record.input)}.json`, recordSchema, record);
    this.#records.set(nameOf(record.input), record);
    this.#view(record.input, record.state);
  }

  #wake(): void {
    this.#work = this.#work.then(() => this.#runNext());
  }

  async #runNext(): Promise<void> {
    for (;;) {
      const [next] = [...this.#records.values()]
        .filter(({ state }) => state === 'queued')
        .sort((a, b) => a.sequence - b.sequence);
      if (next === undefined || this.#closed) return;
      const name = nameOf(next.input);
      const abort = new AbortController();
      this.#running = { name, abort };
      await this.#put({ ...next, state: 'running' });
      const ended = await this.#run(next.input, abort.signal).then(
        () => 'succeeded' as const,
        () => 'failed' as const,
      );
      this.#running = undefined;
      // Cancelled meanwhile, or ended with the server.
      if (this.#records.get(name)?.state === 'running' && !abort.signal.aborted)
        await this.#put({ ...next, state: ended });
    }
  }
}

function nameOf({ studyId, assessmentId }: AssessmentKey): string {
  return `${studyId}-${assessmentId}`;
}
