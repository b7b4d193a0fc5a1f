/** Where a zip ends: bytes that mail gateways and disks leave behind it are none of it. */

const LIST_ENTRY = Buffer.from('PK\x01\x02', 'latin1');
const END_RECORD = Buffer.from('PK\x05\x06', 'latin1');
/** APPNOTE 4.3.16: the end record without its comment, and where it gives size and place of the list of entries. */
const END_BYTES = 22;
const AT = { listSize: 12, listOffset: 16, commentLength: 20 } as const;
/** Where these stand, the sizes lie in the zip64 record before it. */
const IN_ZIP64 = 0xffffffff;

/**
 * The archive up to the end of its last end record that names a list of entries right before it; all bytes where there is none.
 *
 * @returns null where another archive lies behind it, which counts its places from its own first byte: which of them is meant is not known
 */
export function withoutTrailing(zip: Buffer): Buffer | null {
  let isFollowed = false;
  for (
    let at = zip.lastIndexOf(END_RECORD);
    at >= 0;
    at = at === 0 ? -1 : zip.lastIndexOf(END_RECORD, at - 1)
  ) {
    if (at + END_BYTES > zip.length) continue;
    const [size, offset] = [zip.readUInt32LE(at + AT.listSize), zip.readUInt32LE(at + AT.listOffset)];
    const end = at + END_BYTES + zip.readUInt16LE(at + AT.commentLength);
    if (end <= zip.length && (offset === IN_ZIP64 || size + offset === at))
      return isFollowed ? null : zip.subarray(0, end);
    isFollowed ||= size <= at && zip.subarray(at - size, at - size + LIST_ENTRY.length).equals(LIST_ENTRY);
  }
  return zip;
}
