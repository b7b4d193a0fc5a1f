/** The folder that holds everything: opened, and tried, before any work starts. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { ListedStore } from '../lambdas/shared/object-store.ts';

import { CommandLineError, reasonOf } from './command/errors.ts';
import { folderObjectStore } from './folder-object-store.ts';

/** @throws CommandLineError where nothing can be written there. */
export async function openOutput(out: string): Promise<ListedStore> {
  const probe = join(out, `.osteon-write-test-${process.pid}`);
  try {
    await mkdir(out, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (cause) {
    throw new CommandLineError(`--out ${out}: not writable: ${reasonOf(cause)}`, { cause });
  }
  return folderObjectStore(out);
}
