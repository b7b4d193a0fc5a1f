import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { folderObjectStore } from '../../local/folder-object-store.ts';
import { objectStoreContract } from '../lambdas/shared/object-store.contract.ts';
import { scratchFolder } from '../pipeline/command.ts';

describe('a folder as an object store', () => {
  objectStoreContract({ fresh: () => folderObjectStore(scratchFolder()) });
});

test.each(['../out', 'a/../../b', '/etc/passwd', 'a//b', 'a\\b', 'a\0b', ''])(
  'the key %j can not leave the folder',
  async (key) => {
    const store = folderObjectStore(scratchFolder());
    await expect(store.put(key, new Uint8Array(1))).rejects.toThrow(RangeError);
    await expect(store.get(key)).rejects.toThrow(RangeError);
  },
);

test('what a killed process left half-written is no object, and is cleared away', async () => {
  const root = scratchFolder();
  mkdirSync(join(root, '.osteon-staging'));
  // No process has this number: it is above the largest that Linux gives out.
  writeFileSync(join(root, '.osteon-staging', '99999999-half'), 'half of a rep');
  const store = folderObjectStore(root);
  expect(await store.list('')).toEqual([]);
  await store.put('whole', Uint8Array.from([1]));
  expect(readdirSync(join(root, '.osteon-staging'))).toEqual([]);
  expect((await store.list('')).map(({ key }) => key)).toEqual(['whole']);
});
