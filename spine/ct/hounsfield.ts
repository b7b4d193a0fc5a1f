/** Stored values to Hounsfield units. */
import { HIGHEST_HU, LOWEST_HU } from '../definitions/hounsfield.ts';

import type { DicomImage } from './dicom/dicom-image.ts';
import { storedBytes } from './dicom/pixel-codec.ts';
import type { PixelScale } from './dicom/pixel-scale.ts';

/**
 * Writes one image as HU: rescaled, rounded to whole HU, padding as air, held between LOWEST_HU and HIGHEST_HU.
 *
 * @param out rows * columns values from `at`, column fastest
 * @throws StudyRefused where the pixel data is damaged
 */
export function hounsfieldInto(out: Int16Array, at: number, image: DicomImage, scale: PixelScale): void {
  const bytes = storedBytes(image, scale);
  const { slope, intercept, signed, lowBits } = scale;
  const [paddingLow, paddingHigh] = scale.padding ?? [Infinity, -Infinity];
  // Bits above and below the stored ones may hold overlays; the sign is the highest stored bit.
  const down = 32 - scale.bitsStored;
  const up = down - lowBits;
  const wide = scale.bitsAllocated === 16;
  const count = image.rows * image.columns;
  for (let i = 0; i < count; i++) {
    const word = wide ? bytes[2 * i]! | (bytes[2 * i + 1]! << 8) : bytes[i]!;
    const stored = signed ? (word << up) >> down : (word << up) >>> down;
    const hu = Math.round(stored * slope + intercept);
    out[at + i] =
      stored >= paddingLow && stored <= paddingHigh
        ? LOWEST_HU
        : Math.max(LOWEST_HU, Math.min(HIGHEST_HU, hu));
  }
}
