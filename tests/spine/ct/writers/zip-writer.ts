/** Zips for tests, written by hand so that every defect can be made. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipEntry {
  /** Bytes: in whatever character set. */
  readonly name: string | Uint8Array;
  readonly bytes: Uint8Array;
  readonly encrypted?: boolean;
  readonly crc?: number;
  /** What lies in the archive, where it is not all of the bytes packed at one go. */
  readonly packed?: Uint8Array;
  /** What the directory says of the unpacked size. */
  readonly saysSize?: number;
  /** What the directory says of the packing (APPNOTE 4.4.5); 8 is how it is packed. */
  readonly method?: number;
  /** Listed over the bytes of the first entry: none of its own lie in the archive. */
  readonly overFirst?: true;
}

const DEFLATE = 8;
const ENCRYPTED_FLAG = 1;

/** @param zip64 sizes and places in records of 64 bits (APPNOTE 4.3.14, 4.5.3), though they would fit into 32 */
export function zipOf(entries: readonly ZipEntry[], zip64 = false): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, bytes, encrypted = false, crc = crc32(bytes) } = entry;
    const { saysSize = bytes.length, method = DEFLATE } = entry;
    const { packed = deflateRawSync(bytes) } = entry;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? ENCRYPTED_FLAG : 0, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(saysSize, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(entry.overFirst === true ? 0 : offset, 10);
    const extra = zip64 ? sizesOf64([bytes.length, packed.length, offset], common, where) : Buffer.alloc(0);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), common, where, Buffer.from(name), extra]));
    if (entry.overFirst === true) continue;
    locals.push(local);
    offset += local.length;
  }
  const body = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(body.length, 12);
  end.writeUInt32LE(offset, 16);
  if (!zip64) return Buffer.concat([...locals, body, end]);
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 0, 'latin1');
  record.writeBigUInt64LE(44n, 4);
  [entries.length, entries.length, body.length, offset].forEach((value, n) => {
    record.writeBigUInt64LE(BigInt(value), 24 + 8 * n);
  });
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 0, 'latin1');
  locator.writeBigUInt64LE(BigInt(offset + body.length), 8);
  locator.writeUInt32LE(1, 16);
  end.fill(0xff, 8, 20);
  return Buffer.concat([...locals, body, record, locator, end]);
}

/** The extra field that holds them; where they stood are ones. */
function sizesOf64(values: readonly number[], common: Buffer, where: Buffer): Buffer {
  common.fill(0xff, 14, 22);
  common.writeUInt16LE(4 + 8 * values.length, 24);
  where.fill(0xff, 10, 14);
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, n) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * n));
  return extra;
}
