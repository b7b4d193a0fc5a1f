/** What the pool and its function hosts say to each other. */

import type { StepRun } from '../../contracts/steps/step-run.ts';

export interface Invocation {
  readonly id: number;
  /** Absolute path of the step's handler.ts. */
  readonly handler: string;
  readonly functionName: string;
  readonly event: unknown;
  /** What the execution's steps have taken so far. */
  readonly stepRuns: readonly StepRun[];
}

/** Handlers that will be invoked: a host that waits may load them. */
export interface Preparation {
  readonly prepare: readonly string[];
}

/** A failure in the form in which Lambda reports a thrown error. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
}

export type Reply =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: FunctionError };
