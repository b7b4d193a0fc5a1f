/** Gzip and raw deflate by Node's zlib, which checks what it unpacks. */
import { promisify } from 'node:util';
import {
  constants,
  crc32,
  deflateRaw,
  deflateRawSync,
  gunzipSync,
  inflateRaw,
  inflateRawSync,
} from 'node:zlib';

/** What is packed by itself: threads share pieces, and the stream does not hang on how many there are. */
const PIECE_BYTES = 2 ** 22;
/** What zlib takes as room for output at least. */
const LEAST_ROOM = 64;
/** Deflate expands by no more (RFC 1951: 258 bytes in two bits). */
const MOST_EXPANSION = 1032;
/** Of the stream's header (RFC 1952): deflate, no name, no time, fastest, unknown system. */
const GZIP_HEADER = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 255);
/** An empty last block, which ends the stream that the pieces left open. */
const LAST_BLOCK = Uint8Array.of(3, 0);
/**
 * Repetitions of one byte alone are looked for (decision 0035). A piece ends on a whole byte, and the next one begins without
 * looking back into it.
 */
const PIECE_OPTIONS = {
  level: 1,
  strategy: constants.Z_RLE,
  finishFlush: constants.Z_SYNC_FLUSH,
  chunkSize: PIECE_BYTES,
} as const;

const deflate = promisify<Uint8Array, object, Uint8Array>(deflateRaw);
const inflate = promisify<Uint8Array, object, Uint8Array>(inflateRaw);

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * @param mostBytes what it may unpack to: best little more than what it will, as so much is set aside at once
 * @throws TooLarge before the memory is taken, Error for a stream that breaks off or fails its checksum
 */
export function gunzip(bytes: Uint8Array, mostBytes: number): Uint8Array {
  // Room for all of it at once: joined from pieces it would be copied, and there twice.
  const room = Math.max(LEAST_ROOM, Math.min(mostBytes, MOST_EXPANSION * bytes.length));
  return bounded(bytes, mostBytes, () => gunzipSync(bytes, { maxOutputLength: mostBytes, chunkSize: room }));
}

/** What the first `prefixBytes` of a stream unpack to, however the rest of it is. @throws Error for what is no gzip */
export function gunzipHead(bytes: Uint8Array, prefixBytes: number): Uint8Array {
  return gunzipSync(bytes.subarray(0, prefixBytes), { finishFlush: constants.Z_SYNC_FLUSH });
}

/**
 * One gzip stream (a single member) of all parts, one after another.
 *
 * The same bytes for the same content: no clock, no name.
 */
export function gzip(parts: readonly Uint8Array[]): Uint8Array {
  return stream(
    parts,
    piecesOf(parts).map((piece) => deflateRawSync(piece, PIECE_OPTIONS)),
  );
}

/** The same stream, its pieces packed side by side; `parts` must not change meanwhile. */
export async function gzipByThreads(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  return stream(parts, await Promise.all(piecesOf(parts).map((piece) => deflate(piece, PIECE_OPTIONS))));
}

function piecesOf(parts: readonly Uint8Array[]): readonly Uint8Array[] {
  return parts.flatMap((part) =>
    Array.from({ length: Math.ceil(part.length / PIECE_BYTES) }, (_, n) =>
      part.subarray(n * PIECE_BYTES, (n + 1) * PIECE_BYTES),
    ),
  );
}

function stream(parts: readonly Uint8Array[], packed: readonly Uint8Array[]): Uint8Array {
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, checksum(parts), true);
  trailer.setUint32(4, parts.reduce((sum, { length }) => sum + length, 0) % 2 ** 32, true);
  return Buffer.concat([GZIP_HEADER, ...packed, LAST_BLOCK, new Uint8Array(trailer.buffer)]);
}

/** CRC-32 of all parts, one after another. */
function checksum(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => crc32(part, sum), 0);
}

/** What is packed unpacks to more than it may; nothing of it is kept. */
export class TooLarge extends Error {}

/** @throws TooLarge before the memory is taken, Error for a stream that breaks off */
export function inflateRawBounded(bytes: Uint8Array, mostBytes: number): Uint8Array {
  return bounded(bytes, mostBytes, () => inflateRawSync(bytes, { maxOutputLength: mostBytes }));
}

/** By one of zlib's threads. @param bytesUnpacked what it must come to @throws Error where it would be more, or breaks off */
export async function inflateRawOf(bytes: Uint8Array, bytesUnpacked: number): Promise<Uint8Array> {
  // A byte more than it takes: where nothing is left, zlib is asked once more, with as much room again.
  const room = Math.max(LEAST_ROOM, bytesUnpacked + 1);
  return await inflate(bytes, { maxOutputLength: bytesUnpacked, chunkSize: room });
}

function bounded(bytes: Uint8Array, mostBytes: number, unpack: () => Uint8Array): Uint8Array {
  try {
    return unpack();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new TooLarge(`${bytes.length} bytes that unpack to more than ${mostBytes}`, { cause });
  }
}
