/** Encoders of another house than the decoders: the codecs of Cornerstone (CharLS, OpenJPEG and OpenJPH in WebAssembly). */
import { createRequire } from 'node:module';

export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  readonly isSigned: boolean;
  readonly componentCount: 1;
  readonly isUsingColorTransform: false;
}

interface Encoder {
  getDecodedBuffer(frame: Frame): Uint8Array;
  getEncodedBuffer(): Uint8Array;
  encode(): void;
  setNearLossless?(allowed: number): void;
  /** Reversible wavelet, and a quality that only counts without it. */
  setQuality?(lossless: boolean, quality: number): void;
  setProgressionOrder?(order: number): void;
  setCompressionRatio?(layer: number, ratio: number): void;
  delete(): void;
}
type EncoderClass = new () => Encoder;

type Factory = () => Promise<Record<string, EncoderClass>>;

const require = createRequire(import.meta.url);
const ENCODERS = {
  jpegLs: [() => require('@cornerstonejs/codec-charls') as Factory, 'JpegLSEncoder'],
  jpeg2000: [() => require('@cornerstonejs/codec-openjpeg') as Factory, 'J2KEncoder'],
  htj2k: [() => require('@cornerstonejs/codec-openjph') as Factory, 'HTJ2KEncoder'],
} as const;
export type OtherEncoder = keyof typeof ENCODERS;

/** @returns one code stream. */
export async function encodeElsewhere(
  name: OtherEncoder,
  values: Int16Array | Uint16Array,
  frame: Frame,
  prepare: (encoder: Encoder) => void = () => undefined,
): Promise<Uint8Array> {
  const [load, className] = ENCODERS[name];
  const encoder = new (await load()())[className]!();
  encoder.getDecodedBuffer(frame).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  prepare(encoder);
  encoder.encode();
  const out = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return out;
}
