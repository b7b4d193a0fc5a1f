/** On Lambda the solver is part of one file: its threads run that very file, and its kernels lie beside it. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'osteon-bundle-'));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const MAIN = `
import { isMainThread } from 'node:worker_threads';
import { applyLoad, isotropicLaw, solveLinearWith } from '${ROOT}solver/fe/index.ts';
import { hostOf } from '${ROOT}solver/host/index.ts';
if (isMainThread) {
  const n = 26;
  const model = {
    dims: [n, n, n], spacing: [1, 1, 1], lawIndex: new Uint8Array(n ** 3), laws: [isotropicLaw(0)],
    modulus: new Float64Array(n ** 3).fill(100),
  };
  const { dirichlet, topNodes } = applyLoad(model, { kind: 'compression', shorteningMm: 0.26, sideways: 'held' });
  const host = hostOf();
  const { force } = solveLinearWith(host, model, dirichlet, { tolerance: 1e-9, maxIterations: 50 });
  console.log(host.threads, topNodes.reduce((sum, node) => sum + force[3 * node + 2], 0).toFixed(4));
}
`;

test.each([
  ['1769', '1'],
  ['3538', '2'],
])(
  'bundled, with %s MB of a Lambda, it solves with as many threads as that has vCPUs: %s',
  async (megabytes, threads) => {
    await build({
      stdin: { contents: MAIN, resolveDir: ROOT, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: join(folder, 'index.mjs'),
    });
    for (const name of ['kernels.wasm', 'kernels-shared.wasm']) {
      copyFileSync(`${ROOT}dist/kernels/${name}`, join(folder, name));
    }
    writeFileSync(join(folder, 'package.json'), '{}');
    const printed = execFileSync(process.execPath, ['index.mjs'], {
      cwd: folder,
      env: { ...process.env, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: megabytes },
      encoding: 'utf8',
      timeout: 60_000,
    });
    // F = E A s / H without lateral strain.
    expect(printed.trim()).toBe(`${threads} ${(-100 * 26 * 26 * 0.01).toFixed(4)}`);
  },
);
