/** Transfer syntaxes: packed pixel data of one image to its stored values' bytes, little endian. */
import { StudyRefused } from '../../../contracts/refusals.ts';

import { DECODERS, OTHER_IMAGE, RLE, type ImageSize, type PixelFormat } from '../../host/decoders.ts';

import { codeStreamOf } from './code-stream.ts';
import type { DicomImage } from './dicom-image.ts';

const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const UNCOMPRESSED = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  EXPLICIT_BIG_ENDIAN,
]);
const PIXEL_DATA = 'x7fe00010';

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

function uncompressed({ dataSet }: DicomImage, { bitsAllocated }: PixelFormat): Uint8Array {
  const raw = dataSet.elements.get(PIXEL_DATA)!.bytes;
  if (dataSet.littleEndian || bitsAllocated === 8) return raw;
  return swapped(raw, bitsAllocated / 8);
}

/** The bytes of words in the other order. */
function swapped(words: Uint8Array, width: number): Uint8Array {
  const out = new Uint8Array(words.length);
  for (let at = 0; at + width <= words.length; at += width)
    for (let n = 0; n < width; n++) out[at + n] = words[at + width - 1 - n]!;
  return out;
}

function decoded(image: DicomImage, format: PixelFormat): Uint8Array {
  try {
    const encoded = fragmentsOf(image);
    const stream = image.transferSyntax === RLE ? encoded : codeStreamOf(encoded);
    const out = DECODERS[image.transferSyntax]!(stream, image, format);
    if (out.length !== sizeOf(image, format)) throw new Error(OTHER_IMAGE);
    return out;
  } catch (cause) {
    throw new StudyRefused(
      {
        code: 'PIXELS_UNDECODABLE',
        saw: `compressed pixel data that cannot be decoded (${image.file.id}, transfer syntax ${image.transferSyntax})`,
        wanted: 'a complete frame in this compression',
      },
      { cause },
    );
  }
}

/** All fragments of the only frame, in one piece. */
function fragmentsOf({ dataSet }: DicomImage): Uint8Array {
  const fragments = dataSet.elements.get(PIXEL_DATA)!.fragments ?? [];
  if (fragments.length === 0) throw new Error('no fragments');
  const out = new Uint8Array(fragments.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const fragment of fragments) {
    out.set(fragment, at);
    at += fragment.length;
  }
  return out;
}

function damaged({ file }: DicomImage, saw: string, wanted: string, cause?: unknown): StudyRefused {
  return new StudyRefused({ code: 'TRUNCATED_FILE', saw: `${saw} (${file.id})`, wanted }, { cause });
}
