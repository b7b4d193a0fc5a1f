import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { alone } from '../../../local/finalise/lock.ts';
import { scratchFolder } from '../../pipeline/command.ts';

const KEY = { studyId: 's', assessmentId: 'a' };
/** No process has so high a number: Linux goes to 2^22. */
const NOBODY = 2 ** 30;

test('of two revisions at once one is made; after it the next may be', async () => {
  const out = scratchFolder();
  const { promise, resolve: end } = Promise.withResolvers<string>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<null>();
  const first = alone(out, KEY, () => {
    begin(null);
    return promise;
  });
  await begun;
  await expect(alone(out, KEY, () => Promise.resolve('second'))).rejects.toThrow('one at a time');
  // Another assessment has its own.
  expect(await alone(out, { ...KEY, assessmentId: 'b' }, () => Promise.resolve('other'))).toBe('other');
  end('first');
  expect(await first).toBe('first');
  expect(await alone(out, KEY, () => Promise.resolve('third'))).toBe('third');
});

test('a revision that failed leaves none behind, and that of a process that has died is taken over', async () => {
  const out = scratchFolder();
  await expect(alone(out, KEY, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  mkdirSync(join(out, 'assessments/s/a'), { recursive: true });
  writeFileSync(join(out, 'assessments/s/a/.revising'), String(NOBODY));
  expect(await alone(out, KEY, () => Promise.resolve('made'))).toBe('made');
});
