import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, test, vi } from 'vitest';

import { FunctionPool } from '../../local/functions/function-pool.ts';
import { runCommand, scratchFolder } from '../pipeline/command.ts';

const HANDLER = fileURLToPath(new URL('functions/handlers/compiled.ts', import.meta.url));
const OWN = fileURLToPath(new URL('../../dist/compile-cache', import.meta.url));

afterEach(() => {
  vi.unstubAllEnvs();
});

/** Where a function's process keeps what it compiles, and what was there when it had answered. */
async function inPool(): Promise<{ readonly folder: string; readonly files: number }> {
  const pool = new FunctionPool(scratchFolder(), 1);
  try {
    pool.prepare({ inTurn: [HANDLER], sideBySide: [] });
    const folder = await pool.invoke({
      ...{ handler: HANDLER, functionName: 'compiled', event: {} },
      ...{ onLog: () => undefined, onStart: () => undefined },
    });
    return { folder: folder as string, files: filesBelow(folder as string) };
  } finally {
    pool.close();
  }
}

function filesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true }).filter((name) =>
    statSync(join(folder, name as string)).isFile(),
  ).length;
}

test('processes of the functions keep what they compiled in the checkout', async () => {
  const { folder } = await inPool();
  expect(folder.startsWith(OWN)).toBe(true);
});

test('they have written it before they are killed, and the next ones add nothing', async () => {
  vi.stubEnv('NODE_COMPILE_CACHE', scratchFolder());
  const first = await inPool();
  expect(first.files).toBeGreaterThan(20);
  expect((await inPool()).files).toBe(first.files);
});

test('a folder that can’t be written keeps nothing, and nothing else is different', async () => {
  vi.stubEnv('NODE_COMPILE_CACHE', '/dev/null/nowhere');
  const { code, stdout } = await runCommand(['--help']);
  expect([code, stdout.slice(0, 6)]).toEqual([0, 'Usage:']);
});
