/**
 * NIfTI in (1 and 2; .nii and .nii.gz) and out (NIfTI-1).
 *
 * NIfTI's world is RAS; ours is patient LPS, so x and y change sign on the way.
 * Written bytes depend on the volume alone (no clock), so that a retry writes the same object.
 * What a file will take is known from its header before it is unpacked.
 */
import { isNIFTI, NIFTI2, readHeader, type NIFTI1 } from 'nifti-reader-js';

import { gunzip, gunzipHead, gzip, gzipByThreads, isGzip, TooLarge } from '../host/gzip.ts';

import { placeOf, type NiftiPlace } from './nifti-place.ts';
import {
  codeOf,
  NiftiTooLarge,
  NotNifti,
  scaled,
  voxelsOf,
  widthOf,
  type StoredVoxels,
} from './nifti-voxels.ts';
import { spacingOf, type Volume } from './volume.ts';

const HEADER_BYTES = 348;
const DATA_OFFSET = 352;
/** Voxels of a single file begin here at the earliest, by version. */
const FIRST_VOXEL_AT = { nifti1: DATA_OFFSET, nifti2: 544 } as const;
/** Enough of a gzip stream to hold either header, whatever its compression. */
const GZIP_PREFIX_BYTES = 4096;
/** 512 x 512 x 2048 voxels, at up to four bytes each: what a CT of a whole body takes. */
const MOST_VOXELS = 2 ** 29;
const MOST_BYTES = 2 ** 31;
/** What may follow the voxels. */
const SLACK_BYTES = 2 ** 20;
const UNIT_MM = 2;
const SCANNER_ANATOMICAL = 1;
/** Of srow_x. */
const SFORM_OFFSET = 280;
/** Lowest byte of sizeof_hdr, 540, in either byte order. */
const NIFTI2_SIZE = 540 & 0xff;
const FLIP_XY = [-1, -1, 1] as const;

export { NiftiTooLarge, NotNifti };

/** What the header says, checked. */
export interface NiftiHeader extends NiftiPlace, StoredVoxels {
  readonly dims: readonly [number, number, number];
  /** Of the file unpacked, up to its last voxel. */
  readonly bytes: number;
  readonly slope: number;
  readonly inter: number;
}

/** A volume and what its file says beside the voxels. */
export interface NiftiImage {
  readonly volume: Volume;
  /** Where the header contradicts itself about the place; null where it does not. */
  readonly doubt: string | null;
  /** Names of label values embedded in the header (Caret/TotalSegmentator XML extension), empty where there are none. */
  readonly labelNames: ReadonlyMap<number, string>;
}

/**
 * Reads a NIfTI image; scl_slope and scl_inter are applied where they change anything.
 *
 * @throws NotNifti where the bytes are something else, have no usable orientation (neither sform nor
 * qform), hold fewer voxels than the header says, or a data type without a meaning here (complex, RGB)
 * @throws NiftiTooLarge before anything is unpacked, or where more comes out than the header says
 */
export function readNifti(bytes: Uint8Array): NiftiImage {
  const header = readNiftiHeader(bytes);
  const { dims, affine, doubt } = header;
  const file = decompress(bytes, header.bytes + SLACK_BYTES);
  const data = scaled(voxelsOf(file, header), header.slope, header.inter);
  return { volume: { dims, affine, data }, doubt, labelNames: labelNamesIn(file, header.offset) };
}

/** The header alone, whatever follows it. @throws NotNifti, NiftiTooLarge as `readNifti` */
export function readNiftiHeader(bytes: Uint8Array): NiftiHeader {
  const buffer = headOf(bytes);
  const header = parsed(buffer);
  const dims = spatialDims(header);
  const first = header instanceof NIFTI2 ? FIRST_VOXEL_AT.nifti2 : FIRST_VOXEL_AT.nifti1;
  const offset = header.vox_offset;
  if (!Number.isInteger(offset) || offset < first)
    throw new NotNifti(`voxels from byte ${offset} on, inside the header; required: from ${first} on`);
  const count = dims[0] * dims[1] * dims[2];
  const size = offset + count * widthOf(header.datatypeCode);
  if (count > MOST_VOXELS || size > MOST_BYTES)
    throw new NiftiTooLarge(
      `${dims.join(' x ')} voxels in ${size} bytes; required: up to ${MOST_VOXELS} voxels in ${MOST_BYTES} bytes`,
    );
  return {
    dims,
    count,
    offset,
    bytes: size,
    code: header.datatypeCode,
    littleEndian: header.littleEndian,
    slope: header.scl_slope,
    inter: header.scl_inter,
    ...placeOf(header, buffer),
  };
}

