/** Transfer syntaxes: packed pixel data of one image to its stored values' bytes, little endian. */
import dcmjsCodecs from 'dcmjs-codecs';
import dicomParser from 'dicom-parser';
import { Decoder as JpegLosslessDecoder } from 'jpeg-lossless-decoder-js';

import { StudyRefused } from '../shared/errors.ts';

import type { DicomImage } from './dicom-image.ts';

const { Context, NativeCodecs } = dcmjsCodecs;

export interface PixelFormat {
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly signed: boolean;
}

type Decode = (encoded: Uint8Array, image: DicomImage, format: PixelFormat) => Uint8Array;
type NativeDecode = (context: InstanceType<typeof Context>) => InstanceType<typeof Context>;

const EXPLICIT_BIG_ENDIAN = '1.2.840.10008.1.2.2';
const UNCOMPRESSED = new Set([
  '1.2.840.10008.1.2',
  '1.2.840.10008.1.2.1',
  '1.2.840.10008.1.2.1.99',
  EXPLICIT_BIG_ENDIAN,
]);
const JPEG = '1.2.840.10008.1.2.4.';

const COMPRESSED: Readonly<Record<string, Decode>> = {
  '1.2.840.10008.1.2.5': native((context) => NativeCodecs.decodeRle(context)),
  [`${JPEG}57`]: jpegLossless,
  [`${JPEG}70`]: jpegLossless,
  [`${JPEG}80`]: native((context) => NativeCodecs.decodeJpegLs(context)),
  [`${JPEG}81`]: native((context) => NativeCodecs.decodeJpegLs(context)),
  [`${JPEG}90`]: native((context) => NativeCodecs.decodeJpeg2000(context)),
  [`${JPEG}91`]: native((context) => NativeCodecs.decodeJpeg2000(context)),
  [`${JPEG}201`]: native((context) => NativeCodecs.decodeHtJpeg2000(context)),
  [`${JPEG}202`]: native((context) => NativeCodecs.decodeHtJpeg2000(context)),
  [`${JPEG}203`]: native((context) => NativeCodecs.decodeHtJpeg2000(context)),
};

/** Compiles the decoders once; `OSTEON_CODECS_WASM` says where a bundle has put them. */
export async function readyCodecs(): Promise<void> {
  if (NativeCodecs.isInitialized()) return;
  const path = process.env.OSTEON_CODECS_WASM;
  await NativeCodecs.initializeAsync(path === undefined ? {} : { webAssemblyModulePathOrUrl: path });
}

/**
 * Bytes of the stored values of a single-frame image: rows * columns * bitsAllocated / 8, little endian.
 * @throws StudyRefused for a transfer syntax without an exact decoder, and for pixel data that does not decode.
 */
export function storedBytes(image: DicomImage, format: PixelFormat): Uint8Array {
  const element = image.dataSet.elements.x7fe00010!;
  const wanted = (image.rows * image.columns * format.bitsAllocated) / 8;
  if (UNCOMPRESSED.has(image.transferSyntax)) {
    const raw = image.dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length);
    if (raw.length < wanted) throw damaged(image, `${raw.length} bytes of pixels`, `${wanted}`);
    const swap = image.transferSyntax === EXPLICIT_BIG_ENDIAN && format.bitsAllocated === 16;
    return swap ? swapped(raw.subarray(0, wanted)) : raw.subarray(0, wanted);
  }
  const decode = COMPRESSED[image.transferSyntax];
  if (decode === undefined) {
    throw new StudyRefused({
      code: 'TRANSFER_SYNTAX_UNSUPPORTED',
      saw: `transfer syntax ${image.transferSyntax}`,
      wanted: 'uncompressed, RLE, JPEG Lossless, JPEG-LS, JPEG 2000 or HTJ2K',
    });
  }
  let decoded: Uint8Array;
  try {
    decoded = decode(fragmentsOf(image), image, format);
  } catch (cause) {
    throw damaged(image, 'compressed pixels that do not decode', 'a whole frame', cause);
  }
  if (decoded.length < wanted) throw damaged(image, `${decoded.length} bytes of decoded pixels`, `${wanted}`);
  return decoded.subarray(0, wanted);
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

function jpegLossless(encoded: Uint8Array): Uint8Array {
  const exact =
    encoded.byteOffset === 0 && encoded.byteLength === encoded.buffer.byteLength ? encoded : encoded.slice();
  return new Uint8Array(new JpegLosslessDecoder().decompress(exact.buffer as ArrayBuffer));
}

function swapped(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(Buffer.from(bytes).swap16());
}

function damaged({ file }: DicomImage, saw: string, wanted: string, cause?: unknown): StudyRefused {
  return new StudyRefused({ code: 'TRUNCATED_FILE', saw: `${saw} (${file.id})`, wanted }, { cause });
}
