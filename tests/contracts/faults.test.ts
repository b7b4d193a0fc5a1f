/** Faults by the names that Lambda and Step Functions give them, each with a code of its own kind. */
import { expect, test } from 'vitest';

import { faultOf, faultSchema } from '../../contracts/faults.ts';

test.each([
  ['Runtime.ExitError', 'FAULT_PROCESS_ENDED'],
  ['Runtime.OutOfMemory', 'FAULT_PROCESS_ENDED'],
  ['Lambda.Unknown', 'FAULT_PROCESS_ENDED'],
  ['MemoryExhausted', 'FAULT_PROCESS_ENDED'],
  ['Sandbox.Timedout', 'FAULT_TIME_LIMIT'],
  ['States.Timeout', 'FAULT_TIME_LIMIT'],
  ['Lambda.TooManyRequestsException', 'FAULT_NO_CAPACITY'],
  ['Lambda.ServiceException', 'FAULT_PLATFORM'],
  ['Lambda.ANameToCome', 'FAULT_PLATFORM'],
  ['PlatformFault', 'FAULT_PLATFORM'],
  ['StorageUnusable', 'FAULT_PLATFORM'],
  ['KernelsStale', 'FAULT_INSTALLATION'],
  ['TypeError', 'FAULT_SOFTWARE'],
  ['ContractBroken', 'FAULT_SOFTWARE'],
  ['NoRefusal', 'FAULT_SOFTWARE'],
  ['constructor', 'FAULT_SOFTWARE'],
])('%s is %s', (Error, code) => {
  expect(faultSchema.parse(faultOf({ Error }, 'SolveLevel'))).toEqual({
    code,
    state: 'SolveLevel',
    error: Error,
  });
});

test.each(['Müller, born 1950', '', 'a b', 'x'.repeat(81)])(
  'a name that is none is left out: %j',
  (Error) => {
    expect(faultOf({ Error }, 'LoadCt')).toEqual({
      code: 'FAULT_SOFTWARE',
      state: 'LoadCt',
      error: 'UnnamedError',
    });
  },
);
