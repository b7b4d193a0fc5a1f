/** DICOM Part 10 files for tests, written by hand so that every syntax and every defect can be made. */
import { deflateRawSync } from 'node:zlib';

export const SYNTAX = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  deflated: '1.2.840.10008.1.2.1.99',
  bigEndian: '1.2.840.10008.1.2.2',
  rle: '1.2.840.10008.1.2.5',
  jpegLossless57: '1.2.840.10008.1.2.4.57',
  jpegLossless70: '1.2.840.10008.1.2.4.70',
  jpegLs: '1.2.840.10008.1.2.4.80',
  jpegLsNear: '1.2.840.10008.1.2.4.81',
  jpeg2000: '1.2.840.10008.1.2.4.90',
  jpeg2000Lossy: '1.2.840.10008.1.2.4.91',
  htj2k: '1.2.840.10008.1.2.4.201',
  htj2kRpcl: '1.2.840.10008.1.2.4.202',
  htj2kLossy: '1.2.840.10008.1.2.4.203',
  jpegBaseline: '1.2.840.10008.1.2.4.50',
} as const;

/** "ggggeeee VR": value. Numbers are US, strings are padded, bytes are taken as they are. */
export type Elements = Readonly<Record<string, string | number | Uint8Array | readonly Uint8Array[]>>;

const LONG_VRS = ['OB', 'OW', 'OF', 'UN', 'SQ'];

/** Elements of group 2 are made; the others are written in the order of their tags. */
export function dicomFile(
  elements: Elements,
  transferSyntax: string = SYNTAX.explicit,
  offsets: Uint8Array = new Uint8Array(0),
): Uint8Array {
  const big = transferSyntax === SYNTAX.bigEndian;
  const explicit = transferSyntax !== SYNTAX.implicit;
  const body = elementsOf(elements, explicit, big, offsets);
  const meta = Buffer.concat([
    element('00020002 UI', '1.2.840.10008.5.1.4.1.1.2', true, false),
    element('00020003 UI', '1.2.3.4', true, false),
    element('00020010 UI', transferSyntax, true, false),
  ]);
  const length = Buffer.from([0x02, 0, 0, 0, 0x55, 0x4c, 4, 0, 0, 0, 0, 0]);
  length.writeUInt32LE(meta.length, 8);
  const packed = transferSyntax === SYNTAX.deflated ? deflateRawSync(body) : body;
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), length, meta, packed]);
}

function elementsOf(
  elements: Elements,
  explicit: boolean,
  big: boolean,
  offsets: Uint8Array = new Uint8Array(0),
): Buffer {
  return Buffer.concat(
    Object.keys(elements)
      .sort()
      .map((name) => element(name, elements[name]!, explicit, big, offsets)),
  );
}

/** A sequence's value; of defined lengths, or closed by delimiters within it. */
export function sequence(items: readonly Elements[], transferSyntax: string, delimited = false): Uint8Array {
  const [explicit, big] = [transferSyntax !== SYNTAX.implicit, transferSyntax === SYNTAX.bigEndian];
  const word = (group: number, number: number, length: number): Buffer => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(group, 0);
    head.writeUInt16LE(number, 2);
    head.writeUInt32LE(length, 4);
    if (!big) return head;
    head.subarray(0, 4).swap16();
    head.subarray(4).swap32();
    return head;
  };
  return Buffer.concat(
    items.map((item) => {
      const content = elementsOf(item, explicit, big);
      return delimited
        ? Buffer.concat([word(0xfffe, 0xe000, 0xffffffff), content, word(0xfffe, 0xe00d, 0)])
        : Buffer.concat([word(0xfffe, 0xe000, content.length), content]);
    }),
  );
}

function element(
  name: string,
  value: Elements[string],
  explicit: boolean,
  big: boolean,
  offsets: Uint8Array = new Uint8Array(0),
): Buffer {
  const [tag = '', vr = ''] = name.split(' ');
  const fragments = Array.isArray(value) ? (value as readonly Uint8Array[]) : null;
  const bytes =
    fragments === null
      ? valueBytes(value as string | number | Uint8Array, vr, big)
      : encapsulated(fragments, offsets);
  const header = Buffer.alloc(explicit && LONG_VRS.includes(vr) ? 12 : 8);
  const u16 = (n: number, at: number): number =>
    big ? header.writeUInt16BE(n, at) : header.writeUInt16LE(n, at);
  const u32 = (n: number, at: number): number =>
    big ? header.writeUInt32BE(n, at) : header.writeUInt32LE(n, at);
  u16(parseInt(tag.slice(0, 4), 16), 0);
  u16(parseInt(tag.slice(4), 16), 2);
  const size = fragments === null ? bytes.length : 0xffffffff;
  if (!explicit) u32(size, 4);
  else {
    header.write(vr, 4, 'latin1');
    if (LONG_VRS.includes(vr)) u32(size, 8);
    else u16(size, 6);
  }
  return Buffer.concat([header, bytes]);
}

