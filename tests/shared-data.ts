/**
 * Real CT for tests, where it lies: beside the project's root. It is not part of the project; tests that need it
 * are skipped, and counted as skipped, where it is missing.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../shared/data/', import.meta.url));

/** Absolute path of a file or folder of the shared data. */
export function sharedData(path: string): string {
  return `${ROOT}${path}`;
}

/** For `test.skipIf(...)`: true where the shared data does not hold `path`. */
export function lacksSharedData(path: string): boolean {
  return !existsSync(sharedData(path));
}
