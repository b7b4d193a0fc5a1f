/** The files inside a zip, whole and checked, or a refusal that says what is wrong with it. */
import type { RefusalCode } from '../../contracts/codes/codes.ts';
import { crc32 } from 'node:zlib';

import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

import { StudyRefused } from '../../contracts/refusals.ts';
import { inflateRawOf } from './gzip.ts';
import { withoutTrailing } from './zip-end.ts';

export interface SourceFile {
  /** For messages: the key in the store, and the entry's number inside a zip. Never a file name. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** What archives may still unpack to: one for a study, however many archives lie in it or in one another. */
export interface UnzipBudget {
  bytes: number;
  entries: number;
}

/** 6000 uncompressed slices of 512 x 512, and more entries than any study has images. */
const MOST_UNZIPPED_BYTES = 3 * 2 ** 30;
const MOST_ENTRIES = 100_000;
/** CT packs at most 1 : 60, with much air around it; an entry of this size that packs better holds nothing. */
const MOST_PACKED = { ratio: 200, fromBytes: 2 ** 26 } as const;
/** Enough of an entry to tell what it is. */
const HEAD_BYTES = 8192;
/** APPNOTE 4.4.5; the others are told by number. */
const METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink', 6: 'Implode', 9: 'Deflate64', 12: 'BZIP2', 14: 'LZMA', 93: 'Zstandard', 95: 'XZ', 98: 'PPMd', 99: 'AES',
}; // prettier-ignore
/** Bytes of nothing, packed by Deflate; with room for an encryption's header. */
const PACKED_NOTHING = 16;
const STORED = 0;
const DEFLATED = 8;
/** Entries that are unpacked while the caller has one: as many as zlib has threads. */
const AHEAD = 4;

export function unzipBudget(): UnzipBudget {
  return { bytes: MOST_UNZIPPED_BYTES, entries: MOST_ENTRIES };
}

/**
 * Entries one by one, so that what the caller does not keep is freed. Of those that are not wanted only the head is unpacked.
 *
 * @param wanted asked with the first 8192 bytes of an entry, or all of a shorter one
 * @throws StudyRefused for a zip that can't be opened, breaks off, fails its checksums, is encrypted, packed by another
 * method than Deflate, or absurdly large
 */
export async function* unzipped(
  { id, bytes }: SourceFile,
  budget: UnzipBudget,
  wanted: (head: Uint8Array) => boolean,
): AsyncGenerator<SourceFile> {
  const ahead: Promise<SourceFile>[] = [];
  for await (const file of entriesOf({ id, bytes }, budget, wanted)) {
    // Its failure is told when its turn comes; until then it is nobody's.
    file.content.catch(() => undefined);
    ahead.push(file.content);
    if (ahead.length > AHEAD) yield await ahead.shift()!;
  }
  for (const content of ahead) yield await content;
}

/** Entries whose content is being unpacked: `content` is a promise in an object, or the generator would wait for it. */
async function* entriesOf(
  { id, bytes }: SourceFile,
  budget: UnzipBudget,
  wanted: (head: Uint8Array) => boolean,
): AsyncGenerator<{ readonly content: Promise<SourceFile> }> {
  const zip = await opened(id, bytes);
  budget.entries -= zip.entryCount;
  if (budget.entries < 0) throw tooLarge(id, `${zip.entryCount} entries`);
  let number = 0;
  const entries = zip.eachEntry();
  for (;;) {
    number++;
    const next = await entries.next().catch((cause: unknown) => {
      throw damaged(`${id}, entry ${number}`, 'an incomplete list of entries', cause);
    });
    if (next.done === true) return;
    const entry = next.value;
    // Folders, and files that hold nothing; not one that is packed in something and says that it is nothing.
    if (entry.uncompressedSize === 0 && entry.compressedSize <= PACKED_NOTHING) continue;
    const entryId = `${id}, entry ${number}`;
    checkMethod(entry, entryId);
    const head = await headOf(zip, entry, entryId);
    if (!wanted(head)) {
      yield { content: Promise.resolve({ id: entryId, bytes: head }) };
      continue;
    }
    const { uncompressedSize: size, compressedSize: packed } = entry;
    budget.bytes -= size;
    if (budget.bytes < 0) throw tooLarge(id, `${size} bytes in entry ${number}`);
    if (size > MOST_PACKED.fromBytes && size > MOST_PACKED.ratio * packed)
      throw tooLarge(id, `${size} bytes packed in ${packed} in entry ${number}`);
    yield { content: contentOf(zip, entry, entryId).then((content) => ({ id: entryId, bytes: content })) };
  }
}

function checkMethod(entry: Entry, id: string): void {
  if (entry.isEncrypted())
    throw refused('ZIP_ENCRYPTED', `an encrypted zip archive (${id})`, 'a zip archive without a password');
  const { compressionMethod: method } = entry;
  if (method === STORED || method === DEFLATED) return;
  throw refused(
    'ZIP_UNSUPPORTED',
    `compression by ${METHODS[method] ?? `method ${method}`} (${id})`,
    'a zip archive compressed by Deflate, or not at all',
  );
}

async function opened(id: string, bytes: Uint8Array): Promise<ZipFile> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Names are not used: left raw, an odd one can't stop the reading.
    return await fromBufferPromise(withoutTrailing(buffer), { lazyEntries: true, decodeStrings: false });
  } catch (cause) {
    throw damaged(id, 'a zip archive that cannot be opened', cause);
  }
}

async function headOf(zip: ZipFile, entry: Entry, id: string): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) {
      parts.push(part as Buffer);
      length += (part as Buffer).length;
      if (length >= HEAD_BYTES) break;
    }
  } catch (cause) {
    throw damaged(id, 'an entry that does not unpack', cause);
  }
  return Buffer.concat(parts).subarray(0, HEAD_BYTES);
}

/** Taken whole and unpacked at one go by zlib's threads: as a stream, piece by piece, it takes three times as long. */
async function contentOf(zip: ZipFile, entry: Entry, id: string): Promise<Uint8Array> {
  const { uncompressedSize: size, compressionMethod: method } = entry;
  let content: Uint8Array;
  try {
    const packed = method === DEFLATED ? { decompress: false } : {};
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry, packed)) parts.push(part as Buffer);
    const stored = Buffer.concat(parts);
    content = method === DEFLATED ? await inflateRawOf(stored, size) : stored;
  } catch (cause) {
    throw damaged(id, 'an entry that does not unpack', cause);
  }
  if (content.length !== size) throw damaged(id, 'an entry that does not unpack');
  // The library checks sizes, not contents.
  if (crc32(content) !== entry.crc32) throw damaged(id, 'an entry that fails its checksum');
  return content;
}

function damaged(id: string, saw: string, cause?: unknown): StudyRefused {
  return refused('ZIP_DAMAGED', `${saw} (${id})`, 'a complete zip archive', cause);
}

function tooLarge(id: string, saw: string): StudyRefused {
  return refused(
    'ZIP_TOO_LARGE',
    `${saw} (${id})`,
    `up to ${MOST_ENTRIES} entries and ${MOST_UNZIPPED_BYTES} bytes unpacked`,
  );
}

/** Messages of the library can name entries, and entries can be named after patients: only the cause holds them. */
function refused(code: RefusalCode, saw: string, wanted: string, cause?: unknown): StudyRefused {
  return new StudyRefused({ code, saw, wanted }, { cause });
}
