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
  /** Entries that are not wanted: each costs the opening of a stream, and holds nothing for its bytes to be counted. */
  others: number;
}

/** 6000 uncompressed slices of 512 x 512, and more entries than any study has images. */
const MOST_UNZIPPED_BYTES = 3 * 2 ** 30;
const MOST_ENTRIES = 100_000;
/** More than a patient disc's viewer and a text beside each image of a study (design value). */
const MOST_OTHERS = 20_000;
/** CT packs at most 1 : 60, with much air around it; an entry of this size that packs better holds nothing. */
const MOST_PACKED = { ratio: 200, fromBytes: 2 ** 26 } as const;
/** Enough of an entry to tell what it is. */
const HEAD_BYTES = 8192;
/** APPNOTE 4.4.5; the others are told by number. */
const METHODS: Readonly<Record<number, string>> = {
  1: 'Shrink', 6: 'Implode', 9: 'Deflate64', 12: 'BZIP2', 14: 'LZMA', 93: 'Zstandard', 95: 'XZ', 98: 'PPMd', 99: 'AES',
}; // prettier-ignore
/** Of what stands before an entry's bytes, without its name (APPNOTE 4.3.7). */
const LOCAL_HEADER_BYTES = 30;
/** Bytes of nothing, packed by Deflate; with room for an encryption's header. */
const PACKED_NOTHING = 16;
const STORED = 0;
const DEFLATED = 8;
/** Entries that are unpacked while the caller has one: as many as zlib has threads. */
const AHEAD = 4;

export function unzipBudget(): UnzipBudget {
  return { bytes: MOST_UNZIPPED_BYTES, entries: MOST_ENTRIES, others: MOST_OTHERS };
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
  const archive = await opened(id, bytes);
  const { zip } = archive;
  budget.entries -= zip.entryCount;
  if (budget.entries < 0) throw tooLarge(id, `${zip.entryCount} entries`);
  const listed = await listOf(zip, id);
  checkApart(listed, id);
  for (const { entry, number } of listed) {
    const entryId = `${id}, entry ${number}`;
    checkMethod(entry, entryId);
    const { uncompressedSize: size, compressedSize: packed } = entry;
    const head = await headOf(zip, entry, entryId);
    if (!wanted(head)) {
      budget.others--;
      if (budget.others < 0) throw tooLarge(id, `more than ${MOST_OTHERS} entries that are no images`);
      yield { content: Promise.resolve({ id: entryId, bytes: head }) };
      continue;
    }
    budget.bytes -= size;
    if (budget.bytes < 0) throw tooLarge(id, `${size} bytes in entry ${number}`);
    if (size > MOST_PACKED.fromBytes && size > MOST_PACKED.ratio * packed)
      throw tooLarge(id, `${size} bytes packed in ${packed} in entry ${number}`);
    yield {
      content: contentOf(archive, entry, entryId).then((content) => ({ id: entryId, bytes: content })),
    };
  }
}

interface Listed {
  readonly entry: Entry;
  /** In the list of entries, from 1. */
  readonly number: number;
}

/**
 * Entries that hold something: no folders, and none that is empty; but one that is packed in something and says that it is nothing.
 *
 * @remarks Some archivers list an entry twice, by the same name at the same place (python/cpython#117779): it is the one entry.
 */
async function listOf(zip: ZipFile, id: string): Promise<readonly Listed[]> {
  const listed: Listed[] = [];
  const at = new Map<number, Entry>();
  let number = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      number++;
      if (entry.uncompressedSize === 0 && entry.compressedSize <= PACKED_NOTHING) continue;
      const { relativeOffsetOfLocalHeader: place } = entry;
      const there = at.get(place);
      if (there !== undefined && isSame(entry, there)) continue;
      at.set(place, entry);
      listed.push({ entry, number });
    }
  } catch (cause) {
    throw damaged(`${id}, entry ${number + 1}`, 'an incomplete list of entries', cause);
  }
  return listed;
}

/** Of entries at one place: whether the list says the same of both. */
function isSame(one: Entry, other: Entry): boolean {
  return (
    one.fileNameRaw.equals(other.fileNameRaw) &&
    one.crc32 === other.crc32 &&
    one.compressionMethod === other.compressionMethod &&
    one.compressedSize === other.compressedSize &&
    one.uncompressedSize === other.uncompressedSize
  );
}

/**
 * A hundred thousand entries over the same few bytes would each be unpacked. Apart, all of them together are no more than the archive.
 *
 * @remarks As UnZip 6 and Python's zipfile do it (Fifield, A better zip bomb, WOOT 2019).
 */
function checkApart(listed: readonly Listed[], id: string): void {
  const placed = listed.toSorted(
    (a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader,
  );
  placed.forEach(({ entry, number }, n) => {
    const next = placed[n + 1];
    const end = entry.relativeOffsetOfLocalHeader + LOCAL_HEADER_BYTES + entry.compressedSize;
    if (next === undefined || end <= next.entry.relativeOffsetOfLocalHeader) return;
    throw refused(
      'ZIP_DAMAGED',
      `entries ${number} and ${next.number} over the same bytes, of ${listed.length} (${id})`,
      'a zip archive in which every entry has bytes of its own',
    );
  });
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

interface Archive {
  readonly zip: ZipFile;
  /** All of it, as the places of its entries count them. */
  readonly bytes: Buffer;
}

async function opened(id: string, file: Uint8Array): Promise<Archive> {
  const bytes = withoutTrailing(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (bytes === null)
    throw refused('ZIP_UNSUPPORTED', `a zip archive behind another (${id})`, 'each zip archive as a file');
  try {
    // Names are not used: left raw, an odd one can't stop the reading.
    return { zip: await fromBufferPromise(bytes, { lazyEntries: true, decodeStrings: false }), bytes };
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

/** Unpacked at one go by zlib's threads, from where it lies: as a stream, piece by piece, it takes three times as long. */
async function contentOf({ zip, bytes }: Archive, entry: Entry, id: string): Promise<Uint8Array> {
  const { uncompressedSize: size, compressedSize: packed, compressionMethod: method } = entry;
  let content: Uint8Array;
  try {
    const { fileDataStart: start } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const stored = bytes.subarray(start, start + packed);
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
    `up to ${MOST_ENTRIES} entries, ${MOST_OTHERS} of them no images, and ${MOST_UNZIPPED_BYTES} bytes unpacked`,
  );
}

/** Messages of the library can name entries, and entries can be named after patients: only the cause holds them. */
function refused(code: RefusalCode, saw: string, wanted: string, cause?: unknown): StudyRefused {
  return new StudyRefused({ code, saw, wanted }, { cause });
}
