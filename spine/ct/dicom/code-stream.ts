/** The code stream of a compressed frame, without what stands before and behind it. */

/** Every JPEG, JPEG-LS and JPEG 2000 code stream ends with this marker (EOI, EOC); coded data never hold it. */
const END_MARKER = [0xff, 0xd9] as const;
/** ISO/IEC 15444-1 Annex I: a JP2 file starts with a box of this type, and its code stream is in the box "jp2c". */
const JP2_SIGNATURE = 0x6a502020;
const CODE_STREAM_BOX = 0x6a703263;

/**
 * Decoders fill in what a stream cut short lacks, and say nothing: the end marker must be there. Behind it there may be padding,
 * fill bytes, line ends, and whatever a transfer or a disk added.
 *
 * @returns a copy, from the first marker to the end marker
 * @throws Error where the stream has no end
 */
export function codeStreamOf(encoded: Uint8Array): Uint8Array {
  const stream = unboxed(encoded);
  for (let at = stream.length - END_MARKER.length; at >= 0; at--) {
    if (stream[at] === END_MARKER[0] && stream[at + 1] === END_MARKER[1])
      return stream.slice(0, at + END_MARKER.length);
  }
  throw new Error('no end marker');
}

/** DICOM wants the bare code stream (PS3.5 A.4.4); some writers leave it in the boxes of a JP2 file. */
function unboxed(encoded: Uint8Array): Uint8Array {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  if (encoded.length < 12 || view.getUint32(4) !== JP2_SIGNATURE) return encoded;
  for (let at = 0; at + 8 <= encoded.length;) {
    const [length, type] = [view.getUint32(at), view.getUint32(at + 4)];
    // A length of 1 stands for 64 bits behind the type, of 0 for all that is left.
    const long = length === 1 && at + 16 <= encoded.length;
    const head = long ? 16 : 8;
    const size = long ? Number(view.getBigUint64(at + 8)) : length;
    if (type === CODE_STREAM_BOX) return encoded.subarray(at + head, size === 0 ? undefined : at + size);
    if (size < head) break;
    at += size;
  }
  throw new Error('a JP2 file without a code stream');
}
