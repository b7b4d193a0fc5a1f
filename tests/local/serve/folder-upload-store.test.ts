import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { folderObjectStore } from '../../../local/folder-object-store.ts';
import { folderUploadStore } from '../../../local/serve/folder-upload-store.ts';
import { uploadLinks } from '../../../local/serve/upload-links.ts';
import { chunksOf, digestOf } from '../../lambdas/api/fixture.ts';
import { uploadStoreContract } from '../../lambdas/shared/upload-store.contract.ts';
import { scratchFolder } from '../../pipeline/command.ts';

function opened(root = scratchFolder()) {
  const links = uploadLinks(() => Date.now());
  return {
    root,
    store: folderObjectStore(root),
    uploads: folderUploadStore(root, links, () => 'http://here'),
  };
}

describe('a folder as a store of uploads', () => {
  uploadStoreContract({ fresh: () => Promise.resolve(opened()) });
});

const content = Uint8Array.from({ length: 100_000 }, (_, n) => (n * 7) % 256);
const wanted = { key: 'p/object', bytes: content.length, sha256: digestOf(content) };

test('what is received whole is stored, and once more the same', async () => {
  const { store, uploads } = opened();
  for (let time = 0; time < 2; time++) await uploads.receive(wanted, chunksOf(content));
  expect(digestOf(await store.get('p/object'))).toBe(wanted.sha256);
});

test.each([
  ['too short', content.subarray(1), 'SIZE_MISMATCH'],
  ['too long', Uint8Array.from([...content, 0]), 'SIZE_MISMATCH'],
  ['other than declared', content.map((value, n) => (n === 500 ? value ^ 1 : value)), 'DIGEST_MISMATCH'],
])('what is %s is not stored, and leaves nothing behind', async (_, body, code) => {
  const { root, uploads } = opened();
  await expect(uploads.receive(wanted, chunksOf(body))).rejects.toMatchObject({ code });
  expect(await uploads.digestOf('p/object')).toBeNull();
  expect(readdirSync(join(root, '.osteon-staging'))).toEqual([]);
});

test('a body that breaks off is not stored', async () => {
  const { uploads } = opened();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield await Promise.resolve(content.subarray(0, 1000));
    throw new Error('aborted');
  }
  await expect(uploads.receive(wanted, broken())).rejects.toThrow('aborted');
  expect(await uploads.digestOf('p/object')).toBeNull();
});

test('a key that leads out of the folder is refused', async () => {
  const { uploads } = opened();
  await expect(uploads.receive({ ...wanted, key: '../object' }, chunksOf(content))).rejects.toThrow(
    RangeError,
  );
});
