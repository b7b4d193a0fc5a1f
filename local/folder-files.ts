/**
 * Objects as files of a folder that a person can open: the key is the path below the root.
 *
 * Several processes share one root (one per running step). A body is first written whole to the staging folder and
 * then moved into place, so a reader, or a run after a kill, never meets half an object. What a killed process
 * left in staging is removed before the first write of the next one.
 *
 * Where it is wrong: `a` and `a/b` can't both be objects here, which S3 allows; the root has to be one file system.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';

import { PlatformFault, StorageUnusable } from '../lambdas/shared/errors.ts';

import { reasonOf } from './command/errors.ts';

/** Files in here are called PID-UUID: whose they are decides whether they are leftovers. */
const STAGING = '.osteon-staging';

/** S3's limit on a key, in bytes of UTF-8. */
const MAX_KEY_BYTES = 1024;

/** The file system's words for "there is no such file". */
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);
/** Its words for what another try does not mend. */
const UNUSABLE = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST']);

export interface FolderFiles {
  /** @throws RangeError for a key that is no plain relative path */
  pathOf(key: string): string;
  /**
   * The object gets its name once `fill` has written it whole.
   * @throws what `fill` throws, but errors of the system as `asFault`
   */
  place(key: string, fill: (file: FileHandle) => Promise<void>): Promise<void>;
}

export function folderFiles(root: string): FolderFiles {
  const base = resolve(root);
  let swept: Promise<void> | undefined;
  const pathOf = (key: string): string => join(base, checkedKey(key));
  return {
    pathOf,
    async place(key, fill) {
      const path = pathOf(key);
      try {
        await (swept ??= prepareStaging(join(base, STAGING)));
        const staged = join(base, STAGING, `${process.pid}-${randomUUID()}`);
        try {
          await writeThrough(staged, fill);
          await mkdir(dirname(path), { recursive: true });
          await rename(staged, path);
        } finally {
          await rm(staged, { force: true });
        }
      } catch (cause) {
        // The system's own errors have a number.
        throw cause instanceof Error && 'errno' in cause ? asFault(cause, 'write', key) : cause;
      }
    },
  };
}

export function isMissing(cause: unknown): boolean {
  return MISSING.has(codeOf(cause));
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
async function writeThrough(file: string, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await fill(handle);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

export function asFault(cause: unknown, verb: string, key: string): Error {
  const Fault = UNUSABLE.has(codeOf(cause)) ? StorageUnusable : PlatformFault;
  return new Fault(`cannot ${verb} ${key} in the output folder: ${reasonOf(cause)}`, { cause });
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}
