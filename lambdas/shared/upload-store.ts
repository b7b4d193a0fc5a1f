/** What the API needs of a store beside reading and writing objects: links by which others write, lists, and digests. */
import type { UploadTarget } from '../../contracts/api/answers.ts';

export interface Wanted {
  readonly key: string;
  readonly bytes: number;
  /** Hex digits. */
  readonly sha256: string;
}

export interface Listed {
  /** What follows the prefix. */
  readonly name: string;
  readonly bytes: number;
}

export interface UploadStore {
  /** A link by which its holder can write this object and no other, whole and with these bytes, until it expires. */
  target(wanted: Wanted): Promise<UploadTarget>;
  /**
   * Objects directly below a prefix, in the order of their names.
   * @param prefix ends in a slash
   * @param after name; those that follow it. Left out: from the first
   * @param limit 1 to 1000
   */
  list(prefix: string, after: string | null, limit: number): Promise<readonly Listed[]>;
  /** Names of what looks like folders directly below a prefix. */
  folders(prefix: string): Promise<readonly string[]>;
  /** Asked by a list: a role that may list some prefixes alone is answered as denied where it reads what is not there. */
  has(key: string): Promise<boolean>;
  /** Size and SHA-256 of what is stored now, as the store has checked it or as it reads; null: there is no such object. */
  digestOf(key: string): Promise<{ readonly bytes: number; readonly sha256: string } | null>;
  /** A link by which its holder can read this object for a minute; null where the store has none, and the API answers the bytes. */
  readLink(key: string, contentType: string): Promise<string | null>;
}

/** The most that a list answers at once. */
export const LIST_LIMIT = 1000;

/** Every object directly below a prefix. */
export async function listAll(
  store: Pick<UploadStore, 'list'>,
  prefix: string,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  let after: string | null = null;
  for (;;) {
    const page: readonly Listed[] = await store.list(prefix, after, LIST_LIMIT);
    for (const { name, bytes } of page) found.set(name, bytes);
    if (page.length < LIST_LIMIT) return found;
    after = page.at(-1)!.name;
  }
}
