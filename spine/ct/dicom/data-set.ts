/**
 * The elements of a DICOM file (PS3.5, PS3.10), as lenient as a reader may be: what the file claims of its encoding is checked
 * against its bytes, sequences are kept as they stand, and where it breaks off or makes no sense is told and not thrown.
 */
import { TooLarge, inflateRawBounded } from '../../host/gzip.ts';
import { MOST_BYTES_OF_IMAGE, MOST_DEFLATED } from '../../definitions/intake/limits.ts';
import { ByteReader, EndOfBytes, Garbled, UNDEFINED_LENGTH, type Encoding } from './byte-reader.ts';
import { encodingOf, PIXEL_DATA, readElements, type Element, type Elements } from './elements.ts';

/** Why a file was not read to its end, as a person can check it. */
export interface Fault {
  readonly kind: 'cut' | 'garbled' | 'too-large';
  readonly saw: string;
}

export interface DataSet {
  readonly elements: Elements;
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
      body = inflateRawBounded(body, mostUnpacked(body.length));
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

/** An unsigned number of 16 bits; null where the element is missing or short. */
export function shortOf({ elements, littleEndian }: DataSet, tag: string): number | null {
  const bytes = elements.get(tag)?.bytes;
  if (bytes === undefined || bytes.length < 2) return null;
  return littleEndian ? bytes[0]! | (bytes[1]! << 8) : (bytes[0]! << 8) | bytes[1]!;
}

/** Known before the memory is taken, bytes. */
function mostUnpacked(packed: number): number {
  return Math.min(MOST_DEFLATED.bytes, Math.max(MOST_BYTES_OF_IMAGE, MOST_DEFLATED.ratio * packed));
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

function faultOf(error: unknown): Fault {
  if (error instanceof EndOfBytes) return { kind: 'cut', saw: error.message };
  if (error instanceof TooLarge) return { kind: 'too-large', saw: error.message };
  if (error instanceof Garbled) return { kind: 'garbled', saw: error.message };
  // Whatever zlib dislikes of a deflated body.
  if (error instanceof Error && 'code' in error)
    return { kind: 'garbled', saw: 'deflated data that do not unpack' };
  throw error;
}
