/** Transfer syntaxes: packed pixel data of one image to its stored values' bytes, little endian. */
import dicomParser from 'dicom-parser';

import { StudyRefused } from '../../../contracts/refusals.ts';

import { DECODERS, OTHER_IMAGE, RLE, type ImageSize, type PixelFormat } from '../../host/decoders.ts';

import type { DicomImage } from './dicom-image.ts';

const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const UNCOMPRESSED = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  EXPLICIT_BIG_ENDIAN,
]);
/** Every JPEG, JPEG-LS and JPEG 2000 code stream ends with this marker (EOI, EOC). */
const END_MARKER = [0xff, 0xd9] as const;
export function isCompressed(transferSyntax: string): boolean {
  return !UNCOMPRESSED.has(transferSyntax);
}

/** Lossy JPEG (.50, .51) is not among them: its 8 or 12 bits and its errors are no CT to measure on. */
export function canDecode(transferSyntax: string): boolean {
  return UNCOMPRESSED.has(transferSyntax) || transferSyntax in DECODERS;
}

/**
 * Bytes of the stored values of a single-frame image: rows * columns * bitsAllocated / 8, little endian.
 * @throws StudyRefused for pixel data that is short or does not decode
 */
export function storedBytes(image: DicomImage, format: PixelFormat): Uint8Array {
  const wanted = sizeOf(image, format);
  const raw = isCompressed(image.transferSyntax) ? decoded(image, format) : uncompressed(image, format);
  // One byte more makes an odd length even.
  if (raw.length < wanted) throw damaged(image, `${raw.length} bytes of pixels`, `${wanted}`);
  return raw.subarray(0, wanted);
}

function sizeOf({ rows, columns }: ImageSize, { bitsAllocated }: PixelFormat): number {
  return (rows * columns * bitsAllocated) / 8;
}

function uncompressed({ dataSet, transferSyntax }: DicomImage, { bitsAllocated }: PixelFormat): Uint8Array {
  const { dataOffset, length } = dataSet.elements.x7fe00010!;
  const raw = dataSet.byteArray.subarray(dataOffset, dataOffset + length);
  if (transferSyntax !== EXPLICIT_BIG_ENDIAN || bitsAllocated === 8 || raw.length % 2 !== 0) return raw;
  return swapped(raw);
}

/** The bytes of 16-bit words in the other order. */
function swapped(words: Uint8Array): Uint8Array {
  const out = new Uint8Array(words.length);
  for (let at = 0; at + 1 < words.length; at += 2) {
    out[at] = words[at + 1]!;
    out[at + 1] = words[at]!;
  }
  return out;
}

function decoded(image: DicomImage, format: PixelFormat): Uint8Array {
  try {
    const encoded = fragmentsOf(image);
    if (image.transferSyntax !== RLE && !endsWell(encoded)) throw new Error('no end marker');
    const out = DECODERS[image.transferSyntax]!(encoded, image, format);
    if (out.length !== sizeOf(image, format)) throw new Error(OTHER_IMAGE);
    return out;
  } catch (cause) {
    throw damaged(image, 'compressed pixel data that cannot be decoded', 'a complete frame', cause);
  }
}

/** All fragments of the only frame, in one piece. */
function fragmentsOf({ dataSet }: DicomImage): Uint8Array {
  const element = dataSet.elements.x7fe00010!;
  const count = element.fragments?.length ?? 0;
  if (count === 0) throw new Error('no fragments');
  return new Uint8Array(
    dicomParser.readEncapsulatedPixelDataFromFragments(dataSet, element, 0, count) as Uint8Array,
  );
}

/** Decoders fill in what a code stream cut short lacks, and say nothing. Fragments are padded to even length with zeros. */
function endsWell(encoded: Uint8Array): boolean {
  let end = encoded.length;
  while (end > 0 && encoded[end - 1] === 0) end--;
  return encoded[end - 2] === END_MARKER[0] && encoded[end - 1] === END_MARKER[1];
}

function damaged({ file }: DicomImage, saw: string, wanted: string, cause?: unknown): StudyRefused {
  return new StudyRefused({ code: 'TRUNCATED_FILE', saw: `${saw} (${file.id})`, wanted }, { cause });
}
