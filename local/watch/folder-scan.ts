/** All files below a folder, with what changes where a file is still written. */
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Size and time of the last change. */
export type Stamp = string;

/**
 * Links are not followed, and hidden files, by which copying programs go, are passed over.
 * @returns stamps by path
 * @throws Error where some of it can't be read: what is then not seen has not gone
 */
export async function scanFolder(folder: string): Promise<Map<string, Stamp>> {
  const found = new Map<string, Stamp>();
  await scanInto(folder, found);
  return found;
}

async function scanInto(folder: string, found: Map<string, Stamp>): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await scanInto(path, found);
    else if (entry.isFile()) {
      const { size, mtimeMs } = await lstat(path);
      found.set(path, `${size}-${mtimeMs}`);
    }
  }
}
