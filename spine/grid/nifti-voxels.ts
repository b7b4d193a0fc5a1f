/** The voxels of a NIfTI, by their data type; bitpix says nothing that it does not, and is not asked. */
import type { VoxelArray } from './volume.ts';

/** The bytes are not a NIfTI image that we read; the message says what was seen. */
export class NotNifti extends Error {
  override readonly name = 'NotNifti';
}

/** The image is a NIfTI that would take more memory than is given to it. */
export class NiftiTooLarge extends NotNifti {
  override readonly name = 'NotNifti';
}

export const CODE = {
  uint8: 2,
  int16: 4,
  int32: 8,
  float32: 16,
  float64: 64,
  int8: 256,
  uint16: 512,
  uint32: 768,
  int64: 1024,
  uint64: 1280,
} as const;

const WIDTH: Readonly<Record<number, number>> = {
  [CODE.uint8]: 1, [CODE.int8]: 1, [CODE.int16]: 2, [CODE.uint16]: 2,
  [CODE.int32]: 4, [CODE.uint32]: 4, [CODE.float32]: 4, [CODE.float64]: 8,
  [CODE.int64]: 8, [CODE.uint64]: 8,
}; // prettier-ignore

const TWO_32 = 2 ** 32;

/** Bytes a voxel. @throws NotNifti for a type without a meaning here (complex, RGB, 128 bits) */
export function widthOf(code: number): number {
  const width = WIDTH[code];
  if (width === undefined)
    throw new NotNifti(`data type ${code}; required: integers or floats of up to 64 bits`);
  return width;
}

export interface StoredVoxels {
  readonly code: number;
  readonly littleEndian: boolean;
  readonly count: number;
  /** Where they begin in the file. */
  readonly offset: number;
}

/** Views where they can be, copies where the file's own bytes must not change. @throws NotNifti where the file breaks off */
export function voxelsOf(file: Uint8Array, { code, littleEndian, count, offset }: StoredVoxels): VoxelArray {
  const width = widthOf(code);
  const available = Math.max(0, Math.floor((file.length - offset) / width));
  if (available < count) throw new NotNifti(`${available} voxels; required by the header: ${count}`);
  const swapped = !littleEndian && width > 1;
  const stored = file.subarray(offset, offset + count * width);
  const aligned = !swapped && stored.byteOffset % width === 0 ? stored : new Uint8Array(stored);
  if (swapped) swapBytes(aligned, width);
  return typed(code, aligned.buffer as ArrayBuffer, aligned.byteOffset, count);
}

function typed(code: number, buffer: ArrayBuffer, at: number, count: number): VoxelArray {
  switch (code) {
    case CODE.uint8:
      return new Uint8Array(buffer, at, count);
    case CODE.int8:
      return Int16Array.from(new Int8Array(buffer, at, count));
    case CODE.int16:
      return new Int16Array(buffer, at, count);
    case CODE.uint16:
      return new Uint16Array(buffer, at, count);
    case CODE.int32:
      return new Int32Array(buffer, at, count);
    case CODE.uint32:
      return Float64Array.from(new Uint32Array(buffer, at, count));
    case CODE.float32:
      return new Float32Array(buffer, at, count);
    case CODE.int64:
      return wide(new Int32Array(buffer, at, 2 * count), new Uint32Array(buffer, at, 2 * count));
    case CODE.uint64:
      return wide(new Uint32Array(buffer, at, 2 * count), new Uint32Array(buffer, at, 2 * count));
    default:
      return new Float64Array(buffer, at, count);
  }
}

/** Integers of 64 bits from their halves; beyond 2^53 they round, and no voxel of a CT or a label map is there. */
function wide(high: Int32Array | Uint32Array, low: Uint32Array): Float64Array {
  const out = new Float64Array(low.length / 2);
  for (let n = 0; n < out.length; n++) out[n] = TWO_32 * high[2 * n + 1]! + low[2 * n]!;
  return out;
}

function swapBytes(bytes: Uint8Array, width: number): void {
  for (let at = 0; at + width <= bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Values from what is stored; a slope of 0 or NaN says nothing, and NaN is no intercept. */
export function scaled(stored: VoxelArray, slope: number, inter: number): VoxelArray {
  const plus = Number.isFinite(inter) ? inter : 0;
  if (!Number.isFinite(slope) || slope === 0 || (slope === 1 && plus === 0)) return stored;
  const out = new Float32Array(stored.length);
  for (let i = 0; i < out.length; i++) out[i] = stored[i]! * slope + plus;
  return out;
}

export function codeOf(data: VoxelArray): number {
  if (data instanceof Uint8Array) return CODE.uint8;
  if (data instanceof Int16Array) return CODE.int16;
  if (data instanceof Uint16Array) return CODE.uint16;
  if (data instanceof Int32Array) return CODE.int32;
  if (data instanceof Float32Array) return CODE.float32;
  return CODE.float64;
}
