/** Where a handler gets its object store from: S3 by environment, or whatever the host provided first. */
import type { ObjectStore } from '../object-store.ts';

import { s3ObjectStore } from './s3-object-store.ts';

let provided: ObjectStore | undefined;

/** For a host that is not Lambda (`local/`): every handler of this process uses `store` from now on. */
export function provideStore(store: ObjectStore): void {
  provided = store;
}

/** @throws Error where neither a store was provided nor `OSTEON_BUCKET` is set. */
export function currentStore(): ObjectStore {
  if (provided === undefined) {
    const bucket = process.env.OSTEON_BUCKET;
    if (bucket === undefined || bucket === '')
      throw new Error('OSTEON_BUCKET is not set; required: the name of the bucket');
    provided = s3ObjectStore(bucket);
  }
  return provided;
}
