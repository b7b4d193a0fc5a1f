/** What every store of the API must do beside reading and writing objects. */
import { createHash } from 'node:crypto';

import { expect, test } from 'vitest';

import type { ObjectStore } from '../../../lambdas/shared/object-store.ts';
import { listAll, type UploadStore } from '../../../lambdas/shared/upload-store.ts';

export interface UploadStoreUnderTest {
  /** A store without objects, and the same as an object store. */
  readonly fresh: () => Promise<{ readonly uploads: UploadStore; readonly store: ObjectStore }>;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export function uploadStoreContract({ fresh }: UploadStoreUnderTest): void {
  test('a list has what lies directly below a prefix, in order, in pages', async () => {
    const { uploads, store } = await fresh();
    for (const key of ['p/b', 'p/a', 'p/0', 'p/c/d', 'p/a-1', 'q/a', 'pa']) await store.put(key, bytes(key));
    expect(await uploads.list('p/', null, 10)).toEqual([
      { name: '0', bytes: 3 },
      { name: 'a', bytes: 3 },
      { name: 'a-1', bytes: 5 },
      { name: 'b', bytes: 3 },
    ]);
    expect((await uploads.list('p/', null, 2)).map(({ name }) => name)).toEqual(['0', 'a']);
    expect((await uploads.list('p/', 'a', 2)).map(({ name }) => name)).toEqual(['a-1', 'b']);
    expect(await uploads.list('p/', 'b', 2)).toEqual([]);
    expect(await uploads.list('nothing/', null, 2)).toEqual([]);
  });

  test('folders are those that hold something', async () => {
    const { uploads, store } = await fresh();
    for (const key of ['p/b/1', 'p/a/2/3', 'p/c', 'p/a/4']) await store.put(key, bytes(key));
    expect(await uploads.folders('p/')).toEqual(['a', 'b']);
    expect(await uploads.folders('nothing/')).toEqual([]);
  });

  test('of more objects than one page has, all are listed', async () => {
    const { uploads, store } = await fresh();
    const names = Array.from({ length: 1001 }, (_, n) => `n${String(n).padStart(4, '0')}`);
    await Promise.all(names.map((name) => store.put(`p/${name}`, bytes('x'))));
    expect([...(await listAll(uploads, 'p/')).keys()]).toEqual(names);
  });

  test('an object is there or not, whatever begins like it', async () => {
    const { uploads, store } = await fresh();
    await store.put('p/ab/c', bytes('x'));
    await store.put('p/b.json', bytes('x'));
    const asked = ['p/ab/c', 'p/ab', 'p/a', 'p/b', 'p/b.json', 'p/b.json.x', 'q/b'];
    expect(await Promise.all(asked.map((key) => uploads.has(key)))).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  test('the digest is that of the stored bytes, whoever wrote them', async () => {
    const { uploads, store } = await fresh();
    await store.put('p/x', bytes('content'));
    expect(await uploads.digestOf('p/x')).toEqual({ bytes: 7, sha256: sha256('content') });
    expect(await uploads.digestOf('p/y')).toBeNull();
  });

  test('a link says what it is for, and when it ends', async () => {
    const { uploads } = await fresh();
    const key = `incoming/north/1/files/${sha256('content')}`;
    const target = await uploads.target({ key, bytes: 7, sha256: sha256('content') });
    expect(target).toMatchObject({ method: 'PUT', bytes: 7, sha256: sha256('content') });
    expect(new URL(target.url).pathname.endsWith(`/${key}`)).toBe(true);
    const left = Date.parse(target.expiresAt) - Date.now();
    expect(left).toBeGreaterThan(1_800_000);
    expect(left).toBeLessThanOrEqual(3_600_000);
  });
}
