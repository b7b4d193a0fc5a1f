/** What the uploaded files are, told by their bytes: names may lie, and are not kept. */
import { fromBuffer, type Entry, type ZipFile } from 'yauzl';

import { StudyRefused } from '../shared/errors.ts';
import { looksLikeNifti } from '../shared/nifti.ts';

export interface SourceFile {
  /** For messages: the key in the store, and the entry's number inside a zip. Never a file name. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

export type FileKind = 'dicom' | 'nifti' | 'zip' | 'jpeg' | 'other';

/** A zip may unpack to this much at the most: a whole-body CT of 2000 slices is 1 GiB. */
const MAX_UNZIPPED_BYTES = 8 * 2 ** 30;
const DICOM_MAGIC_AT = 128;
/** A Part 10 file without its preamble starts with a group 2 or group 8 element, little endian. */
const FIRST_GROUPS = [0x02, 0x08];

export function kindOf(bytes: Uint8Array): FileKind {
  if (ascii(bytes, DICOM_MAGIC_AT, 4) === 'DICM') return 'dicom';
  if (ascii(bytes, 0, 2) === 'PK') return 'zip';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg';
  if ((bytes[0] === 0x1f && bytes[1] === 0x8b) || bytes.length >= 352)
    if (looksLikeNifti(bytes)) return 'nifti';
  const bare =
    FIRST_GROUPS.includes(bytes[0] ?? 0) &&
    bytes[1] === 0 &&
    bytes[3] === 0 &&
    /^[A-Z]{2}$/.test(ascii(bytes, 4, 2));
  return bare ? 'dicom' : 'other';
}

/** The files themselves, those inside zips included. @throws StudyRefused for a zip that can't be opened. */
export async function withZipsOpened(files: readonly SourceFile[]): Promise<readonly SourceFile[]> {
  const out: SourceFile[] = [];
  for (const file of files) {
    if (kindOf(file.bytes) === 'zip') for (const entry of await unzip(file)) out.push(entry);
    else out.push(file);
  }
  return out;
}

async function unzip({ id, bytes }: SourceFile): Promise<SourceFile[]> {
  const zip = await opened(id, bytes);
  const found: SourceFile[] = [];
  let total = 0;
  let number = 0;
  try {
    for await (const entry of entriesOf(zip)) {
      number++;
      if (entry.fileName.endsWith('/')) continue;
      total += entry.uncompressedSize;
      if (total > MAX_UNZIPPED_BYTES) throw new Error(`more than ${MAX_UNZIPPED_BYTES} bytes`);
      found.push({ id: `${id}, entry ${number}`, bytes: await contentOf(zip, entry) });
    }
  } catch (cause) {
    throw new StudyRefused(
      {
        code: 'ZIP_DAMAGED',
        saw: `a zip that breaks at entry ${number} (${reason(cause)})`,
        wanted: 'a whole, unencrypted zip',
      },
      { cause },
    );
  }
  return found;
}

function opened(id: string, bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      { lazyEntries: true },
      (cause, zip) => {
        if (cause === null) resolve(zip);
        else
          reject(
            new StudyRefused(
              { code: 'ZIP_DAMAGED', saw: `${id}: a zip that can't be opened`, wanted: 'a whole zip' },
              { cause },
            ),
          );
      },
    );
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.removeAllListeners();
      zip
        .once('entry', resolve)
        .once('end', () => resolve(null))
        .once('error', reject);
      zip.readEntry();
    });
    if (entry === null) return;
    yield entry;
  }
}

function contentOf(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (cause, stream) => {
      if (cause !== null) {
        reject(cause);
        return;
      }
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.once('end', () => resolve(Buffer.concat(parts))).once('error', reject);
    });
  });
}

/** Library messages name entries at times, and entries may be named after patients: keep what comes before a quote. */
function reason(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split(/[:"]/)[0]!.slice(0, 60);
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
