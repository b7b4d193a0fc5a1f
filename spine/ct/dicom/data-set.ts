/**
 * The elements of a DICOM file (PS3.5, PS3.10), as lenient as a reader may be: what the file claims of its encoding is checked
 * against its bytes, nested sequences are passed over, and where it breaks off or makes no sense is told and not thrown.
 */
import { TooLarge, inflateRawBounded } from '../../host/gzip.ts';
import { MOST_BYTES_OF_IMAGE } from '../../definitions/intake/limits.ts';
import {
  ByteReader,
  DELIMITER,
  EndOfBytes,
  Garbled,
  ITEM,
  UNDEFINED_LENGTH,
  type Encoding,
} from './byte-reader.ts';

export interface Element {
  readonly bytes: Uint8Array;
  /** Of encapsulated pixel data, without the offset table. */
  readonly fragments: readonly Uint8Array[] | null;
}

/** Why a file was not read to its end, as a person can check it. */
export interface Fault {
  readonly kind: 'cut' | 'garbled' | 'too-large';
  readonly saw: string;
}

export interface DataSet {
  /** By "xGGGGEEEE", in lower case. Of sequences, only that they are there. */
  readonly elements: ReadonlyMap<string, Element>;
  readonly littleEndian: boolean;
  readonly explicit: boolean;
  /** Null: read to the end. */
  readonly fault: Fault | null;
}

const PREAMBLE_BYTES = 128;
const MAGIC = 'DICM';
const META_GROUP = 0x0002;
const TRANSFER_SYNTAX = 'x00020010';
const DEFLATED = '1.2.840.10008.1.2.1.99';
const PIXEL_DATA = 'x7fe00010';
const LATIN1 = new TextDecoder('latin1');

/** Never throws: what can't be read is the fault. */
export function readDataSet(bytes: Uint8Array): DataSet {
  const elements = new Map<string, Element>();
  const hasMagic = LATIN1.decode(bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + MAGIC.length)) === MAGIC;
  let encoding: Encoding = { littleEndian: true, explicit: true };
  const attempt = (read: () => void): Fault | null => {
    try {
      read();
      return null;
    } catch (error) {
      const fault = faultOf(error);
      // What follows the pixels is padding, or nothing that is wanted here.
      return elements.has(PIXEL_DATA) && fault.kind === 'garbled' ? null : fault;
    }
  };
  const fault = attempt(() => {
    let start = hasMagic ? PREAMBLE_BYTES + MAGIC.length : 0;
    start = readMeta(bytes, start, elements);
    let body = bytes.subarray(start);
    if (textOf(elements.get(TRANSFER_SYNTAX)) === DEFLATED)
      body = inflateRawBounded(body, MOST_BYTES_OF_IMAGE);
    encoding = encodingOf(body);
    readElements(new ByteReader(body, encoding), elements);
  });
  return { elements, ...encoding, fault };
}

/** A value as text, to the first NUL, trimmed; null where there is none. */
export function textOf(element: Element | undefined, longest = Infinity): string | null {
  if (element === undefined) return null;
  const [text = ''] = LATIN1.decode(element.bytes.subarray(0, longest)).split('\0');
  return text.trim() === '' ? null : text.trim();
}

/** Group 2, always explicit and little endian. @returns where the data set starts */
function readMeta(bytes: Uint8Array, start: number, into: Map<string, Element>): number {
  const reader = new ByteReader(bytes, { littleEndian: true, explicit: true }, start);
  while (reader.left >= 8 && reader.peekGroup() === META_GROUP) {
    const { tag, length } = reader.header();
    if (length === UNDEFINED_LENGTH) throw new Garbled(`an undefined length at ${tag}`);
    into.set(tag, { bytes: reader.take(length, tag), fragments: null });
  }
  return reader.at;
}

/** Told by the bytes of the first element: what the meta information says of it is wrong at times, or missing. */
function encodingOf(body: Uint8Array): Encoding {
  const explicit = /^[A-Z]{2}$/.test(LATIN1.decode(body.subarray(4, 6)));
  // Data sets start in group 8, or a little below it.
  const littleEndian = !(body[0] === 0 && body[1]! > 0);
  return { littleEndian, explicit };
}

function readElements(reader: ByteReader, into: Map<string, Element>): void {
  while (reader.left > 0) {
    const { tag, vr, length } = reader.header();
    if (tag === ITEM || tag === DELIMITER.item || tag === DELIMITER.sequence) continue;
    if (length !== UNDEFINED_LENGTH) {
      // Half a value is no value: it would name another series.
      const bytes = reader.take(length, tag);
      // A tag that comes twice keeps its first value: what follows the pixels can't change it.
      if (!into.has(tag)) into.set(tag, { bytes, fragments: null });
    } else if (tag === PIXEL_DATA) {
      const fragments: Uint8Array[] = [];
      into.set(tag, { bytes: new Uint8Array(0), fragments });
      readFragments(reader, fragments);
    } else {
      into.set(tag, { bytes: new Uint8Array(0), fragments: null });
      reader.skipItems(vr);
    }
  }
}

/** PS3.5 A.4: an offset table, then fragments, then a delimiter. */
function readFragments(reader: ByteReader, fragments: Uint8Array[]): void {
  for (let n = 0; ; n++) {
    const { tag, length } = reader.itemHeader();
    if (tag === DELIMITER.sequence) return;
    if (tag !== ITEM || length === UNDEFINED_LENGTH) throw new Garbled('no fragment where one should be');
    const bytes = reader.take(length, tag);
    if (n > 0) fragments.push(bytes);
  }
}

function faultOf(error: unknown): Fault {
  if (error instanceof EndOfBytes) return { kind: 'cut', saw: error.message };
  if (error instanceof TooLarge) return { kind: 'too-large', saw: error.message };
  if (error instanceof Garbled) return { kind: 'garbled', saw: error.message };
  // Whatever zlib dislikes of a deflated body.
  if (error instanceof Error && 'code' in error)
    return { kind: 'garbled', saw: 'deflated data that do not unpack' };
  throw error;
}
