/** Transfer syntaxes: packed pixel data of one image to its stored values' bytes, little endian. */
import dcmjsCodecs from 'dcmjs-codecs';
import dicomParser from 'dicom-parser';
import { Decoder as JpegLosslessDecoder } from 'jpeg-lossless-decoder-js';

import { StudyRefused } from '../../../lambdas/shared/errors.ts';

import type { DicomImage } from './dicom-image.ts';
import { decodeRle } from './rle.ts';

const { Context, NativeCodecs } = dcmjsCodecs;

export interface PixelFormat {
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly signed: boolean;
}

type Size = Pick<DicomImage, 'rows' | 'columns'>;
type Decode = (encoded: Uint8Array, size: Size, format: PixelFormat) => Uint8Array;
type NativeDecode = (context: InstanceType<typeof Context>) => InstanceType<typeof Context>;

const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const UNCOMPRESSED = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  EXPLICIT_BIG_ENDIAN,
]);
const RLE = '1.2.840.10008.1.2.5';
const JPEG = '1.2.840.10008.1.2.4.';
/** Every JPEG, JPEG-LS and JPEG 2000 code stream ends with this marker (EOI, EOC). */
const END_MARKER = [0xff, 0xd9] as const;
/** Start of a JPEG 2000 code stream: the markers SOC and SIZ. */
const SOC_SIZ = 0xff4fff51;
const OTHER_IMAGE = 'the code stream holds another image than the header says';

const COMPRESSED: Readonly<Record<string, Decode>> = {
  [RLE]: (encoded, { rows, columns }, { bitsAllocated }) =>
    decodeRle(encoded, rows * columns, bitsAllocated / 8),
  [`${JPEG}57`]: jpegLossless,
  [`${JPEG}70`]: jpegLossless,
  [`${JPEG}80`]: native((context) => NativeCodecs.decodeJpegLs(context)),
  [`${JPEG}81`]: native((context) => NativeCodecs.decodeJpegLs(context)),
  [`${JPEG}90`]: sized(native((context) => NativeCodecs.decodeJpeg2000(context))),
  [`${JPEG}91`]: sized(native((context) => NativeCodecs.decodeJpeg2000(context))),
  [`${JPEG}201`]: sized(native((context) => NativeCodecs.decodeHtJpeg2000(context))),
  [`${JPEG}202`]: sized(native((context) => NativeCodecs.decodeHtJpeg2000(context))),
  [`${JPEG}203`]: sized(native((context) => NativeCodecs.decodeHtJpeg2000(context))),
};

export function isCompressed(transferSyntax: string): boolean {
  return !UNCOMPRESSED.has(transferSyntax);
}

/** Lossy JPEG (.50, .51) is not among them: its 8 or 12 bits and its errors are no CT to measure on. */
export function canDecode(transferSyntax: string): boolean {
  return UNCOMPRESSED.has(transferSyntax) || transferSyntax in COMPRESSED;
}

/** Compiles the decoders once; `OSTEON_CODECS_WASM` says where a bundle has put them. */
export async function readyCodecs(): Promise<void> {
  if (NativeCodecs.isInitialized()) return;
  const path = process.env.OSTEON_CODECS_WASM;
  await NativeCodecs.initializeAsync(path === undefined ? {} : { webAssemblyModulePathOrUrl: path });
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

function sizeOf({ rows, columns }: Size, { bitsAllocated }: PixelFormat): number {
  return (rows * columns * bitsAllocated) / 8;
}

function uncompressed({ dataSet, transferSyntax }: DicomImage, { bitsAllocated }: PixelFormat): Uint8Array {
  const { dataOffset, length } = dataSet.elements.x7fe00010!;
  const raw = dataSet.byteArray.subarray(dataOffset, dataOffset + length);
  if (transferSyntax !== EXPLICIT_BIG_ENDIAN || bitsAllocated === 8 || raw.length % 2 !== 0) return raw;
  return new Uint8Array(Buffer.from(raw).swap16());
}

function decoded(image: DicomImage, format: PixelFormat): Uint8Array {
  try {
    const encoded = fragmentsOf(image);
    if (image.transferSyntax !== RLE && !endsWell(encoded)) throw new Error('no end marker');
    const out = COMPRESSED[image.transferSyntax]!(encoded, image, format);
    if (out.length !== sizeOf(image, format)) throw new Error(OTHER_IMAGE);
    return out;
  } catch (cause) {
    throw damaged(image, 'compressed pixels that do not decode', 'a whole frame', cause);
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

function native(decode: NativeDecode): Decode {
  return (encodedBuffer, { rows, columns }, { bitsAllocated, bitsStored, signed }) => {
    const context = new Context({
      width: columns,
      height: rows,
      bitsAllocated,
      bitsStored,
      samplesPerPixel: 1,
      pixelRepresentation: signed ? 1 : 0,
      planarConfiguration: 0,
      photometricInterpretation: 'MONOCHROME2',
      encodedBuffer,
    });
    const out = decode(context).getDecodedBuffer();
    if (out === undefined) throw new Error('no pixels came back');
    // The decoder's memory is used again for the next frame.
    return new Uint8Array(out);
  };
}

/**
 * The JPEG 2000 decoder believes the size that it is told, whatever the code stream holds: its SIZ segment is looked at first.
 * ISO/IEC 15444-1 A.5.1: SOC, SIZ, length, capabilities, Xsiz, Ysiz, XOsiz, YOsiz, tile size and offset, components.
 */
function sized(decode: Decode): Decode {
  return (encoded, size, format) => {
    const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
    const extent = (at: number): number => view.getUint32(at) - view.getUint32(at + 8);
    const same = extent(8) === size.columns && extent(12) === size.rows;
    if (view.getUint32(0) !== SOC_SIZ || !same || view.getUint16(40) !== 1) throw new Error(OTHER_IMAGE);
    return decode(encoded, size, format);
  };
}

function jpegLossless(encoded: Uint8Array, { rows, columns }: Size): Uint8Array {
  const decoder = new JpegLosslessDecoder();
  const out = new Uint8Array(decoder.decompress(encoded.buffer as ArrayBuffer));
  if (decoder.frame.dimX !== columns || decoder.frame.dimY !== rows) throw new Error(OTHER_IMAGE);
  return out;
}

function damaged({ file }: DicomImage, saw: string, wanted: string, cause?: unknown): StudyRefused {
  return new StudyRefused({ code: 'TRUNCATED_FILE', saw: `${saw} (${file.id})`, wanted }, { cause });
}
