/** A DICOM file of the elements that it is given (PS3.10), explicit little endian; encapsulated pixels as they stand. */
import type { DataSet } from '../../../spine/ct/index.ts';

export interface WrittenElement {
  readonly vr: string;
  readonly bytes: Uint8Array;
}

/** Length in 32 bits, after two reserved bytes (PS3.5 7.1.2), of those that are written here. */
const LONG_VRS = ['OB', 'OW'];
const UNDEFINED = 0xffffffff;
const PIXEL_DATA = 'x7fe00010';
const META = { version: 'x00020001', sopClass: 'x00020002', instance: 'x00020003', syntax: 'x00020010', implementation: 'x00020012' } as const; // prettier-ignore
/** Of this software: a UUID, fixed. */
const IMPLEMENTATION = '2.25.313042957241886014632098417236409872154';

export interface ImageToWrite {
  readonly sopClass: string;
  readonly instanceUid: string;
  readonly transferSyntax: string;
  readonly elements: ReadonlyMap<string, WrittenElement>;
  readonly pixels: NonNullable<ReturnType<DataSet['elements']['get']>>;
}

export function writeImage({
  sopClass,
  instanceUid,
  transferSyntax,
  elements,
  pixels,
}: ImageToWrite): Buffer {
  const meta = Buffer.concat([
    element(META.version, 'OB', Buffer.from([0, 1])),
    element(META.sopClass, 'UI', textBytes('UI', sopClass)),
    element(META.instance, 'UI', textBytes('UI', instanceUid)),
    element(META.syntax, 'UI', textBytes('UI', transferSyntax)),
    element(META.implementation, 'UI', textBytes('UI', IMPLEMENTATION)),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  const body = [...elements]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([tag, { vr, bytes }]) => element(tag, vr, bytes));
  return Buffer.concat([
    Buffer.alloc(128),
    Buffer.from('DICM'),
    element('x00020000', 'UL', length),
    meta,
    ...body,
    ...pixelParts(pixels),
  ]);
}

/** Padded to an even length, as its kind of text is. */
export function textBytes(vr: string, text: string): Buffer {
  const odd = text.length % 2 === 1;
  return Buffer.from(odd ? `${text}${vr === 'UI' ? '\0' : ' '}` : text, 'latin1');
}

function pixelParts({ bytes, fragments, offsets }: ImageToWrite['pixels']): Buffer[] {
  if (fragments === null) return [element(PIXEL_DATA, 'OW', bytes)];
  const items = [offsets ?? new Uint8Array(0), ...fragments].flatMap((part) => [
    head(0xfffe, 0xe000, part.length),
    Buffer.from(part),
  ]);
  return [
    Buffer.concat([tagBytes(PIXEL_DATA), Buffer.from('OB\0\0'), uint32(UNDEFINED)]),
    ...items,
    head(0xfffe, 0xe0dd, 0),
  ];
}

function element(tag: string, vr: string, value: Uint8Array): Buffer {
  const bytes =
    value.length % 2 === 0
      ? value
      : Buffer.concat([value, Buffer.alloc(1, vr === 'UI' || vr.startsWith('O') ? 0 : 0x20)]);
  if (LONG_VRS.includes(vr))
    return Buffer.concat([tagBytes(tag), Buffer.from(`${vr}\0\0`), uint32(bytes.length), bytes]);
  const length = Buffer.alloc(2);
  length.writeUInt16LE(bytes.length);
  return Buffer.concat([tagBytes(tag), Buffer.from(vr), length, bytes]);
}

function head(group: number, number: number, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(group, 0);
  bytes.writeUInt16LE(number, 2);
  bytes.writeUInt32LE(length, 4);
  return bytes;
}

function tagBytes(tag: string): Buffer {
  return head(Number.parseInt(tag.slice(1, 5), 16), Number.parseInt(tag.slice(5), 16), 0).subarray(0, 4);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