/** The gzipped NIfTI-1 file of a volume, sform set. */
export function writeNifti(volume: Volume): Uint8Array {
  return gzip(partsOf(volume));
}

/** The same file, packed by several threads; the voxels must not change meanwhile. */
export function writeNiftiByThreads(volume: Volume): Promise<Uint8Array> {
  return gzipByThreads(partsOf(volume));
}

/** Header and voxels. */
function partsOf({ dims, affine, data }: Volume): readonly Uint8Array[] {
  const head = new Uint8Array(DATA_OFFSET);
  const view = new DataView(head.buffer);
  view.setInt32(0, HEADER_BYTES, true);
  [3, ...dims, 1, 1, 1, 1].forEach((n, i) => view.setInt16(40 + 2 * i, n, true));
  view.setInt16(70, codeOf(data), true);
  view.setInt16(72, 8 * data.BYTES_PER_ELEMENT, true);
  [1, ...spacingOf(affine), 0, 0, 0, 0].forEach((mm, i) => view.setFloat32(76 + 4 * i, mm, true));
  view.setFloat32(108, DATA_OFFSET, true);
  view.setFloat32(112, 1, true);
  view.setUint8(123, UNIT_MM);
  view.setInt16(254, SCANNER_ANATOMICAL, true);
  affine.forEach((value, i) =>
    view.setFloat32(SFORM_OFFSET + 4 * i, value * FLIP_XY[Math.floor(i / 4)]!, true),
  );
  head.set([0x6e, 0x2b, 0x31, 0], 344); // "n+1"
  return [head, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)];
}

function parsed(buffer: ArrayBuffer): NIFTI1 | NIFTI2 {
  if (isNIFTI(buffer)) return readHeader(buffer);
  throw new NotNifti(
    isNIFTI(buffer, true)
      ? 'a NIfTI header without its voxels (.hdr of an .hdr/.img pair); required: header and voxels in one .nii or .nii.gz file'
      : 'not a NIfTI file; required: NIfTI-1 or NIfTI-2',
  );
}

/** A header and nothing after it: the parser would follow extensions, damaged ones too, and needs none. */
function headOf(bytes: Uint8Array): ArrayBuffer {
  const head = new Uint8Array(unpackedHead(bytes).subarray(0, FIRST_VOXEL_AT.nifti2));
  const version2 = isNIFTI(head.buffer, true) && head.length > 4 && [head[0], head[3]].includes(NIFTI2_SIZE);
  return version2 ? head.buffer : head.buffer.slice(0, DATA_OFFSET);
}

function unpackedHead(bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipHead(bytes, GZIP_PREFIX_BYTES);
  } catch (cause) {
    throw damaged(cause);
  }
}

function decompress(bytes: Uint8Array, mostBytes: number): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzip(bytes, mostBytes);
  } catch (cause) {
    if (!(cause instanceof TooLarge)) throw damaged(cause);
    throw new NiftiTooLarge('more bytes unpacked than the header says; required: one 3D volume', { cause });
  }
}

function damaged(cause: unknown): NotNifti {
  return new NotNifti('damaged gzip stream; required: a complete .nii.gz file', { cause });
}

function spatialDims(header: NIFTI1 | NIFTI2): [number, number, number] {
  const [rank = 0, nx = 0, ny = 0, nz = 0, ...rest] = header.dims;
  const extra = rest.slice(0, Math.max(rank - 3, 0)).some((n) => n > 1);
  if (rank < 3 || extra || ![nx, ny, nz].every((n) => Number.isInteger(n) && n > 0)) {
    throw new NotNifti(`dimensions ${header.dims.slice(0, rank + 1).join(' ')}; required: one 3D volume`);
  }
  return [nx, ny, nz];
}

/** `<Label Key="29"...><![CDATA[vertebrae_L3]]></Label>` anywhere in the header extensions. */
function labelNamesIn(file: Uint8Array, voxelsAt: number): ReadonlyMap<number, string> {
  const text = new TextDecoder('latin1').decode(file.subarray(HEADER_BYTES, voxelsAt));
  const names = new Map<number, string>();
  for (const [, key, name] of text.matchAll(
    /<Label\b[^>]*\bKey="(\d+)"[^>]*>\s*(?:<!\[CDATA\[)?([^\]<]+)/g,
  )) {
    names.set(Number(key), name!.trim());
  }
  return names;
}
