/** RLE Lossless, DICOM PS3.5 Annex G: PackBits, the bytes of each weight in a segment of their own. */

const HEADER_BYTES = 64;
/** A run length of -128 says nothing; it is there to pad. */
const NOTHING = 128;

/**
 * Strict: decoders at large return zeros for what a damaged frame lacks.
 *
 * @param count pixels of the frame
 * @param width bytes of a pixel; the first segment holds the most significant ones
 * @returns count * width bytes, little endian
 * @throws RangeError where segments are missing, run out of the frame or end early
 */
export function decodeRle(frame: Uint8Array, count: number, width: number): Uint8Array {
  if (frame.length < HEADER_BYTES) throw new RangeError(`${frame.length} bytes; required: a header`);
  const header = new DataView(frame.buffer, frame.byteOffset, HEADER_BYTES);
  const segments = header.getUint32(0, true);
  if (segments !== width) throw new RangeError(`${segments} segments; required: ${width}`);
  const out = new Uint8Array(count * width);
  for (let segment = 0; segment < segments; segment++) {
    const start = header.getUint32(4 * (segment + 1), true);
    const end = segment + 1 < segments ? header.getUint32(4 * (segment + 2), true) : frame.length;
    if (start < HEADER_BYTES || start > end || end > frame.length)
      throw new RangeError(`segment from ${start} to ${end} of ${frame.length} bytes`);
    unpackInto(out, width - 1 - segment, width, frame.subarray(start, end));
  }
  return out;
}

/** Fills out[first], out[first + step], ... to the end of `out`; what a segment holds beyond that is padding. */
function unpackInto(out: Uint8Array, first: number, step: number, packed: Uint8Array): void {
  let at = first;
  let from = 0;
  while (at < out.length) {
    if (from >= packed.length) throw new RangeError('segment ends early');
    const length = packed[from++]!;
    if (length === NOTHING) continue;
    const repeats = length > NOTHING;
    const count = repeats ? 257 - length : length + 1;
    const needed = repeats ? 1 : count;
    if (from + needed > packed.length || at + (count - 1) * step >= out.length)
      throw new RangeError('run exceeds its segment or the frame');
    for (let n = 0; n < count; n++, at += step) out[at] = packed[repeats ? from : from + n]!;
    from += needed;
  }
}
