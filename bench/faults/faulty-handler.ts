/** Runs in a function's own process: a step's real handler over a store that fails as it is told. */
import type { Context } from 'aws-lambda';

import { currentStore, provideStore } from '../../lambdas/shared/aws/ports.ts';
import type { StepHandler } from '../../lambdas/shared/aws/step-handler.ts';

import { faultyStore, type StepFault } from './injected.ts';

export interface FaultyCall {
  /** Absolute path of the step's handler. */
  readonly handler: string;
  readonly event: unknown;
  readonly fault: StepFault | null;
}

export async function handler(
  { handler: path, event, fault }: FaultyCall,
  context: Context,
): Promise<unknown> {
  const { handler: step } = (await import(path)) as { readonly handler: StepHandler };
  if (fault === null) return step(event, context);
  const store = currentStore();
  const die = (): void => void process.kill(process.pid, 'SIGKILL');
  provideStore(faultyStore(store, fault, die));
  try {
    const result = await step(event, context);
    // A step that writes nothing dies before it has answered.
    if (fault === 'killed') die();
    return result;
  } finally {
    provideStore(store);
  }
}
