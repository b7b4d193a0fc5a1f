/** One DICOM file read into the facts that the choice of a series rests on; voxels stay packed until they are wanted. */
import dicomParser, { type DataSet } from 'dicom-parser';

import { tripleFrom } from '../../math/vector.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';

import type { SourceFile } from '../../host/unzip.ts';
import { inflateRaw } from '../../host/gzip.ts';
import { isExplicit } from '../source-files.ts';

export type Triple = readonly [number, number, number];

export interface DicomImage {
  readonly file: SourceFile;
  /** The bytes that element offsets count in: those of the file, or of what it inflates to. */
  readonly dataSet: DataSet;
  /** The file breaks off; what was read before that is here. */
  readonly broken: boolean;
  /** A DICOMDIR, which lists files and is no image. */
  readonly directory: boolean;
  readonly transferSyntax: string;
  readonly modality: string | null;
  readonly sopClass: string | null;
  readonly instanceUid: string;
  readonly seriesUid: string;
  /** Upper case. */
  readonly imageType: readonly string[];
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  /** mm between rows and between columns; null where the file does not say. */
  readonly pixelSpacing: readonly [number, number] | null;
  /** Patient LPS, mm, of the first pixel's centre. */
  readonly position: Triple | null;
  /** Along a row (growing column) and along a column (growing row). */
  readonly rowDirection: Triple | null;
  readonly columnDirection: Triple | null;
  readonly hasPixels: boolean;
  /** A header element as it stands, trimmed; null where it is missing or empty. Not for names: no character set. */
  readonly text: (tag: string) => string | null;
}

const MEDIA_DIRECTORY = '1.2.840.10008.1.3.10';
const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';
const EXPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2.1';
const PREAMBLE_BYTES = 128;
const MAGIC = 'DICM';

/** @throws StudyRefused for a file that breaks off so early that it can't be told what it belongs to. */
export function readDicomImage(file: SourceFile): DicomImage {
  const { dataSet, whole } = parsed(file);
  const fits = (tag: string): boolean => {
    const element = dataSet.elements[tag];
    // The transfer syntax that we name for a bare data set has a value and no place.
    if (element === undefined || 'Value' in element) return true;
    return element.dataOffset + element.length <= dataSet.byteArray.length;
  };
  const text = (tag: string): string | null => {
    const value = fits(tag) ? dataSet.string(tag)?.trim() : undefined;
    return value === undefined || value === '' ? null : value;
  };
  const numbers = (tag: string, count: number): number[] | null => {
    const values = text(tag)?.split('\\').map(Number) ?? [];
    return values.length === count && values.every(Number.isFinite) ? values : null;
  };
  const short = (tag: string): number => (fits(tag) ? (dataSet.uint16(tag) ?? 0) : 0);
  const orientation = numbers('x00200037', 6);
  const pixels = dataSet.elements.x7fe00010;
  const cut = !Object.keys(dataSet.elements).every(fits);
  const seriesUid = text('x0020000e');
  const modality = text('x00080060');
  // A file cut between two elements parses well: what it lacks gives it away.
  const lacking = modality === null || (modality === 'CT' && pixels === undefined);
  const directory = text('x00020002') === MEDIA_DIRECTORY || dataSet.elements.x00041220 !== undefined;
  const broken = !whole || cut || (lacking && !directory);
  if (broken && seriesUid === null) throw truncated(file);
  return {
    file,
    dataSet,
    broken,
    directory,
    transferSyntax: text('x00020010') ?? syntaxWithoutMeta(file.bytes),
    modality,
    sopClass: text('x00080016'),
    instanceUid: text('x00080018') ?? '',
    seriesUid: seriesUid ?? '',
    imageType: (text('x00080008') ?? '').split('\\').map((value) => value.trim().toUpperCase()),
    frames: Number(text('x00280008') ?? 1),
    rows: short('x00280010'),
    columns: short('x00280011'),
    pixelSpacing: numbers('x00280030', 2) as [number, number] | null,
    position: numbers('x00200032', 3) as Triple | null,
    rowDirection: orientation === null ? null : tripleFrom(orientation.slice(0, 3)),
    columnDirection: orientation === null ? null : tripleFrom(orientation.slice(3)),
    hasPixels: pixels !== undefined,
    text,
  };
}

export function isSecondaryCapture({ sopClass }: DicomImage): boolean {
  return sopClass?.startsWith(SECONDARY_CAPTURE) ?? false;
}

function parsed(file: SourceFile): { dataSet: DataSet; whole: boolean } {
  const bytes = withPreamble(file.bytes);
  try {
    const dataSet = dicomParser.parseDicom(bytes, {
      inflater: (packed: Uint8Array, position: number) =>
        joined(packed.subarray(0, position), inflateRaw(packed.subarray(position))),
      ...(hasPreamble(bytes) ? {} : { TransferSyntaxUID: syntaxWithoutMeta(bytes) }),
    });
    return { dataSet, whole: true };
  } catch (cause) {
    // The library throws strings, and records that hold what it had read by then.
    if (typeof cause === 'object' && cause !== null && 'dataSet' in cause)
      return { dataSet: cause.dataSet as DataSet, whole: false };
    throw truncated(file, cause);
  }
}

/** A file that starts with its meta information gets the preamble that the library wants before it. */
function withPreamble(bytes: Uint8Array): Uint8Array {
  const startsWithMeta = bytes[0] === 0x02 && bytes[1] === 0 && !hasPreamble(bytes);
  return startsWithMeta
    ? joined(new Uint8Array(PREAMBLE_BYTES), new TextEncoder().encode(MAGIC), bytes)
    : bytes;
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function hasPreamble(bytes: Uint8Array): boolean {
  return MAGIC === String.fromCharCode(...bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + MAGIC.length));
}

function syntaxWithoutMeta(bytes: Uint8Array): string {
  return isExplicit(bytes) ? EXPLICIT_LITTLE_ENDIAN : IMPLICIT_LITTLE_ENDIAN;
}

export function truncated(file: SourceFile, cause?: unknown): StudyRefused {
  return new StudyRefused(
    {
      code: 'TRUNCATED_FILE',
      saw: `an incomplete DICOM file (${file.id}, ${file.bytes.length} bytes)`,
      wanted: 'complete files',
    },
    { cause },
  );
}
