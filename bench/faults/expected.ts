/** What must become of a study by the faults that its steps have met: the Retry of the state machine, in a few words. */
import type { FaultCode } from '../../contracts/codes/codes.ts';

import type { StepFault } from './injected.ts';

/** How often each is tried again, and what the fault's report calls it when that is used up (`stepfunctions/README.md`). */
export const RETRIED: Readonly<Record<StepFault, { readonly times: number; readonly code: FaultCode }>> = {
  throttled: { times: 16, code: 'FAULT_PLATFORM' },
  unusable: { times: 0, code: 'FAULT_PLATFORM' },
  killed: { times: 2, code: 'FAULT_PROCESS_ENDED' },
  'out-of-memory': { times: 2, code: 'FAULT_PROCESS_ENDED' },
  'timed-out': { times: 1, code: 'FAULT_TIME_LIMIT' },
  defect: { times: 0, code: 'FAULT_SOFTWARE' },
};
/** These share one Retry, and so its count. */
const ENDED: readonly StepFault[] = ['killed', 'out-of-memory'];

/** @param met by one step's calls, in turn @returns the code that the step fails with; null: it is tried again */
export function codeAfter(met: readonly StepFault[]): FaultCode | null {
  const last = met.at(-1);
  if (last === undefined) return null;
  const alike = met.filter((fault) => fault === last || (ENDED.includes(fault) && ENDED.includes(last)));
  return alike.length > RETRIED[last].times ? RETRIED[last].code : null;
}
