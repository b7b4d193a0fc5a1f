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
  const { slope, intercept, signed, lowBits } = scale;
  const [paddingLow, paddingHigh] = scale.padding ?? [Infinity, -Infinity];
  const [cornerLow, cornerHigh] = scale.paddingOfCorners ?? [Infinity, -Infinity];
  const down = 32 - scale.bitsStored;
  const up = down - lowBits;
  const wordAt = reader(bytes, scale.bitsAllocated);
  const allBits = scale.bitsStored === scale.bitsAllocated;
  const believed = scale.bitsAllocated === 8 || lowBits > 0 || allBits || scale.overlaysInPixels;
  const count = image.rows * image.columns;
  const extended = !believed && signed && hasSignExtension(bytes, scale);
  let [beyond, wide] = [0, 0];
  for (let i = 0; i < count; i++) {
    const word = wordAt(i);
    let stored = signed ? (word << up) >> down : (word << up) >>> down;
    if (!believed) {
      const whole = wholeValue(word, scale, extended);
      if (whole !== stored) wide++;
      stored = whole;
    }
    const hu = Math.round(stored * slope + intercept);
    const corner = stored >= cornerLow && stored <= cornerHigh && inCorner(i, image.columns);
    if (hu > HIGHEST_CT_HU) beyond++;
    out[at + i] =
      hu > HIGHEST_CT_HU || corner || (stored >= paddingLow && stored <= paddingHigh)
        ? LOWEST_HU
        : Math.max(LOWEST_HU, hu);
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