function valueBytes(value: string | number | Uint8Array, vr: string, big: boolean): Buffer {
  if (typeof value === 'number') {
    const out = Buffer.alloc(2);
    const word = value & 0xffff;
    if (big) out.writeUInt16BE(word);
    else out.writeUInt16LE(word);
    return out;
  }
  const bytes = typeof value === 'string' ? Buffer.from(value, 'utf8') : Buffer.from(value);
  return bytes.length % 2 === 0
    ? bytes
    : Buffer.concat([bytes, Buffer.from(vr === 'UI' || vr.startsWith('O') ? '\0' : ' ')]);
}

/** An offset table, which may be empty, and the fragments, each of even length. */
function encapsulated(fragments: readonly Uint8Array[], offsets: Uint8Array): Buffer {
  const item = (bytes: Uint8Array): Buffer => {
    const even = bytes.length % 2 === 0 ? Buffer.from(bytes) : Buffer.concat([bytes, Buffer.alloc(1)]);
    const head = Buffer.from([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
    head.writeUInt32LE(even.length, 4);
    return Buffer.concat([head, even]);
  };
  return Buffer.concat([
    item(offsets),
    ...fragments.map(item),
    Buffer.from([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]),
  ]);
}

export interface SliceOptions {
  readonly index: number;
  readonly rows?: number;
  readonly columns?: number;
  /** Stored values, row by row. */
  readonly stored: Int16Array | Uint16Array;
  readonly transferSyntax?: string;
  /** Replaces the plain pixel data. */
  readonly fragments?: readonly Uint8Array[];
  /** Added to, or put in place of, the usual elements; undefined takes one away. */
  readonly change?: Readonly<Record<string, Elements[string] | undefined>>;
}

/** One axial CT image of a series, 2 mm above the one before it. */
export function ctSlice({
  index,
  rows = 8,
  columns = 6,
  stored,
  transferSyntax,
  fragments,
  change = {},
}: SliceOptions): Uint8Array {
  const syntax = transferSyntax ?? SYNTAX.explicit;
  const signed = stored instanceof Int16Array;
  const raw = Buffer.from(stored.buffer.slice(stored.byteOffset, stored.byteOffset + stored.byteLength));
  const usual: Record<string, Elements[string] | undefined> = {
    '00080008 CS': 'ORIGINAL\\PRIMARY\\AXIAL',
    '00080016 UI': '1.2.840.10008.5.1.4.1.1.2',
    '00080018 UI': `1.2.3.${index + 1}`,
    '00080020 DA': '20260301',
    '00080060 CS': 'CT',
    '00100010 PN': 'Test^Patient',
    '00100030 DA': '19500115',
    '00100040 CS': 'F',
    '00180060 DS': '120',
    '00181210 SH': 'B30f',
    '0020000d UI': '1.2.9',
    '0020000e UI': '1.2.9.1',
    '00200011 IS': '2',
    '00200032 DS': `-10\\-20\\${100 + 2 * index}`,
    '00200037 DS': '1\\0\\0\\0\\1\\0',
    '00280002 US': 1,
    '00280004 CS': 'MONOCHROME2',
    '00280010 US': rows,
    '00280011 US': columns,
    '00280030 DS': '0.5\\0.75',
    '00280100 US': 16,
    '00280101 US': 16,
    '00280102 US': 15,
    '00280103 US': signed ? 1 : 0,
    '00281052 DS': '-1024',
    '00281053 DS': '1',
    [fragments === undefined ? '7fe00010 OW' : '7fe00010 OB']:
      fragments ?? (syntax === SYNTAX.bigEndian ? raw.swap16() : raw),
    ...change,
  };
  const kept = Object.fromEntries(
    Object.entries(usual).filter(([, value]) => value !== undefined),
  ) as Elements;
  return dicomFile(kept, syntax);
}
