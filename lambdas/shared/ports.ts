/** What a step may touch beside its input: the object store and its log. */
import type { StepLog } from '../../contracts/step-log.ts';

import type { ObjectStore } from './object-store.ts';

export interface StepPorts {
  readonly store: ObjectStore;
  readonly log: StepLog;
}
