/** The object store as a folder that a person can open. What holds of its files is told in `folder-files.ts`. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';

import { ObjectMissing, type ListedStore, type StoredObject } from '../lambdas/shared/object-store.ts';

import { asFault, folderFiles, isMissing } from './folder-files.ts';

/**
 * @returns a store whose verbs throw ObjectMissing, StorageUnusable where the disk is full or not permitted, PlatformFault
 * where it fails otherwise, and RangeError for a key that is no plain relative path.
 */
export function folderObjectStore(root: string): ListedStore {
  const base = resolve(root);
  const files = folderFiles(root);

  const list = async (prefix: string): Promise<string[]> => {
    if (!prefix.endsWith('/'))
      throw new RangeError(`prefix ${JSON.stringify(prefix)}; required: one that ends in a slash`);
    const folder = files.pathOf(prefix.slice(0, -1));
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
      (cause: unknown) => {
        if (isMissing(cause)) return [];
        throw asFault(cause, 'list', prefix);
      },
    );
    return entries
      .flatMap((entry) => (entry.isFile() ? [relative(base, join(entry.parentPath, entry.name))] : []))
      .map((path) => path.replaceAll(sep, '/'))
      .toSorted(byBytes);
  };
  /** Null: gone since. */
  const storedAt = async (key: string): Promise<StoredObject | null> => {
    try {
      const { size: bytes, mtimeMs: changedAt } = await stat(files.pathOf(key));
      return { key, bytes, changedAt, stamp: `${changedAt}-${bytes}` };
    } catch (cause) {
      if (isMissing(cause)) return null;
      throw asFault(cause, 'list', key);
    }
  };

  return {
    async get(key) {
      return readFile(files.pathOf(key)).catch((cause: unknown) => {
        throw isMissing(cause) ? new ObjectMissing(key, { cause }) : asFault(cause, 'read', key);
      });
    },

    async put(key, body) {
      await files.place(key, (handle) => handle.writeFile(body));
    },

    list,

    async listed(prefix) {
      const found = await Promise.all((await list(prefix)).map(storedAt));
      return found.filter((object) => object !== null);
    },
  };
}

/** As S3 lists keys. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
