/**
 * The object store as a folder that a person can open: an object is a file, its key the path below the root.
 *
 * Several processes share one root (one per running step). A body is first written whole to the staging folder and
 * then moved into place, so a reader, or a run after a kill, never meets half an object. What a killed process
 * left in staging is removed before the first write of the next one.
 *
 * Where it is wrong: `a` and `a/b` can't both be objects here, which S3 allows; the root has to be one file system.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

import { PlatformFault, StorageUnusable } from '../lambdas/shared/errors.ts';
import { ObjectMissing, type ListedStore } from '../lambdas/shared/object-store.ts';

import { reasonOf } from './command/errors.ts';

/** Files in here are called PID-UUID: whose they are decides whether they are leftovers. */
const STAGING = '.osteon-staging';

/** S3's limit on a key, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

/** The file system's words for "there is no such file". */
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);
/** Its words for what another try does not mend. */
const UNUSABLE = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM']);

/**
 * @returns a store whose verbs throw ObjectMissing, StorageUnusable where the disk is full or not permitted, PlatformFault
 * where it fails otherwise, and RangeError for a key that is no plain relative path.
 */
export function folderObjectStore(root: string): ListedStore {
  const base = resolve(root);
  let swept: Promise<void> | undefined;

  /** Stages the body, hands the staged file to `place`, and leaves nothing behind in staging. */
  async function staged(body: Uint8Array, place: (file: string) => Promise<void>): Promise<void> {
    await (swept ??= prepareStaging(join(base, STAGING)));
    const file = join(base, STAGING, `${process.pid}-${randomUUID()}`);
    try {
      await writeThrough(file, body);
      await place(file);
    } finally {
      await rm(file, { force: true });
    }
  }

  async function placeFor(key: string): Promise<string> {
    const path = join(base, checkedKey(key));
    await mkdir(dirname(path), { recursive: true });
    return path;
  }

  return {
    async get(key) {
      const path = join(base, checkedKey(key));
      return readFile(path).catch((cause: unknown) => {
        throw MISSING.has(codeOf(cause)) ? new ObjectMissing(key, { cause }) : asFault(cause, 'read', key);
      });
    },

    async put(key, body) {
      checkedKey(key);
      await staged(body, async (file) => rename(file, await placeFor(key))).catch((cause: unknown) => {
        throw asFault(cause, 'write', key);
      });
    },

    async list(prefix) {
      if (!prefix.endsWith('/'))
        throw new RangeError(`prefix ${JSON.stringify(prefix)}; required: one that ends in a slash`);
      const folder = join(base, checkedKey(prefix.slice(0, -1)));
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
        (cause: unknown) => {
          if (MISSING.has(codeOf(cause))) return [];
          throw asFault(cause, 'list', prefix);
        },
      );
      return entries
        .flatMap((entry) => (entry.isFile() ? [relative(base, join(entry.parentPath, entry.name))] : []))
        .map((path) => path.replaceAll(sep, '/'))
        .toSorted(byBytes);
    },
  };
}

/** As S3 lists keys. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** @throws RangeError where joining the key to the root could name a file outside of it, or one in staging. */
function checkedKey(key: string): string {
  const segments = key.split('/');
  const plain = segments.every((part) => part !== '' && part !== '.' && part !== '..');
  if (!plain || /[\\\0]/.test(key) || segments[0] === STAGING || Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new RangeError(`invalid key ${JSON.stringify(key)}; required: names separated by single slashes`);
  }
  return key;
}

async function prepareStaging(staging: string): Promise<void> {
  await mkdir(staging, { recursive: true });
  for (const name of await readdir(staging)) {
    if (!isAlive(Number.parseInt(name, 10))) await rm(join(staging, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: alive, and someone else's.
    return codeOf(cause) === 'EPERM';
  }
}

/** On the disk before it gets its name: a power cut leaves the old object or the new one. */
async function writeThrough(file: string, body: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(body);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

function asFault(cause: unknown, verb: string, key: string): Error {
  const Fault = UNUSABLE.has(codeOf(cause)) ? StorageUnusable : PlatformFault;
  return new Fault(`cannot ${verb} ${key} in the output folder: ${reasonOf(cause)}`, { cause });
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
