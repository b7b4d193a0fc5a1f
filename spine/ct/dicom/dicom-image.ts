/** One DICOM image read into the facts that the choice of a series rests on; voxels stay packed until they are wanted. */
import { tripleFrom } from '../../math/vector.ts';

import type { SourceFile } from '../../host/unzip.ts';
import { readDataSet, shortOf, textOf, type DataSet, type Fault } from './data-set.ts';
import { framesOf } from './frames.ts';

export type Triple = readonly [number, number, number];

export interface DicomImage {
  readonly file: SourceFile;
  readonly dataSet: DataSet;
  /** Why the file was not read to its end; what was read before that is here. Null: it was. */
  readonly fault: Fault | null;
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
  /** Why the images in a file of several can't be told apart; null: they were, or there is one. */
  readonly inseparable: string | null;
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
export const ENHANCED_CT = '1.2.840.10008.5.1.4.1.1.2.1';
const LEGACY_CONVERTED_CT = '1.2.840.10008.5.1.4.1.1.2.2';
export const CT_CLASSES: readonly string[] = ['1.2.840.10008.5.1.4.1.1.2', ENHANCED_CT, LEGACY_CONVERTED_CT];
/** Pixel data as integers, as floats, as doubles. */
const PIXELS = ['x7fe00010', 'x7fe00008', 'x7fe00009'];
/** Bytes of a value that are looked at: no element that decides is longer. */
const LONGEST_VALUE = 1024;

/** @returns the images of a file: what it says of each, however much of it there is */
export function readDicomImages(file: SourceFile): readonly DicomImage[] {
  const dataSet = readDataSet(file.bytes);
  const image = imageOf(file, dataSet);
  const enhanced = image.sopClass === ENHANCED_CT || image.sopClass === LEGACY_CONVERTED_CT;
  if (image.modality !== 'CT' || image.fault !== null || !(image.frames > 1 || enhanced)) return [image];
  const frames = framesOf(dataSet);
  if (typeof frames === 'string') return [{ ...image, inseparable: frames }];
  return frames.map((own, n) => imageOf(file, own, `${image.instanceUid}#${n + 1}`));
}

function imageOf(file: SourceFile, dataSet: DataSet, instanceUid?: string): DicomImage {
  const { elements } = dataSet;
  const text = (tag: string): string | null => textOf(elements.get(tag), LONGEST_VALUE);
  const numbers = (tag: string, count: number): number[] | null => {
    const values = text(tag)?.split('\\').map(Number) ?? [];
    return values.length === count && values.every(Number.isFinite) ? values : null;
  };
  const short = (tag: string): number => shortOf(dataSet, tag) ?? 0;
  const orientation = numbers('x00200037', 6);
  const pixels = elements.get('x7fe00010');
  const sopClass = text('x00080016') ?? text('x00020002');
  const modality = text('x00080060') ?? (sopClass !== null && CT_CLASSES.includes(sopClass) ? 'CT' : null);
  const directory = text('x00020002') === MEDIA_DIRECTORY || elements.has('x00041220');
  return {
    file,
    dataSet,
    fault: directory ? null : (dataSet.fault ?? lacking(dataSet, modality)),
    directory,
    transferSyntax: text('x00020010') ?? syntaxOf(dataSet),
    modality,
    sopClass,
    instanceUid: instanceUid ?? text('x00080018') ?? '',
    seriesUid: text('x0020000e') ?? '',
    imageType: (text('x00080008') ?? '').split('\\').map((value) => value.trim().toUpperCase()),
    frames: Number(text('x00280008') ?? 1),
    inseparable: null,
    rows: short('x00280010'),
    columns: short('x00280011'),
    pixelSpacing: numbers('x00280030', 2) as [number, number] | null,
    position: numbers('x00200032', 3) as Triple | null,
    rowDirection: orientation === null ? null : tripleFrom(orientation.slice(0, 3)),
    columnDirection: orientation === null ? null : tripleFrom(orientation.slice(3)),
    hasPixels: pixels !== undefined || elements.has('x7fe00008') || elements.has('x7fe00009'),
    text,
  };
}

/** A file cut between two elements reads well: what it lacks gives it away. */
function lacking({ elements }: DataSet, modality: string | null): Fault | null {
  if (modality !== null && (modality !== 'CT' || PIXELS.some((tag) => elements.has(tag)))) return null;
  return { kind: 'cut', saw: modality === null ? 'no modality' : 'a CT image without pixel data' };
}

/** PS3.5 A.1: without meta information, what the bytes are. Which compression was used can't be told. */
function syntaxOf({ elements, explicit }: DataSet): string {
  if ((elements.get('x7fe00010')?.fragments ?? null) !== null) return 'not given';
  return explicit ? EXPLICIT_LITTLE_ENDIAN : IMPLICIT_LITTLE_ENDIAN;
}

export function isSecondaryCapture({ sopClass }: DicomImage): boolean {
  return sopClass?.startsWith(SECONDARY_CAPTURE) ?? false;
}
