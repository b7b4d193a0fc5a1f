/** Leaves a mark where it is loaded. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

writeFileSync(join(process.env.OSTEON_TEST_LOADED!, String(process.pid)), '');

export function handler(): Promise<null> {
  return Promise.resolve(null);
}
