/** What the steps of an execution took on this machine. */
import { errorName } from '../contracts/faults.ts';
import type { StepRun } from '../contracts/steps/step-run.ts';

import type { LogLine } from './functions/function-pool.ts';

export interface StateEvents {
  started(state: string, item: string | null): void;
  logged(state: string, item: string | null, line: LogLine): void;
  ended(state: string, item: string | null, error: Error | null): void;
}

const MS = 1000;

export interface StepJournal extends StateEvents {
  /** Of all that has ended so far, in the order in which it first began. */
  runs(): readonly StepRun[];
}

/** @param now ms since 1970 */
export function stepJournal(view: StateEvents, now: () => number = Date.now): StepJournal {
  const begun = new Map<string, number>();
  const runs = new Map<string, StepRun>();
  const order: string[] = [];
  const nameOf = (state: string, item: string | null): string => `${state} ${item ?? ''}`;
  return {
    started(state, item) {
      const name = nameOf(state, item);
      if (!order.includes(name)) order.push(name);
      begun.set(name, now());
      view.started(state, item);
    },
    logged: (state, item, line) => view.logged(state, item, line),
    ended(state, item, error) {
      const name = nameOf(state, item);
      const from = begun.get(name);
      // One that never began has been given up in the queue.
      if (from !== undefined) {
        const to = now();
        const before = runs.get(name);
        runs.set(name, {
          state,
          level: item,
          attempts: (before?.attempts ?? 0) + 1,
          startedAt: before?.startedAt ?? new Date(from).toISOString(),
          endedAt: new Date(to).toISOString(),
          seconds: (before?.seconds ?? 0) + (to - from) / MS,
          error: error === null ? null : errorName(error.name),
        });
        begun.delete(name);
      }
      view.ended(state, item, error);
    },
    runs: () => order.flatMap((name) => runs.get(name) ?? []),
  };
}
