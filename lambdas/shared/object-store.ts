/** The object store as the steps see it: two verbs: what steps do is read and write whole objects. Adapters: S3 (`aws/`), a folder on disk (`local/`). */

export interface ObjectStore {
  /**
   * @param version of an object that was written over, in a store that keeps them; left out: the latest
   * @throws ObjectMissing where there is no such key.
   */
  get(key: string, version?: string): Promise<Uint8Array>;
  /** Whole or not at all: a reader never sees half of it. */
  put(key: string, body: Uint8Array, contentType?: string): Promise<void>;
}

/** An object as a list tells it. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  /** When it was written, ms since 1970. */
  readonly changedAt: number;
  /** Another one where it was written anew. */
  readonly stamp: string;
}

/** What lies below a prefix, for whoever looks after many objects: no step does. */
export interface ListedStore extends ObjectStore {
  /** As `list`, with what is known of each. */
  listed(prefix: string): Promise<readonly StoredObject[]>;
  /** @returns keys that begin with `prefix` (which ends in a slash), ascending */
  list(prefix: string): Promise<readonly string[]>;
}

/** A key that should be there is not. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';

  constructor(key: string, options?: ErrorOptions) {
    super(`no object at ${key}`, options);
  }
}
