/** Where the process that runs it keeps what it compiles. */
import { getCompileCacheDir } from 'node:module';

export function handler(): Promise<string | null> {
  return Promise.resolve(getCompileCacheDir() ?? null);
}
