/**
 * The head of a DICOM file (PS3.10, 7.1) before a data set that came over the network: who sent it is left out, so that the same
 * object sent twice is the same file.
 */

export interface FileMeta {
  readonly sopClass: string;
  readonly sopInstance: string;
  readonly transferSyntax: string;
}

const PREAMBLE_BYTES = 128;
const META_VERSION = Uint8Array.of(0, 1);
/** Derived from a UUID (PS3.5, B.2): no root of an organisation is needed. */
export const IMPLEMENTATION_CLASS = '2.25.227428419338473613417240905316724361733';
const LONG_VRS = new Set(['OB']);

/** Preamble, magic and group 2, in Explicit VR Little Endian. */
export function part10Head({ sopClass, sopInstance, transferSyntax }: FileMeta): Buffer {
  const meta = Buffer.concat([
    element(0x0001, 'OB', META_VERSION),
    element(0x0002, 'UI', uid(sopClass)),
    element(0x0003, 'UI', uid(sopInstance)),
    element(0x0010, 'UI', uid(transferSyntax)),
    element(0x0012, 'UI', uid(IMPLEMENTATION_CLASS)),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([
    Buffer.alloc(PREAMBLE_BYTES),
    Buffer.from('DICM'),
    element(0x0000, 'UL', length),
    meta,
  ]);
}

function element(number: number, vr: string, value: Uint8Array): Buffer {
  const long = LONG_VRS.has(vr);
  const head = Buffer.alloc(long ? 12 : 8);
  head.writeUInt16LE(0x0002, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  if (long) head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
}

/** PS3.5, 9.1: an odd length is made even by a NUL. */
function uid(text: string): Buffer {
  return Buffer.from(text.length % 2 === 0 ? text : `${text}\0`, 'latin1');
}
