import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { PlatformFault, StorageUnusable } from '../../lambdas/shared/errors.ts';
import { folderObjectStore } from '../../local/folder-object-store.ts';
import { objectStoreContract } from '../lambdas/shared/object-store.contract.ts';
import { scratchFolder } from '../pipeline/command.ts';

describe('a folder as an object store', () => {
  objectStoreContract({ fresh: () => folderObjectStore(scratchFolder()) });
});

test.each([
  '../out',
  'a/../../b',
  '/etc/passwd',
  'a//b',
  'a/',
  './a',
  'a\\b',
  'a\0b',
  '',
  '.osteon-staging',
  '.osteon-staging/x',
  'n'.repeat(1025),
  // 1026 bytes of UTF-8 in 513 letters.
  'é'.repeat(513),
])('the key %j can not leave the folder, nor what S3 allows', async (key) => {
  const store = folderObjectStore(scratchFolder());
  await expect(store.put(key, new Uint8Array(1))).rejects.toThrow(RangeError);
  await expect(store.get(key)).rejects.toThrow(RangeError);
});

test.each(['a.b', '..a', 'a..', 'a/.osteon-staging', `${'n'.repeat(200)}/`.repeat(5) + 'n'.repeat(19)])(
  'the key %j is one, to the last byte that S3 allows',
  async (key) => {
    const store = folderObjectStore(scratchFolder());
    await store.put(key, new Uint8Array(2));
    expect((await store.get(key)).length).toBe(2);
  },
);

test('an object is the file that its key names', async () => {
  const root = scratchFolder();
  await folderObjectStore(root).put('a/b.json', new TextEncoder().encode('{}'));
  expect(readFileSync(join(root, 'a', 'b.json'), 'utf8')).toBe('{}');
  await expect(folderObjectStore(root).put('a', new Uint8Array(1))).rejects.toThrow(PlatformFault);
});

test.runIf(process.getuid?.() !== 0)(
  'a folder that may not be written is told as unusable, which no retry mends',
  async () => {
    const root = scratchFolder();
    const store = folderObjectStore(root);
    chmodSync(root, 0o500);
    await expect(store.put('a', new Uint8Array(1))).rejects.toThrow(StorageUnusable);
  },
);

test('what a killed process left half-written is no object, and is cleared away; a living one keeps its own', async () => {
  const root = scratchFolder();
  const staging = join(root, '.osteon-staging');
  mkdirSync(staging);
  // No process has this number: it is above the largest that Linux gives out.
  writeFileSync(join(staging, '99999999-half'), 'half of a rep');
  writeFileSync(join(staging, 'no-number'), 'half of a rep');
  // Process 1 lives, and is another user's where the tests' user is not root.
  for (const pid of [process.pid, process.ppid, 1])
    writeFileSync(join(staging, `${pid}-being-written`), 'half');
  const store = folderObjectStore(root);
  await store.put('whole', Uint8Array.from([1]));
  expect(readdirSync(staging).sort()).toEqual(
    [...new Set([process.pid, process.ppid, 1])].map((pid) => `${pid}-being-written`).sort(),
  );
  expect(readdirSync(root).sort()).toEqual(['.osteon-staging', 'whole']);
});

test('a file in the place of a folder is for a person to mend', async () => {
  const store = folderObjectStore(scratchFolder());
  await store.put('results', new Uint8Array(1));
  await expect(store.put('results/levels/a', new Uint8Array(1))).rejects.toThrow(StorageUnusable);
});
