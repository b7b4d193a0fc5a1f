/** The files inside a zip, whole and checked, or a refusal that says what is wrong with it. */
import type { RefusalCode } from '../../contracts/codes/codes.ts';
import { crc32 } from 'node:zlib';

import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

import { StudyRefused } from '../../contracts/refusals.ts';

export interface SourceFile {
  /** For messages: the key in the store, and the entry's number inside a zip. Never a file name. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** A zip may unpack to this much at the most, bytes: 6000 uncompressed slices of 512 x 512. */
const MOST_UNZIPPED_BYTES = 3 * 2 ** 30;
/** More entries than any study has images. */
const MOST_ENTRIES = 100_000;

/**
 * Entries one by one, so that what the caller does not keep is freed.
 *
 * @throws StudyRefused for a zip that can't be opened, breaks off, fails its checksums, is encrypted, or is absurdly large
 */
export async function* unzipped({ id, bytes }: SourceFile): AsyncGenerator<SourceFile> {
  const zip = await opened(id, bytes);
  if (zip.entryCount > MOST_ENTRIES) throw tooLarge(id, `${zip.entryCount} entries`);
  let [number, total] = [0, 0];
  const entries = zip.eachEntry();
  for (;;) {
    number++;
    const next = await entries.next().catch((cause: unknown) => {
      throw damaged(`${id}, entry ${number}`, 'an incomplete list of entries', cause);
    });
    if (next.done === true) return;
    const entry = next.value;
    // Folders, and files that hold nothing.
    if (entry.uncompressedSize === 0) continue;
    const entryId = `${id}, entry ${number}`;
    if (entry.isEncrypted())
      throw refused(
        'ZIP_ENCRYPTED',
        `an encrypted zip archive (${entryId})`,
        'a zip archive without a password',
      );
    total += entry.uncompressedSize;
    if (total > MOST_UNZIPPED_BYTES) throw tooLarge(id, `${total} bytes by entry ${number}`);
    yield { id: entryId, bytes: await contentOf(zip, entry, entryId) };
  }
}

async function opened(id: string, bytes: Uint8Array): Promise<ZipFile> {
  try {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    // Names are not used: left raw, an odd one can't stop the reading.
    return await fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false });
  } catch (cause) {
    throw damaged(id, 'a zip archive that cannot be opened', cause);
  }
}

async function contentOf(zip: ZipFile, entry: Entry, id: string): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
  } catch (cause) {
    throw damaged(id, 'an entry that does not unpack', cause);
  }
  const content = Buffer.concat(parts);
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
