/** The object store as the steps see it: five verbs. Adapters: S3 (`aws/`), a folder on disk (`local/`). */

export interface StoredObject {
  readonly key: string;
  readonly size: number;
}

export interface ObjectStore {
  /** @throws ObjectMissing where there is no such key. */
  get(key: string): Promise<Uint8Array>;
  /** Whole or not at all: a reader never sees half of it. */
  put(key: string, body: Uint8Array, contentType?: string): Promise<void>;
  /** @returns false, and writes nothing, where the key exists already. */
  putIfAbsent(key: string, body: Uint8Array, contentType?: string): Promise<boolean>;
  /** Every object whose key starts with `prefix`, sorted by key. */
  list(prefix: string): Promise<readonly StoredObject[]>;
  /** An address from which the object can be read for a while. */
  presign(key: string, seconds: number): Promise<string>;
}

/** A key that should be there is not. */
export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing';

  constructor(key: string, options?: ErrorOptions) {
    super(`no object at ${key}`, options);
  }
}
