/** A store that takes its time, and counts what is asked of it meanwhile. */
import { setTimeout as after } from 'node:timers/promises';

import type { ObjectStore } from '../../../lambdas/shared/object-store.ts';

const MS = 5;

export interface SlowStore extends ObjectStore {
  /** Most calls that it had to answer at one time. */
  readonly most: { get: number; put: number };
}

export function slowStore(store: ObjectStore): SlowStore {
  const open = { get: 0, put: 0 };
  const most = { get: 0, put: 0 };
  const slowly = async <T>(kind: 'get' | 'put', call: () => Promise<T>): Promise<T> => {
    most[kind] = Math.max(most[kind], ++open[kind]);
    await after(MS);
    open[kind]--;
    return await call();
  };
  return {
    most,
    get: (key) => slowly('get', () => store.get(key)),
    put: (key, body, type) => slowly('put', () => store.put(key, body, type)),
  };
}
