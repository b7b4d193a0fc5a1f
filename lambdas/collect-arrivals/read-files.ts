/** Reads what is new below a site's prefix, and puts what is of a study where its assessment will read it. */
import { sha256 } from '../../spine/host/digest.ts';
import { watchedFile, type WatchedFile } from '../shared/arrivals/watched-file.ts';
import { inParallel } from '../shared/in-parallel.ts';
import { ObjectMissing, type ObjectStore, type StoredObject } from '../shared/object-store.ts';

import { fileKeyOf, type ArrivalsRecord, type ReadFile } from './arrivals-record.ts';

const MIB = 2 ** 20;
/** Read side by side; larger ones, which are archives, by themselves. */
const SMALL_BYTES = 16 * MIB;
const SMALL_AT_ONCE = 16;
/** What this function's memory can hold. LoadCt takes nothing larger either. */
const LARGEST_BYTES = 1024 * MIB;

export interface Reading {
  readonly store: ObjectStore;
  readonly site: string;
  readonly now: () => number;
  /** What is not begun by then is read at the next look, ms. */
  readonly until: number;
}

/** Where a file of a study lies for its assessment: under its content, and none of the site's names. */
export function arrivedFileKey(site: string, digest: string): string {
  return `incoming/${site}/arrived/files/${digest}`;
}

/** @returns by key what each object is; null: not read yet */
export async function readFiles(
  { store, site, now, until }: Reading,
  found: readonly StoredObject[],
  before: ArrivalsRecord,
): Promise<ReadonlyMap<string, ReadFile | null>> {
  const files = new Map<string, ReadFile | null>();
  const fresh: StoredObject[] = [];
  for (const object of found) {
    const known = before.files[fileKeyOf(object.key)];
    files.set(object.key, known?.stamp === object.stamp ? known : null);
    if (known?.stamp !== object.stamp) fresh.push(object);
  }
  const read = async (object: StoredObject): Promise<void> => {
    if (now() < until) files.set(object.key, await readOne(store, site, object));
  };
  await inParallel(
    fresh.filter(({ bytes }) => bytes <= SMALL_BYTES),
    SMALL_AT_ONCE,
    read,
  );
  for (const object of fresh) if (object.bytes > SMALL_BYTES) await read(object);
  return files;
}

async function readOne(
  store: ObjectStore,
  site: string,
  { key, bytes: size, stamp }: StoredObject,
): Promise<ReadFile | null> {
  if (size > LARGEST_BYTES) return { is: 'incomplete', study: null, stamp };
  const bytes = await store.get(key).catch((cause: unknown) => {
    // Gone since it was listed.
    if (cause instanceof ObjectMissing) return null;
    throw cause;
  });
  if (bytes === null) return null;
  const file = known(bytes);
  if (file.is !== 'of-study') return { ...file, stamp };
  const digest = sha256(bytes);
  await store.put(arrivedFileKey(site, digest), bytes);
  return { ...file, sha256: digest, stamp };
}

/** One that can't even be looked at holds up what lies beside it: a stack must not be shortened in silence. */
function known(bytes: Uint8Array): WatchedFile {
  try {
    return watchedFile(bytes);
  } catch {
    return { is: 'incomplete', study: null };
  }
}
