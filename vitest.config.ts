import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['tests/**/*.test.ts'],
    reporters: ['default', './tests/closing-line.ts'],
    // Guards against a hang, not against a slow machine: nothing here is timed.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Two cores are what CI has; numerics and the pipeline's own processes share them.
    maxWorkers: 2,
  },
});
