import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['spine/host/v8-flags.ts'],
    reporters: ['default', './tests/closing-line.ts'],
    // Guards against a hang, not against a slow machine: nothing here is timed.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Modules load as Node loads them: vitest's own runner reads every imported name through a getter, which makes
    // kernels that call across modules ten times slower than they are.
    experimental: { viteModuleRunner: false },
    // Two cores are what CI has; numerics and the pipeline's own processes share them.
    maxWorkers: 2,
  },
});
