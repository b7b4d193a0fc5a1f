/** The tests as a mutation run needs them: in one process that stays, whose modules are loaded by vitest's own runner. */
import { defineConfig } from 'vitest/config';

import { QuickFirst } from './quick-first.ts';

const ROOT = new URL('../../', import.meta.url).pathname;

export default defineConfig({
  root: ROOT,
  test: {
    environment: 'node',
    include: (process.env.OSTEON_MUTATION_TESTS ?? 'tests/**/*.test.ts').split(','),
    testTimeout: 300_000,
    hookTimeout: 300_000,
    isolate: false,
    fileParallelism: false,
    sequence: { sequencer: QuickFirst },
    // The solver's kernels are slow under vitest's runner, and node loads them as well where nobody changes them.
    server: { deps: { external: process.env.OSTEON_MUTATES_SOLVER === '1' ? [] : [/\/solver\//] } },
  },
});
