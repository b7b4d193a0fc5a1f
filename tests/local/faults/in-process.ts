/**
 * Steps in the test's own process, over one store: the state under test runs for real, over a store that fails as it is told;
 * the others answer what they answered in a run without faults, whose artefacts lie in the store.
 */
import type { Context } from 'aws-lambda';

import { provideStore } from '../../../lambdas/shared/aws/ports.ts';
import { providePatientPorts, provideRowPorts } from '../../../lambdas/shared/aws/row-ports.ts';
import type { StepHandler } from '../../../lambdas/shared/aws/step-handler.ts';
import type { ObjectStore } from '../../../lambdas/shared/object-store.ts';
import { KEY_BYTES, macByKey, pseudonyms } from '../../../lambdas/shared/rows/pseudonym.ts';
import { FunctionFailed, type FunctionCall } from '../../../local/functions/function-pool.ts';
import type { Invoker } from '../../../local/state-machine.ts';
import { faultyStore, type StepFault } from '../../../bench/faults/injected.ts';

/** A fault in the store, or an error as the service that runs functions names it. */
export type CallFault = StepFault | { readonly errorType: string };

/** Answers by state and level. */
export type Recorded = Map<string, unknown>;

export interface InProcess extends Invoker {
  /** Calls by state, ReportFault and StoreFault by themselves. */
  readonly calls: ReadonlyMap<string, number>;
}

export interface InProcessOptions {
  readonly store: ObjectStore;
  readonly recorded: Recorded;
  /** What befalls the nth call of a state, from 1, of the first level where there are several. */
  readonly faultOf: (state: string, n: number) => CallFault | null;
}

/** Nothing of the machine that runs the test is in the rows, and nobody has been here before. */
const pseudonym = pseudonyms(macByKey(new Uint8Array(KEY_BYTES)));
providePatientPorts({ pseudonym, list: () => Promise.resolve([]) });
provideRowPorts({
  pseudonym,
  stepRuns: () => Promise.resolve([]),
  priceOf: () => null,
});

class Died extends Error {}

export function inProcess({ store, recorded, faultOf }: InProcessOptions): InProcess {
  const calls = new Map<string, number>();
  const firstLevel = { level: null as string | null };
  let last: Promise<unknown> = Promise.resolve();
  return {
    calls,
    invoke(call) {
      const state = stateOf(call);
      const level = levelOf(call);
      firstLevel.level ??= level;
      const fault = (): CallFault | null => {
        if (level !== null && level !== firstLevel.level) return null;
        const n = (calls.get(state) ?? 0) + 1;
        calls.set(state, n);
        return faultOf(state, n);
      };
      // One at a time: a process has one store.
      const done = last.then(() =>
        answer(call, fault(), { store, recorded, name: `${state} ${level ?? ''}` }),
      );
      last = done.catch(() => undefined);
      return done;
    },
  };
}

async function answer(
  call: FunctionCall,
  fault: CallFault | null,
  {
    store,
    recorded,
    name,
  }: { readonly store: ObjectStore; readonly recorded: Recorded; readonly name: string },
): Promise<unknown> {
  if (fault !== null && typeof fault === 'object')
    throw new FunctionFailed({ errorType: fault.errorType, errorMessage: 'as the service says it' });
  if (fault === null && recorded.has(name)) return structuredClone(recorded.get(name));
  try {
    const result = await runStep(call, fault, store);
    if (fault === 'killed') throw new Died();
    return result;
  } catch (error) {
    if (error instanceof FunctionFailed) throw error;
    // Whatever a dying process still says is not heard.
    const errorType = fault === 'killed' ? 'Runtime.ExitError' : (error as Error).name;
    throw new FunctionFailed({ errorType, errorMessage: (error as Error).message });
  }
}

async function runStep(call: FunctionCall, fault: CallFault | null, store: ObjectStore): Promise<unknown> {
  const die = (): never => {
    throw new Died();
  };
  provideStore(typeof fault === 'string' ? faultyStore(store, fault, die) : store);
  const { handler } = (await import(call.handler)) as { readonly handler: StepHandler };
  const running = handler(call.event, {} as Context);
  if (fault !== 'timed-out') return running;
  return Promise.race([running, timeOut()]);
}

/** In the place of the pool's clock, which ends the process. */
function timeOut(): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(
      () => reject(new FunctionFailed({ errorType: 'States.Timeout', errorMessage: 'not ended in time' })),
      20,
    ),
  );
}

function stateOf({ functionName, event }: FunctionCall): string {
  const { fault, assessment } = event as {
    readonly fault?: unknown;
    readonly assessment?: { fault?: unknown };
  };
  if (assessment?.fault !== undefined) return 'StoreFault';
  return fault === undefined ? functionName : 'ReportFault';
}

function levelOf({ event }: FunctionCall): string | null {
  return typeof event === 'object' && event !== null && 'level' in event ? String(event.level) : null;
}
