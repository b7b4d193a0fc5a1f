/** The part of jpeg-lossless-decoder-js that is used; the package ships no types. */
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** @returns the samples, 1 or 2 bytes each, little endian. */
    decompress(data: ArrayBuffer): ArrayBuffer;
    /** Of the last image. */
    readonly frame: { readonly dimX: number; readonly dimY: number };
  }
}
