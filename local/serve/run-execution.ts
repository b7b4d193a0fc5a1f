/** One execution of the state machine for the server: in processes of its own, which end with it. */
import { z } from 'zod';

import type { FunctionPool } from '../functions/function-pool.ts';
import { preparedPool } from '../functions/prepared-pool.ts';
import { runAssessment } from '../state-machine.ts';
import { openLog, withLog } from '../step-logs.ts';

import type { RunExecution } from './assessment-queue.ts';

const UNSEEN = { started: () => undefined, logged: () => undefined, ended: () => undefined };

/** @param workers levels that are solved side by side */
export function executionOnPool(out: string, workers: number): RunExecution {
  return async (input, signal) => {
    const pool = await preparedPool(out, workers);
    try {
      const events = withLog(UNSEEN, await openLog(out, `${input.studyId}-${input.assessmentId}`));
      const invoke: FunctionPool['invoke'] = (call) =>
        pool.invoke({
          ...call,
          signal: call.signal === undefined ? signal : AbortSignal.any([call.signal, signal]),
        });
      await runAssessment(input, { invoke }, events, z.looseObject({}));
    } finally {
      pool.close();
    }
  };
}
