/** One DICOM file read into the facts that the assessment uses; voxels stay packed until they are wanted. */
import { inflateRawSync } from 'node:zlib';

import dicomParser, { type DataSet } from 'dicom-parser';

import { StudyRefused } from '../shared/errors.ts';

import type { SourceFile } from './source-files.ts';

export type Triple = readonly [number, number, number];

export interface DicomImage {
  readonly file: SourceFile;
  readonly dataSet: DataSet;
  readonly transferSyntax: string;
  readonly modality: string | null;
  readonly sopClass: string | null;
  readonly seriesUid: string;
  readonly imageType: readonly string[];
  readonly acquisition: string | null;
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  /** mm between rows and between columns; null where the file does not say. */
  readonly pixelSpacing: readonly [number, number] | null;
  /** Patient LPS, mm, of the first pixel's centre. */
  readonly position: Triple | null;
  /** Unit vectors along a row (growing column) and along a column (growing row). */
  readonly rowDirection: Triple | null;
  readonly columnDirection: Triple | null;
  readonly hasPixels: boolean;
}

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
export const IMPLICIT_LITTLE_ENDIAN = '1.2.840.10008.1.2';

/** @throws StudyRefused for a file that starts as DICOM and breaks off. */
export function readDicomImage(file: SourceFile): DicomImage {
  const dataSet = parsed(file);
  const text = (tag: string): string | null => dataSet.string(tag)?.trim() || null;
  const numbers = (tag: string, count: number): number[] | null => {
    const values = (text(tag) ?? '').split('\\').map(Number);
    return values.length === count && values.every(Number.isFinite) && text(tag) !== null ? values : null;
  };
  const orientation = numbers('x00200037', 6);
  const pixels = dataSet.elements.x7fe00010;
  if (pixels !== undefined && pixels.dataOffset + pixels.length > dataSet.byteArray.length)
    throw truncated(file);
  return {
    file,
    dataSet,
    transferSyntax: text('x00020010') ?? IMPLICIT_LITTLE_ENDIAN,
    modality: text('x00080060'),
    sopClass: text('x00080016'),
    seriesUid: text('x0020000e') ?? '',
    imageType: (text('x00080008') ?? '').split('\\').map((value) => value.trim().toUpperCase()),
    acquisition: text('x00200012'),
    frames: Number(text('x00280008') ?? 1),
    rows: dataSet.uint16('x00280010') ?? 0,
    columns: dataSet.uint16('x00280011') ?? 0,
    pixelSpacing: numbers('x00280030', 2) as [number, number] | null,
    position: numbers('x00200032', 3) as Triple | null,
    rowDirection: orientation === null ? null : (orientation.slice(0, 3) as unknown as Triple),
    columnDirection: orientation === null ? null : (orientation.slice(3) as unknown as Triple),
    hasPixels: pixels !== undefined,
  };
}

export function isSecondaryCapture({ sopClass }: DicomImage): boolean {
  return sopClass?.startsWith(SECONDARY_CAPTURE) ?? false;
}

function parsed(file: SourceFile): DataSet {
  try {
    return dicomParser.parseDicom(file.bytes, {
      inflater: (bytes: Uint8Array, position: number) =>
        Buffer.concat([bytes.subarray(0, position), inflateRawSync(bytes.subarray(position))]),
      ...(hasPreamble(file.bytes) ? {} : { TransferSyntaxUID: IMPLICIT_LITTLE_ENDIAN }),
    });
  } catch (cause) {
    // The library throws strings, and objects that hold the half-read data set.
    throw truncated(file, cause);
  }
}

function hasPreamble(bytes: Uint8Array): boolean {
  return bytes[128] === 0x44 && bytes[129] === 0x49;
}

function truncated(file: SourceFile, cause?: unknown): StudyRefused {
  return new StudyRefused(
    {
      code: 'TRUNCATED_FILE',
      saw: `a DICOM file that breaks off (${file.id}, ${file.bytes.length} bytes)`,
      wanted: 'whole files',
    },
    { cause },
  );
}
