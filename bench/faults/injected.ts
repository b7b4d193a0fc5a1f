/** Faults that a platform has, put in where a step touches the store: they come at any step, whatever it does. */
import { PlatformFault, StorageUnusable } from '../../lambdas/shared/errors.ts';
import type { ObjectStore } from '../../lambdas/shared/object-store.ts';

/** What befalls one call of a step: not by the name that it must get, but as it is met. */
export const STEP_FAULTS = {
  throttled: 'the store answers that it is overloaded',
  unusable: 'the store does not permit it',
  killed: 'the process is killed after it has written something',
  'timed-out': 'the store never answers',
  'out-of-memory': 'the engine cannot allocate a buffer, in its own words',
  defect: 'an error of the software',
} as const;
export type StepFault = keyof typeof STEP_FAULTS;

/** @param die ends the process, or what stands for it */
export function faultyStore(store: ObjectStore, fault: StepFault, die: () => void): ObjectStore {
  const before = (): Promise<void> => {
    switch (fault) {
      case 'throttled':
        return Promise.reject(new PlatformFault('object store operation failed: SlowDown'));
      case 'unusable':
        return Promise.reject(new StorageUnusable('object store operation failed: AccessDenied'));
      case 'timed-out':
        return new Promise(() => undefined);
      case 'out-of-memory':
        return Promise.reject(new RangeError('Array buffer allocation failed'));
      case 'defect':
        return Promise.reject(new TypeError('a value that holds Agatha^Secretname is not a number'));
      case 'killed':
        return Promise.resolve();
    }
  };
  return {
    async get(key, version) {
      await before();
      return store.get(key, version);
    },
    async put(key, body, contentType) {
      await before();
      await store.put(key, body, contentType);
      if (fault === 'killed') die();
    },
  };
}
