/** Stored values to Hounsfield units. */
import { HIGHEST_CT_HU, LOWEST_HU } from '../definitions/hounsfield.ts';

import type { DicomImage } from './dicom/dicom-image.ts';
import { storedBytes } from './dicom/pixel-codec.ts';
import type { PixelScale } from './dicom/pixel-scale.ts';

/** Pixels of one image that were not read as its header says. */
export interface Doubts {
  /** Brighter than any CT: read as padding. */
  readonly beyond: number;
  /** Bits above BitsStored that are neither its sign nor an overlay's: the value was read with them, as other readers do. */
  readonly wide: number;
}

/**
 * Writes one image as HU: rescaled, rounded to whole HU, padding as air, held above LOWEST_HU. What is brighter than a CT can
 * be is padding, too: 63536 is -2000 in unsigned words.
 *
 * @param out rows * columns values from `at`, column fastest
 * @throws StudyRefused where the pixel data is damaged
 */
export function hounsfieldInto(out: Int16Array, at: number, image: DicomImage, scale: PixelScale): Doubts {
  const bytes = storedBytes(image, scale);
  const allBits = scale.bitsStored === scale.bitsAllocated;
  const believed = scale.bitsAllocated === 8 || scale.lowBits > 0 || allBits || scale.overlaysInPixels;
  const extended = !believed && scale.signed && hasSignExtension(bytes, scale);
  const read: Reading = { scale, believed, extended };
  // A word means the same wherever it lies, but for padding that counts in the corners alone.
  if (scale.bitsAllocated === 16 && scale.paddingOfCorners === null)
    return throughTable(out, at, bytes, image.rows * image.columns, tableOf(read));
  const [cornerLow, cornerHigh] = scale.paddingOfCorners ?? [Infinity, -Infinity];
  const wordAt = reader(bytes, scale.bitsAllocated);
  const count = image.rows * image.columns;
  let [beyond, wide] = [0, 0];
  for (let i = 0; i < count; i++) {
    const { stored, hu, isBeyond, isWide } = meaningOf(wordAt(i), read);
    const corner = stored >= cornerLow && stored <= cornerHigh && inCorner(i, image.columns);
    if (isBeyond) beyond++;
    if (isWide) wide++;
    out[at + i] = corner ? LOWEST_HU : hu;
  }
  return { beyond, wide };
}

/** How the words of an image are read. */
interface Reading {
  readonly scale: PixelScale;
  /** The bits above the stored ones hold nothing, or an overlay. */
  readonly believed: boolean;
  /** They hold the sign of negative values. */
  readonly extended: boolean;
}

interface Meaning {
  readonly stored: number;
  readonly hu: number;
  readonly isBeyond: boolean;
  readonly isWide: boolean;
}

function meaningOf(word: number, { scale, believed, extended }: Reading): Meaning {
  const down = 32 - scale.bitsStored;
  const up = down - scale.lowBits;
  const kept = scale.signed ? (word << up) >> down : (word << up) >>> down;
  const stored = believed ? kept : wholeValue(word, scale, extended);
  const [paddingLow, paddingHigh] = scale.padding ?? [Infinity, -Infinity];
  const hu = Math.round(stored * scale.slope + scale.intercept);
  const isBeyond = hu > HIGHEST_CT_HU;
  const isAir = isBeyond || (stored >= paddingLow && stored <= paddingHigh);
  return { stored, hu: isAir ? LOWEST_HU : Math.max(LOWEST_HU, hu), isBeyond, isWide: stored !== kept };
}

/** What each of 65,536 words means. */
interface WordTable {
  readonly hu: Int16Array;
  /** 0 for most: bit 0 beyond, bit 1 wide. */
  readonly doubts: Uint8Array;
}

const WORDS = 2 ** 16;
const [BEYOND, WIDE] = [1, 2];
/** Of the image before: those of a series are read alike. */
let last: { readonly key: string; readonly table: WordTable } | null = null;

function tableOf(read: Reading): WordTable {
  const key = JSON.stringify(read);
  if (last?.key === key) return last.table;
  const table = { hu: new Int16Array(WORDS), doubts: new Uint8Array(WORDS) };
  for (let word = 0; word < WORDS; word++) {
    const { hu, isBeyond, isWide } = meaningOf(word, read);
    table.hu[word] = hu;
    table.doubts[word] = (isBeyond ? BEYOND : 0) | (isWide ? WIDE : 0);
  }
  last = { key, table };
  return table;
}

function throughTable(
  out: Int16Array,
  at: number,
  bytes: Uint8Array,
  count: number,
  { hu, doubts }: WordTable,
): Doubts {
  // A Buffer's own slice would be a view of the same place.
  const aligned = bytes.byteOffset % 2 === 0 ? bytes : new Uint8Array(bytes);
  const words = new Uint16Array(aligned.buffer, aligned.byteOffset, count);
  const to = out.subarray(at, at + count);
  let seen = 0;
  for (let i = 0; i < count; i++) {
    const word = words[i]!;
    to[i] = hu[word]!;
    seen |= doubts[word]!;
  }
  let [beyond, wide] = [0, 0];
  // Hardly any image has one: counted in the loop above, they made it twice as long.
  if (seen !== 0)
    for (const word of words) {
      beyond += doubts[word]! & BEYOND;
      wide += doubts[word]! >> 1;
    }
  return { beyond, wide };
}

/**
 * A word whose bits above the stored ones count. Without any of them set, a signed value ends at its stored sign bit, as decoders
 * and PS3.5 8.1.1 leave it, unless the image fills them with the sign elsewhere: then the value is positive and too large.
 */
function wholeValue(
  word: number,
  { signed, bitsStored, bitsAllocated }: PixelScale,
  extended: boolean,
): number {
  if (!signed) return word >>> 0;
  const ended = word >>> bitsStored === 0 && !extended;
  const unused = 32 - (ended ? bitsStored : bitsAllocated);
  return (word << unused) >> unused;
}

/** Of stored words by their number; of 32 bits they are signed, as shifts take them. */
function reader(bytes: Uint8Array, bits: PixelScale['bitsAllocated']): (at: number) => number {
  if (bits === 8) return (at) => bytes[at]!;
  if (bits === 16) return (at) => bytes[2 * at]! | (bytes[2 * at + 1]! << 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (at) => view.getInt32(4 * at, true);
}

/** Whether any negative value has its sign in all bits above the stored ones. */
function hasSignExtension(bytes: Uint8Array, { bitsStored, bitsAllocated }: PixelScale): boolean {
  const wordAt = reader(bytes, bitsAllocated);
  const sign = (2 ** bitsAllocated - 2 ** (bitsStored - 1)) | 0;
  const count = (8 * bytes.length) / bitsAllocated;
  for (let at = 0; at < count; at++) if ((wordAt(at) & sign) === sign) return true;
  return false;
}

/** Outside the circle that a square image is reconstructed in. */
function inCorner(at: number, columns: number): boolean {
  const middle = (columns - 1) / 2;
  const [x, y] = [(at % columns) - middle, Math.floor(at / columns) - middle];
  return x * x + y * y > (columns / 2) ** 2;
}
