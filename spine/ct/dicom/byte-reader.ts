/** Reads the heads of DICOM elements one after the other (PS3.5, 7.1 and 7.5). */

export interface Encoding {
  readonly littleEndian: boolean;
  /** Elements say their value representation. */
  readonly explicit: boolean;
}

export interface ElementHead {
  /** "xGGGGEEEE", in lower case. */
  readonly tag: string;
  /** Two capital letters; empty where the encoding is implicit. */
  readonly vr: string;
  readonly length: number;
}

export const UNDEFINED_LENGTH = 0xffffffff;
export const ITEM = 'xfffee000';
export const DELIMITER = { item: 'xfffee00d', sequence: 'xfffee0dd' } as const;
/** PS3.5 7.1.2: these have a length of 16 bits; all others, those still to come among them, one of 32 after two reserved bytes. */
const SHORT_VRS = new Set('AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));
/** Sequences nested deeper than this are no header of an image. */
const DEEPEST = 32;

/** The bytes end before an element does. */
export class EndOfBytes extends Error {
  constructor(what: string, wanted: number, found: number) {
    super(`${what.replace('x', '')} of ${wanted} bytes with ${found} left in the file`);
  }
}

/** The bytes are no DICOM elements. */
export class Garbled extends Error {}

export class ByteReader {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #encoding: Encoding;

  constructor(bytes: Uint8Array, encoding: Encoding, at = 0) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#encoding = encoding;
    this.at = at;
  }

  get left(): number {
    return this.#bytes.length - this.at;
  }

  peekGroup(): number {
    return this.#view.getUint16(this.at, this.#encoding.littleEndian);
  }

  /** The head of an element, an item or a delimiter. */
  header(explicit = this.#encoding.explicit): ElementHead {
    const start = this.at;
    const { tag, length } = this.itemHeader();
    if (!explicit || tag.startsWith('xfffe')) return { tag, vr: '', length };
    const vr = String.fromCharCode(this.#bytes[start + 4]!, this.#bytes[start + 5]!);
    if (!/^[A-Z]{2}$/.test(vr)) throw new Garbled(`no value representation at byte ${start}`);
    if (SHORT_VRS.has(vr))
      return { tag, vr, length: this.#view.getUint16(start + 6, this.#encoding.littleEndian) };
    if (this.left < 4) throw new EndOfBytes('the head of an element', 12, this.#bytes.length - start);
    this.at += 4;
    return { tag, vr, length: this.#view.getUint32(start + 8, this.#encoding.littleEndian) };
  }

  /** Tag and length, which stand for items whatever the encoding. */
  itemHeader(): Omit<ElementHead, 'vr'> {
    if (this.left < 8) throw new EndOfBytes('the head of an element', 8, this.left);
    const { littleEndian } = this.#encoding;
    const [group, element] = [0, 2].map((by) => this.#view.getUint16(this.at + by, littleEndian));
    const length = this.#view.getUint32(this.at + 4, littleEndian);
    this.at += 8;
    return { tag: `x${hex(group!)}${hex(element!)}`, length };
  }

  /** @throws EndOfBytes where fewer are left */
  take(length: number, what: string): Uint8Array {
    if (length > this.left) throw new EndOfBytes(what, length, this.left);
    this.at += length;
    return this.#bytes.subarray(this.at - length, this.at);
  }

  /** What was passed over from a place on. */
  since(start: number): Uint8Array {
    return this.#bytes.subarray(start, this.at);
  }

  /**
   * Passes over the items of a sequence of undefined length. Lengths that stand at delimiters say nothing, and a sequence
   * without its delimiter ends where an element follows. PS3.5 6.2.2: what is unknown (UN) holds implicit elements.
   */
  skipItems(vr: string, depth = 0): void {
    if (depth > DEEPEST) throw new Garbled(`sequences nested deeper than ${DEEPEST}`);
    const explicit = this.#encoding.explicit && vr !== 'UN';
    while (this.left > 0) {
      const start = this.at;
      const { tag, length } = this.itemHeader();
      if (tag === DELIMITER.sequence) return;
      if (tag === DELIMITER.item) continue;
      if (tag !== ITEM) {
        this.at = start;
        return;
      }
      if (length === UNDEFINED_LENGTH) this.#skipItem(explicit, depth);
      else this.take(length, tag);
    }
  }

  #skipItem(explicit: boolean, depth: number): void {
    while (this.left > 0) {
      const { tag, vr, length } = this.header(explicit);
      if (tag === DELIMITER.item) return;
      if (tag === DELIMITER.sequence) continue;
      if (length === UNDEFINED_LENGTH) this.skipItems(explicit ? vr : 'UN', depth + 1);
      else this.take(length, tag);
    }
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0');
}
