/**
 * NIfTI-1 in and out (.nii and .nii.gz).
 *
 * NIfTI's world is RAS; ours is patient LPS, so x and y change sign on the way.
 * Written bytes depend on the volume alone (no clock), so that a retry writes the same object.
 */
import { isNIFTI, NIFTI1, NIFTI2, readHeader, readImage } from 'nifti-reader-js';

import { gunzip, gzip, isGzip } from '../host/gzip.ts';

import { affineFrom, spacingOf, type Affine, type Volume, type VoxelArray } from './volume.ts';

const HEADER_BYTES = 348;
const DATA_OFFSET = 352;
const UNIT_MM = 2;
/** A tenth larger than at 9, in a fifth of the time. */
const GZIP_LEVEL = 4;
const SCANNER_ANATOMICAL = 1;
/** Of srow_x in a NIfTI-1 header; three rows of four float32 follow. */
const SFORM_OFFSET = 280;
const FLIP_XY = [-1, -1, 1] as const;

const CODE = {
  uint8: 2,
  int16: 4,
  int32: 8,
  float32: 16,
  float64: 64,
  int8: 256,
  uint16: 512,
  uint32: 768,
} as const;

/** The bytes are not a NIfTI image that we read; the message says what was seen. */
export class NotNifti extends Error {
  override readonly name = 'NotNifti';
}

/** A volume and what its file says beside the voxels. */
export interface NiftiImage {
  readonly volume: Volume;
  /** Names of label values embedded in the header (Caret/TotalSegmentator XML extension), empty where there are none. */
  readonly labelNames: ReadonlyMap<number, string>;
}

/**
 * Reads a NIfTI image; scl_slope and scl_inter are applied where they change anything.
 *
 * @throws NotNifti where the bytes are something else, have no usable orientation (neither sform nor
 * qform), hold fewer voxels than the header says, or a data type without a meaning here (complex, RGB).
 */
export function readNifti(bytes: Uint8Array): NiftiImage {
  const buffer = exactBuffer(decompress(bytes));
  if (!isNIFTI(buffer)) throw new NotNifti('not a NIfTI file; required: NIfTI-1 or NIfTI-2');
  const header = readHeader(buffer);
  const dims = spatialDims(header);
  const image = readImage(header, buffer);
  const stored = typedVoxels(header.datatypeCode, image, header.littleEndian, dims[0] * dims[1] * dims[2]);
  return {
    volume: {
      dims,
      affine: affineOf(header, buffer),
      data: scaled(stored, header.scl_slope, header.scl_inter),
    },
    labelNames: labelNamesIn(buffer, header.vox_offset),
  };
}

/** The gzipped NIfTI-1 file of a volume, sform set. */
export function writeNifti(volume: Volume): Uint8Array {
  const { dims, affine, data } = volume;
  const file = new Uint8Array(DATA_OFFSET + data.byteLength);
  const view = new DataView(file.buffer);
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
  file.set([0x6e, 0x2b, 0x31, 0], 344); // "n+1"
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), DATA_OFFSET);
  return gzip(file, GZIP_LEVEL);
}

function decompress(bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzip(bytes);
  } catch (cause) {
    throw new NotNifti('damaged gzip stream; required: a complete .nii.gz file', { cause });
  }
}

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const whole = bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength;
  // Not `bytes.slice()`: on a Buffer that is a view of a pool that other data shares.
  return (whole ? bytes.buffer : new Uint8Array(bytes).buffer) as ArrayBuffer;
}

function spatialDims(header: NIFTI1 | NIFTI2): [number, number, number] {
  const [rank = 0, nx = 0, ny = 0, nz = 0, ...rest] = header.dims;
  const extra = rest.slice(0, Math.max(rank - 3, 0)).some((n) => n > 1);
  if (rank < 3 || extra || ![nx, ny, nz].every((n) => Number.isInteger(n) && n > 0)) {
    throw new NotNifti(`dimensions ${header.dims.slice(0, rank + 1).join(' ')}; required: one 3D volume`);
  }
  return [nx, ny, nz];
}

/** sform first, then qform: NIfTI-1 prefers the former where both are set. */
function affineOf(header: NIFTI1 | NIFTI2, buffer: ArrayBuffer): Affine {
  if (header.sform_code <= 0 && header.qform_code <= 0) {
    throw new NotNifti('neither sform nor qform; required: an image with a defined orientation');
  }
  const rows = header.sform_code > 0 ? sformRows(header, buffer) : qformRows(header);
  const lps = FLIP_XY.flatMap((sign, row) => rows[row]!.map((value) => sign * value));
  if (lps.length !== 12 || !lps.every(Number.isFinite))
    throw new NotNifti('orientation matrix with non-finite values');
  return affineFrom(lps);
}

