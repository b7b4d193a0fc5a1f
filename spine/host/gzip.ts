/** Gzip and raw deflate by Node's zlib, which checks what it unpacks. */
import { constants, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** @throws TooLarge before the memory is taken, Error for a stream that breaks off or fails its checksum */
export function gunzip(bytes: Uint8Array, mostBytes: number): Uint8Array {
  return bounded(bytes, mostBytes, gunzipSync);
}

/** What the first `prefixBytes` of a stream unpack to, however the rest of it is. @throws Error for what is no gzip */
export function gunzipHead(bytes: Uint8Array, prefixBytes: number): Uint8Array {
  return gunzipSync(bytes.subarray(0, prefixBytes), { finishFlush: constants.Z_SYNC_FLUSH });
}

/** The same bytes for the same content: no clock, no name. @param level 1 (fast) to 9 (small) */
export function gzip(bytes: Uint8Array, level: number): Uint8Array {
  return gzipSync(bytes, { level });
}

/** What is packed unpacks to more than it may; nothing of it is kept. */
export class TooLarge extends Error {}

/** @throws TooLarge before the memory is taken, Error for a stream that breaks off */
export function inflateRawBounded(bytes: Uint8Array, mostBytes: number): Uint8Array {
  return bounded(bytes, mostBytes, inflateRawSync);
}

type Unpack = (bytes: Uint8Array, limit: { readonly maxOutputLength: number }) => Uint8Array;

function bounded(bytes: Uint8Array, mostBytes: number, unpack: Unpack): Uint8Array {
  try {
    return unpack(bytes, { maxOutputLength: mostBytes });
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new TooLarge(`${bytes.length} bytes that unpack to more than ${mostBytes}`, { cause });
  }
}
