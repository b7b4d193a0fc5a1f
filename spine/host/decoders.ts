/** The decoders of compressed transfer syntaxes: native code compiled to WebAssembly, and two in JavaScript. */
import dcmjsCodecs from 'dcmjs-codecs';
import { Decoder as JpegLosslessDecoder } from 'jpeg-lossless-decoder-js';

import { decodeRle } from './rle.ts';

const { Context, NativeCodecs } = dcmjsCodecs;

export interface PixelFormat {
  /** 32: uncompressed or RLE. */
  readonly bitsAllocated: 8 | 16 | 32;
  readonly bitsStored: number;
  readonly signed: boolean;
}

/** Pixels. */
export interface ImageSize {
  readonly rows: number;
  readonly columns: number;
}

type Decode = (encoded: Uint8Array, size: ImageSize, format: PixelFormat) => Uint8Array;
type NativeDecode = (context: InstanceType<typeof Context>) => InstanceType<typeof Context>;

export const RLE = '1.2.840.10008.1.2.5';
const JPEG = '1.2.840.10008.1.2.4.';
/** Start of a JPEG 2000 code stream: the markers SOC and SIZ. */
const SOC_SIZ = 0xff4fff51;
/** The reason for refusing a code stream of another size. */
export const OTHER_IMAGE = 'compressed image does not match the header';

/** By transfer syntax. */
export const DECODERS: Readonly<Record<string, Decode>> = {
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

/** Compiles the decoders once; `OSTEON_CODECS_WASM` says where a bundle has put them. */
export async function readyCodecs(): Promise<void> {
  if (NativeCodecs.isInitialized()) return;
  const path = process.env.OSTEON_CODECS_WASM;
  await NativeCodecs.initializeAsync(path === undefined ? {} : { webAssemblyModulePathOrUrl: path });
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
    if (out === undefined) throw new Error('no pixels decoded');
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

function jpegLossless(encoded: Uint8Array, { rows, columns }: ImageSize): Uint8Array {
  const decoder = new JpegLosslessDecoder();
  const out = new Uint8Array(decoder.decompress(encoded.buffer as ArrayBuffer));
  if (decoder.frame.dimX !== columns || decoder.frame.dimY !== rows) throw new Error(OTHER_IMAGE);
  return out;
}
