/** Which studies wait for a file: an incomplete one holds up its study, or, where it does not say which, all studies beside it. */
import { dirname } from 'node:path';

import type { WatchedFile } from './watched-file.ts';

/**
 * @param files by path; null: it was not read yet, or is still written
 * @returns by study: whether a file of it is known to be incomplete
 */
export function heldUp(files: ReadonlyMap<string, WatchedFile | null>): ReadonlyMap<string, boolean> {
  const folders = new Set<string>();
  const held = new Map<string, boolean>();
  for (const [path, file] of files) {
    if (file === null || (file.is === 'incomplete' && file.study === null)) folders.add(dirname(path));
    else if (file.is === 'incomplete') held.set(file.study!, true);
  }
  for (const [path, file] of files)
    if (file?.is === 'of-study' && folders.has(dirname(path)) && !held.has(file.study))
      held.set(file.study, false);
  return held;
}
