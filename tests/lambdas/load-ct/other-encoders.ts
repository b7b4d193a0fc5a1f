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

const PACKAGES = {
  jpegLs: ['@cornerstonejs/codec-charls', 'JpegLSEncoder'],
  jpeg2000: ['@cornerstonejs/codec-openjpeg', 'J2KEncoder'],
  htj2k: ['@cornerstonejs/codec-openjph', 'HTJ2KEncoder'],
} as const;
export type OtherEncoder = keyof typeof PACKAGES;

/** @returns one code stream. */
export async function encodeElsewhere(
  name: OtherEncoder,
  values: Int16Array | Uint16Array,
  frame: Frame,
  prepare: (encoder: Encoder) => void = () => undefined,
): Promise<Uint8Array> {
  const [path, className] = PACKAGES[name];
  const factory = createRequire(import.meta.url)(path) as () => Promise<Record<string, EncoderClass>>;
  const encoder = new (await factory())[className]!();
  encoder.getDecodedBuffer(frame).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  prepare(encoder);
  encoder.encode();
  const out = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  return out;
}
