/** What the uploaded files are, told by their bytes: names may lie, and are not kept. */
import { gunzipHead, isGzip } from '../host/gzip.ts';
import { type SourceFile, type UnzipBudget, unzipBudget, unzipped } from '../host/unzip.ts';
import { StudyRefused } from '../../contracts/refusals.ts';

export type FileKind = 'dicom' | 'nifti' | 'zip' | 'jpeg' | 'unknown';

export interface SortedFiles {
  readonly dicom: readonly SourceFile[];
  readonly nifti: readonly SourceFile[];
  /** How many files of each kind there were, zips and what was in them included. */
  readonly counts: ReadonlyMap<FileKind, number>;
}

const DICOM_MAGIC_AT = 128;
/** A site may pack what its archive had packed; more is no export of a study. */
const DEEPEST_ZIP = 2;
const ZIP_MAGIC = ['PK\x03\x04', 'PK\x05\x06'];
/** PS3.10 7.1: a data set without preamble starts in group 2 (meta) or group 8 (identification), little endian. */
const FIRST_GROUPS = [0x0002, 0x0008];
/** The first element of a data set (group length, character set, image type, SOP class) is short. */
const LONGEST_FIRST_ELEMENT = 256;
const NIFTI_MAGIC = [
  { at: 344, magic: ['n+1\0', 'ni1\0'] },
  { at: 4, magic: ['n+2\0', 'ni2\0'] },
];
const NIFTI_HEADER_BYTES = 348;
/** Enough of a gzip stream to hold a NIfTI header, whatever its compression. */
const GZIP_PREFIX_BYTES = 4096;

/** @throws StudyRefused for a zip that can't be read. */
export async function sortFiles(uploaded: readonly SourceFile[]): Promise<SortedFiles> {
  const dicom: SourceFile[] = [];
  const nifti: SourceFile[] = [];
  const counts = new Map<FileKind, number>();
  for await (const { file, kind } of eachFile(uploaded)) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    if (kind === 'dicom') dicom.push(file);
    if (kind === 'nifti') nifti.push(file);
  }
  return { dicom, nifti, counts };
}

interface FileOfKind {
  readonly file: SourceFile;
  readonly kind: FileKind;
}

/**
 * A zip, then what is in it, unpacked as it is asked for.
 * @throws StudyRefused for a zip that can't be read
 */
export async function* eachFile(uploaded: readonly SourceFile[]): AsyncGenerator<FileOfKind> {
  const budget = unzipBudget();
  for (const file of uploaded) yield* fileAndEntries(file, budget, 0);
}

async function* fileAndEntries(
  file: SourceFile,
  budget: UnzipBudget,
  depth: number,
): AsyncGenerator<FileOfKind> {
  const kind = kindOf(file.bytes);
  yield { file, kind };
  if (kind !== 'zip') return;
  if (depth === DEEPEST_ZIP)
    throw new StudyRefused({
      code: 'ZIP_UNSUPPORTED',
      saw: `zip archives inside one another, more than ${DEEPEST_ZIP} deep (${file.id})`,
      wanted: 'one zip archive of the images',
    });
  for await (const entry of unzipped(file, budget, (head) => kindOf(head) !== 'unknown'))
    yield* fileAndEntries(entry, budget, depth + 1);
}

export function kindOf(bytes: Uint8Array): FileKind {
  if (ascii(bytes, DICOM_MAGIC_AT, 4) === 'DICM') return 'dicom';
  if (ZIP_MAGIC.includes(ascii(bytes, 0, 4))) return 'zip';
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return 'jpeg';
  if (isNifti(bytes)) return 'nifti';
  return isBareDataSet(bytes) ? 'dicom' : 'unknown';
}

/** Whether a data set without preamble says its value representations: two capital letters after the first tag. */
export function isExplicit(bytes: Uint8Array): boolean {
  return /^[A-Z]{2}$/.test(ascii(bytes, 4, 2));
}

function isBareDataSet(bytes: Uint8Array): boolean {
  if (bytes.length < 16) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!FIRST_GROUPS.includes(view.getUint16(0, true)) || view.getUint16(2, true) > 0x0100) return false;
  return isExplicit(bytes) || view.getUint32(4, true) <= LONGEST_FIRST_ELEMENT;
}

function isNifti(bytes: Uint8Array): boolean {
  const header = headOf(bytes);
  return (
    header.length >= NIFTI_HEADER_BYTES &&
    NIFTI_MAGIC.some(({ at, magic }) => magic.includes(ascii(header, at, 4)))
  );
}

/** The first bytes, unpacked where they are gzipped: a damaged or huge stream must not stop the sorting. */
function headOf(bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipHead(bytes, GZIP_PREFIX_BYTES);
  } catch {
    return new Uint8Array(0);
  }
}

function ascii(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
