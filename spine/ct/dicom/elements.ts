/** Elements one after the other, and the items of sequences (PS3.5, 7.1 and 7.5). */
import { ByteReader, DELIMITER, Garbled, ITEM, UNDEFINED_LENGTH, type Encoding } from './byte-reader.ts';

export interface Element {
  /** Of a sequence, its items as they stand. */
  readonly bytes: Uint8Array;
  /** Of encapsulated pixel data, without the offset table. */
  readonly fragments: readonly Uint8Array[] | null;
  /** The basic offset table of encapsulated pixel data. */
  readonly offsets?: Uint8Array;
}

/** By "xGGGGEEEE", in lower case. */
export type Elements = ReadonlyMap<string, Element>;

export const PIXEL_DATA = 'x7fe00010';
const TAG_BYTES = 4;

/** Told by the bytes of the first element: what the meta information says of it is wrong at times, or missing. */
export function encodingOf(body: Uint8Array): Encoding {
  const vr = String.fromCharCode(...body.subarray(TAG_BYTES, TAG_BYTES + 2));
  // Data sets start in group 8, or a little below it.
  const littleEndian = !(body[0] === 0 && body[1]! > 0);
  return { littleEndian, explicit: /^[A-Z]{2}$/.test(vr) };
}

/** To the end of the bytes, or to the end of an item. */
export function readElements(reader: ByteReader, into: Map<string, Element>, ofItem = false): void {
  while (reader.left > 0) {
    const { tag, vr, length } = reader.header();
    if (ofItem && tag === DELIMITER.item) return;
    if (tag === ITEM || tag === DELIMITER.item || tag === DELIMITER.sequence) continue;
    if (length !== UNDEFINED_LENGTH) {
      // Half a value is no value: it would name another series.
      const bytes = reader.take(length, tag);
      // A tag that comes twice keeps its first value: what follows the pixels can't change it.
      if (!into.has(tag)) into.set(tag, { bytes, fragments: null });
    } else if (tag === PIXEL_DATA) {
      readFragments(reader, into);
    } else {
      const start = reader.at;
      into.set(tag, { bytes: new Uint8Array(0), fragments: null });
      reader.skipItems(vr);
      into.set(tag, { bytes: reader.since(start), fragments: null });
    }
  }
}

/** PS3.5 A.4: an offset table, then fragments, then a delimiter. */
function readFragments(reader: ByteReader, into: Map<string, Element>): void {
  const fragments: Uint8Array[] = [];
  into.set(PIXEL_DATA, { bytes: new Uint8Array(0), fragments });
  for (let n = 0; ; n++) {
    const { tag, length } = reader.itemHeader();
    if (tag === DELIMITER.sequence) return;
    if (tag !== ITEM || length === UNDEFINED_LENGTH) throw new Garbled('no fragment where one should be');
    const bytes = reader.take(length, tag);
    if (n > 0) fragments.push(bytes);
    else into.set(PIXEL_DATA, { bytes: new Uint8Array(0), fragments, offsets: bytes });
  }
}

/**
 * What a sequence holds. How values are written is told item by item: unknown elements (UN) hold implicit ones.
 *
 * @throws EndOfBytes, Garbled
 */
export function itemsOf(sequence: Element | undefined, littleEndian: boolean): readonly Elements[] {
  const items: Elements[] = [];
  const bytes = sequence?.bytes ?? new Uint8Array(0);
  const reader = new ByteReader(bytes, { littleEndian, explicit: true });
  while (reader.left >= 8) {
    const { tag, length } = reader.itemHeader();
    if (tag !== ITEM) return items;
    const content = length === UNDEFINED_LENGTH ? bytes.subarray(reader.at) : reader.take(length, tag);
    const item = new Map<string, Element>();
    const own = new ByteReader(content, { littleEndian, explicit: encodingOf(content).explicit });
    readElements(own, item, true);
    if (length === UNDEFINED_LENGTH) reader.at += own.at;
    items.push(item);
  }
  return items;
}
