import { gunzipSync } from 'node:zlib';

import { expect, test } from 'vitest';

import { gunzip, gzip, gzipByThreads, TooLarge } from '../../../spine/host/gzip.ts';

const MEMBER = Buffer.from([0x1f, 0x8b, 8]);

/** Runs, noise and zeros, in two parts that end within a piece of 4 MB. */
function parts(): readonly Uint8Array[] {
  let state = 1;
  const noise = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24;
  const head = Uint8Array.from({ length: 352 }, (_, n) => n % 251);
  const voxels = new Uint8Array(9_500_001).map((_, n) => (n < 5e6 ? n >>> 12 : n < 7e6 ? noise() : 0));
  return [head, voxels];
}

test('what is packed is one member that plain gzip unpacks, by threads or not', async () => {
  const all = parts();
  const packed = Buffer.from(gzip(all));
  expect(Buffer.concat(all).equals(gunzipSync(packed))).toBe(true);
  expect(packed.lastIndexOf(MEMBER)).toBe(0);
  expect(packed.equals(await gzipByThreads(all))).toBe(true);
  expect(packed.length).toBeLessThan(2_200_000);
});

test('nothing packs as nothing', () => {
  expect([...gunzipSync(gzip([]))]).toEqual([]);
});

test('what unpacks to more than it may is not unpacked, to the byte', () => {
  const packed = gzip([new Uint8Array(5_000_000)]);
  expect(gunzip(packed, 5_000_000)).toHaveLength(5_000_000);
  expect(() => gunzip(packed, 4_999_999)).toThrow(TooLarge);
});

test('a byte that changed in the stream is told by its checksum', () => {
  const packed = gzip([Uint8Array.from({ length: 1000 }, (_, n) => (n * 7919) % 256)]);
  packed[500]! ^= 4;
  expect(() => gunzip(packed, 2000)).toThrow();
});
