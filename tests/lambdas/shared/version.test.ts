import { afterEach, expect, test, vi } from 'vitest';

import { COMMIT_VARIABLE, software } from '../../../lambdas/shared/version.ts';
import manifest from '../../../package.json' with { type: 'json' };

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ['7f0a406', '+7f0a406'],
  ['7f0a406.dirty', '+7f0a406.dirty'],
  [undefined, '+unknown'],
  ['', '+unknown'],
  ['7f0a406/../x', '+unknown'],
  ['two words', '+unknown'],
])('a commit of %j makes the version end with %s', (commit, end) => {
  vi.stubEnv(COMMIT_VARIABLE, commit);
  expect(software()).toEqual({ name: 'osteon', version: `${manifest.version}${end}` });
});
