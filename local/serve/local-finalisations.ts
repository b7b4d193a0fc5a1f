/** Revisions made by a server of one machine: in processes of their own, one after the other. */
import { resolve } from 'node:path';

import { z } from 'zod';

import type { FinalisationInput } from '../../contracts/review/finalisation.ts';
import { finalisationNameOf } from '../../lambdas/shared/assessment-start.ts';
import { RUNS_AGAIN, type ExecutionState, type Finalisations } from '../../lambdas/shared/executions.ts';

import { alone } from '../finalise/lock.ts';
import { FunctionPool } from '../functions/function-pool.ts';
import { runExecution } from '../state-machine.ts';
import { openLog, withLog } from '../step-logs.ts';

const UNSEEN = { started: () => undefined, logged: () => undefined, ended: () => undefined };

export type RunFinalisation = (input: FinalisationInput) => Promise<void>;

/** What was made before a restart of the server is known by its artefacts. */
export function localFinalisations(run: RunFinalisation): Finalisations & { idle(): Promise<void> } {
  const known = new Map<string, { readonly input: string; state: ExecutionState }>();
  let last = Promise.resolve();
  return {
    start(input) {
      const [name, text] = [finalisationNameOf(input), JSON.stringify(input)];
      const before = known.get(name);
      if (before !== undefined && !RUNS_AGAIN.includes(before.state))
        return Promise.resolve(before.input === text);
      const execution = { input: text, state: 'queued' as ExecutionState };
      known.set(name, execution);
      last = last.then(async () => {
        execution.state = 'running';
        execution.state = await run(input).then(
          () => 'succeeded',
          () => 'failed',
        );
      });
      return Promise.resolve(true);
    },
    stateOf: (revision) => Promise.resolve(known.get(finalisationNameOf(revision))?.state ?? null),
    idle: () => last,
  };
}

export function finalisationOnPool(out: string): RunFinalisation {
  return async (input) => {
    const pool = new FunctionPool(resolve(out), 1);
    const name = finalisationNameOf(input);
    try {
      const events = withLog(UNSEEN, await openLog(out, name));
      await alone(out, input, () =>
        runExecution({ machine: 'finalisation', name, input }, pool, events, z.looseObject({})),
      );
    } finally {
      pool.close();
    }
  };
}