/** The parser's own matrix of a NIfTI-1 file is that of qform wherever its code is the larger one: read here instead. */
function sformRows(header: NIFTI1 | NIFTI2, buffer: ArrayBuffer): readonly (readonly number[])[] {
  if (header instanceof NIFTI2) return header.affine;
  const view = new DataView(buffer, SFORM_OFFSET);
  return [0, 1, 2].map((row) =>
    [0, 1, 2, 3].map((column) => view.getFloat32(16 * row + 4 * column, header.littleEndian)),
  );
}

/** Rotation from the quaternion of qform (NIfTI-1 standard, method 2). */
function qformRows(header: NIFTI1 | NIFTI2): number[][] {
  const { quatern_b: b, quatern_c: c, quatern_d: d, pixDims } = header;
  const a = Math.sqrt(Math.max(0, 1 - b * b - c * c - d * d));
  const qfac = pixDims[0]! < 0 ? -1 : 1;
  const [sx, sy, sz] = [pixDims[1]!, pixDims[2]!, pixDims[3]! * qfac];
  return [
    [
      (a * a + b * b - c * c - d * d) * sx,
      2 * (b * c - a * d) * sy,
      2 * (b * d + a * c) * sz,
      header.qoffset_x,
    ],
    [
      2 * (b * c + a * d) * sx,
      (a * a + c * c - b * b - d * d) * sy,
      2 * (c * d - a * b) * sz,
      header.qoffset_y,
    ],
    [
      2 * (b * d - a * c) * sx,
      2 * (c * d + a * b) * sy,
      (a * a + d * d - b * b - c * c) * sz,
      header.qoffset_z,
    ],
  ];
}

function typedVoxels(code: number, image: ArrayBuffer, littleEndian: boolean, count: number): VoxelArray {
  const width = widthOf(code);
  if (image.byteLength < count * width) {
    throw new NotNifti(`${Math.floor(image.byteLength / width)} voxels; required by the header: ${count}`);
  }
  if (!littleEndian && width > 1) swapBytes(new Uint8Array(image), width);
  switch (code) {
    case CODE.uint8:
      return new Uint8Array(image, 0, count);
    case CODE.int8:
      return Int16Array.from(new Int8Array(image, 0, count));
    case CODE.int16:
      return new Int16Array(image, 0, count);
    case CODE.uint16:
      return new Uint16Array(image, 0, count);
    case CODE.int32:
      return new Int32Array(image, 0, count);
    case CODE.uint32:
      return Float64Array.from(new Uint32Array(image, 0, count));
    case CODE.float32:
      return new Float32Array(image, 0, count);
    default:
      return new Float64Array(image, 0, count);
  }
}

function widthOf(code: number): number {
  const widths: Record<number, number> = {
    [CODE.uint8]: 1, [CODE.int8]: 1, [CODE.int16]: 2, [CODE.uint16]: 2,
    [CODE.int32]: 4, [CODE.uint32]: 4, [CODE.float32]: 4, [CODE.float64]: 8,
  }; // prettier-ignore
  const width = widths[code];
  if (width === undefined)
    throw new NotNifti(`data type ${code}; required: integers of up to 32 bits, or floats`);
  return width;
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

function scaled(stored: VoxelArray, slope: number, inter: number): VoxelArray {
  const identity =
    !Number.isFinite(slope) || slope === 0 || (slope === 1 && (inter === 0 || !Number.isFinite(inter)));
  if (identity) return stored;
  const out = new Float32Array(stored.length);
  for (let i = 0; i < out.length; i++) out[i] = stored[i]! * slope + inter;
  return out;
}

/** `<Label Key="29"...><![CDATA[vertebrae_L3]]></Label>` anywhere in the header extensions. */
function labelNamesIn(buffer: ArrayBuffer, voxOffset: number): ReadonlyMap<number, string> {
  const end = Math.min(Math.max(voxOffset, DATA_OFFSET), buffer.byteLength);
  const text = new TextDecoder('latin1').decode(
    new Uint8Array(buffer, HEADER_BYTES, Math.max(end - HEADER_BYTES, 0)),
  );
  const names = new Map<number, string>();
  for (const [, key, name] of text.matchAll(
    /<Label\b[^>]*\bKey="(\d+)"[^>]*>\s*(?:<!\[CDATA\[)?([^\]<]+)/g,
  )) {
    names.set(Number(key), name!.trim());
  }
  return names;
}

function codeOf(data: VoxelArray): number {
  if (data instanceof Uint8Array) return CODE.uint8;
  if (data instanceof Int16Array) return CODE.int16;
  if (data instanceof Uint16Array) return CODE.uint16;
  if (data instanceof Int32Array) return CODE.int32;
  if (data instanceof Float32Array) return CODE.float32;
  return CODE.float64;
}
