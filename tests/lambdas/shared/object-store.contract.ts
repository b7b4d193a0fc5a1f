/** What every object store must do, whatever it stands on. */
import { expect, test } from 'vitest';

import { ObjectMissing, type ObjectStore } from '../../../lambdas/shared/object-store.ts';

export interface StoreUnderTest {
  /** A store without objects. */
  readonly fresh: () => ObjectStore | Promise<ObjectStore>;
  /** Why conditional writes can't be tried, where the server does not know them. */
  readonly noConditionalWrites?: string;
}

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

export function objectStoreContract({ fresh, noConditionalWrites }: StoreUnderTest): void {
  test('what was put is got, byte for byte, nothing included', async () => {
    const store = await fresh();
    const body = Uint8Array.from({ length: 70_000 }, (_, n) => (n * 31) % 256);
    await store.put('a/b/c.bin', body, 'application/octet-stream');
    await store.put('empty', bytes());
    expect(new Uint8Array(await store.get('a/b/c.bin'))).toEqual(body);
    expect((await store.get('empty')).length).toBe(0);
  });

  test('a second put replaces the first', async () => {
    const store = await fresh();
    await store.put('key', bytes(1, 2, 3));
    await store.put('key', bytes(4));
    expect([...(await store.get('key'))]).toEqual([4]);
  });

  test('a key that is not there is ObjectMissing', async () => {
    await expect((await fresh()).get('not/there')).rejects.toThrow(ObjectMissing);
  });

  test('a list holds what starts with the prefix, sorted, with sizes', async () => {
    const store = await fresh();
    for (const key of ['s/2', 's/1/x', 't/1', 's/10']) await store.put(key, bytes(1, 2));
    expect(await store.list('s/')).toEqual(['s/1/x', 's/10', 's/2'].map((key) => ({ key, size: 2 })));
    expect((await store.list('s/1')).map(({ key }) => key)).toEqual(['s/1/x', 's/10']);
    expect(await store.list('nothing/')).toEqual([]);
  });

  test.skipIf(noConditionalWrites !== undefined)(
    `put if absent writes once${noConditionalWrites === undefined ? '' : ` (skipped: ${noConditionalWrites})`}`,
    async () => {
      const store = await fresh();
      const won = await Promise.all([1, 2, 3, 4].map((n) => store.putIfAbsent('once', bytes(n))));
      expect(won.filter(Boolean)).toHaveLength(1);
      expect([...(await store.get('once'))]).toEqual([won.indexOf(true) + 1]);
    },
  );

  test('a presigned address is one', async () => {
    const store = await fresh();
    await store.put('a file.txt', bytes(1));
    expect(new URL(await store.presign('a file.txt', 60)).pathname).toContain('a%20file.txt');
  });
}
