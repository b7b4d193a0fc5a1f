/** Elements that no writer of ours makes, byte by byte; explicit, little endian. */

export const SEQUENCE_END = Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);
const SHORT_VRS = ['LO', 'CS', 'UI', 'DS', 'US'];

/** @param value null: of undefined length, and what follows is the value */
export function element(group: number, number: number, vr: string, value: Uint8Array | null): Buffer {
  const long = !SHORT_VRS.includes(vr);
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  const length = value === null ? 0xffffffff : value.length;
  if (long) head.writeUInt32LE(length, 8);
  else head.writeUInt16LE(length, 6);
  return Buffer.concat([head, value ?? new Uint8Array(0)]);
}
