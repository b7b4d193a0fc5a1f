/**
 * A technical fault: the platform's or the software's own, never the study's. The execution fails with it, and the report
 * says so in place of a result.
 */
import { z } from 'zod';

import { faultCodeSchema, type FaultCode } from './codes/codes.ts';
import type { CaughtFailure } from './refusals.ts';

/** Names that an error may have in a report or a table; others might be text from anywhere. */
const ERROR_NAME = /^[A-Za-z][A-Za-z0-9._]{0,79}$/;

export function errorName(name: string): string {
  return ERROR_NAME.test(name) ? name : 'UnnamedError';
}

export const faultSchema = z
  .object({
    code: faultCodeSchema,
    /** State of the state machine that failed. */
    state: z.string(),
    /** Name of the error, without its message, which might hold anything. */
    error: z.string().regex(ERROR_NAME),
  })
  .readonly();
export type Fault = z.infer<typeof faultSchema>;

/** Errors by the names under which Lambda, Step Functions and our own classes report them. */
const CODE_OF: Readonly<Record<string, FaultCode>> = {
  MemoryExhausted: 'FAULT_PROCESS_ENDED',
  'Runtime.ExitError': 'FAULT_PROCESS_ENDED',
  'Runtime.OutOfMemory': 'FAULT_PROCESS_ENDED',
  'Lambda.Unknown': 'FAULT_PROCESS_ENDED',
  'Sandbox.Timedout': 'FAULT_TIME_LIMIT',
  'States.Timeout': 'FAULT_TIME_LIMIT',
  'Lambda.TooManyRequestsException': 'FAULT_NO_CAPACITY',
  PlatformFault: 'FAULT_PLATFORM',
  StorageUnusable: 'FAULT_PLATFORM',
  KernelsStale: 'FAULT_INSTALLATION',
};
/** Any other error of the service that runs the functions. */
const OF_PLATFORM = /^(Lambda|States)\./;

export function faultOf({ Error: name }: Pick<CaughtFailure, 'Error'>, state: string): Fault {
  const error = errorName(name);
  const known = Object.hasOwn(CODE_OF, error) ? CODE_OF[error] : undefined;
  const code = known ?? (OF_PLATFORM.test(error) ? 'FAULT_PLATFORM' : 'FAULT_SOFTWARE');
  return { code, state, error };
}
