/** Where a handler gets its object store from: S3 by environment, or whatever the host provided first. */
import type { ListedStore, ObjectStore } from '../object-store.ts';

import { bucketsFrom, BUCKETS_VARIABLE } from './buckets.ts';
import { s3ObjectStore } from './s3-object-store.ts';

let provided: ObjectStore | undefined;

/** For a host that is not Lambda (`local/`): every handler of this process uses `store` from now on. */
export function provideStore(store: ObjectStore): void {
  provided = store;
}

/** @throws Error where neither a store was provided nor `OSTEON_BUCKETS` says the buckets. */
export function currentStore(): ObjectStore {
  provided ??= s3ObjectStore(bucketsFrom(process.env[BUCKETS_VARIABLE]));
  return provided;
}

/** What lies below a prefix, for the few steps that ask. @throws Error where the host's store can't list */
export function currentList(): ListedStore['list'] {
  const store: Partial<ListedStore> = currentStore();
  return (prefix) => {
    if (store.list === undefined) throw new Error('the store of this host lists nothing');
    return store.list(prefix);
  };
}
