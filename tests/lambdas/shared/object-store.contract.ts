/** What every object store must do, whatever it stands on: each verb of the port, and no object but those put. */
import { expect, test } from 'vitest';

import { ObjectMissing, type ListedStore } from '../../../lambdas/shared/object-store.ts';

export interface StoreUnderTest {
  /** A store without objects. */
  readonly fresh: () => ListedStore | Promise<ListedStore>;
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

export function objectStoreContract({ fresh }: StoreUnderTest): void {
  test('the port has the verbs that are tested here, and no other', async () => {
    expect(Object.keys(await fresh()).sort()).toEqual(['get', 'list', 'listed', 'put']);
  });

  test('what was put is got, byte for byte, nothing included', async () => {
    const store = await fresh();
    const body = Uint8Array.from({ length: 70_000 }, (_, n) => (n * 31) % 256);
    await store.put('a/b/c.bin', body, 'application/octet-stream');
    await store.put('empty', bytes());
    expect(new Uint8Array(await store.get('a/b/c.bin'))).toEqual(body);
    expect((await store.get('empty')).length).toBe(0);
  });

  test('a second put replaces the first, shorter or longer, and leaves other keys alone', async () => {
    const store = await fresh();
    await store.put('key', bytes(1, 2, 3));
    await store.put('other', bytes(7));
    await store.put('key', bytes(4));
    expect([...(await store.get('key'))]).toEqual([4]);
    await store.put('key', bytes(5, 6), 'text/plain');
    expect([...(await store.get('key'))]).toEqual([5, 6]);
    expect([...(await store.get('other'))]).toEqual([7]);
  });

  test('puts of one key at the same time leave one of them, whole', async () => {
    const store = await fresh();
    const bodies = [1, 2, 3, 4].map((n) => new Uint8Array(5000).fill(n));
    await Promise.all(bodies.map((body) => store.put('raced', body)));
    const left = await store.get('raced');
    expect(left.length).toBe(5000);
    expect(new Set(left).size).toBe(1);
  });

  test('a prefix lists what lies below it, at any depth, ascending, and nothing beside it', async () => {
    const store = await fresh();
    const below = ['sites/a/2', 'sites/a/10', 'sites/a/x/y.json', 'sites/a/z'];
    for (const key of [...below, 'sites/ab/1', 'sites/a.json', 'other']) await store.put(key, bytes(1));
    expect(await store.list('sites/a/')).toEqual([
      'sites/a/10',
      'sites/a/2',
      'sites/a/x/y.json',
      'sites/a/z',
    ]);
    expect(await store.list('sites/none/')).toEqual([]);
  });

  test('a list can say of each object its size, when it was written, and whether it was written anew', async () => {
    const store = await fresh();
    const before = Date.now();
    await store.put('sites/a/x/1', bytes(1, 2, 3));
    await store.put('sites/a/2', bytes());
    const [second, first] = await store.listed('sites/a/');
    expect([first, second]).toMatchObject([
      { key: 'sites/a/x/1', bytes: 3 },
      { key: 'sites/a/2', bytes: 0 },
    ]);
    // S3 tells whole seconds.
    for (const { changedAt } of [first!, second!]) {
      expect(changedAt).toBeGreaterThan(before - 1500);
      expect(changedAt).toBeLessThan(Date.now() + 1500);
    }
    await store.put('sites/a/x/1', bytes(4, 5, 6, 7));
    const [, anew] = await store.listed('sites/a/');
    expect(anew!.stamp).not.toBe(first!.stamp);
    expect((await store.listed('sites/a/'))[1]).toEqual(anew);
    expect(await store.listed('sites/none/')).toEqual([]);
  });

  test.each(['not/there', 'folder', 'folder/object/below', 'folder/obj'])(
    'a key that is not there is ObjectMissing: %s',
    async (key) => {
      const store = await fresh();
      await store.put('folder/object', bytes(1));
      await expect(store.get(key)).rejects.toThrow(ObjectMissing);
      await expect(store.get(key)).rejects.toThrow(key);
    },
  );
}
