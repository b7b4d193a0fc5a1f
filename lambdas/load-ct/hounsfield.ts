/** Stored values to Hounsfield units. */
import { StudyRefused } from '../shared/errors.ts';

import type { DicomImage } from './dicom-image.ts';
import { storedBytes, type PixelFormat } from './pixel-codec.ts';

/** What a scanner writes outside the field of view becomes air, HU. */
const PADDING_HU = -1024;
/** Metal saturates here, and Int16 holds it. */
const HIGHEST_HU = 32767;

/**
 * Writes one slice as HU.
 *
 * @param out rows * columns values from `at`, column fastest
 * @throws StudyRefused where pixels are no single grey value, or have no rescale to HU
 */
export function hounsfieldInto(out: Int16Array, at: number, image: DicomImage): void {
  const { dataSet, rows, columns } = image;
  const format = formatOf(image);
  const bytes = storedBytes(image, format);
  const slope = rescale(image, 'x00281053');
  const intercept = rescale(image, 'x00281052');
  const type = dataSet.string('x00281054')?.trim();
  if (type !== undefined && type !== '' && type !== 'HU') {
    throw new StudyRefused({ code: 'NOT_HU', saw: `rescale type ${type.slice(0, 16)}`, wanted: 'HU' });
  }
  const padding = paddingOf(image, format);
  const shift = 32 - format.bitsStored;
  const wide = format.bitsAllocated === 16;
  for (let i = 0; i < rows * columns; i++) {
    const word = wide ? bytes[2 * i]! | (bytes[2 * i + 1]! << 8) : bytes[i]!;
    // Bits above BitsStored may hold overlays; the sign is the highest stored bit.
    const stored = format.signed ? (word << shift) >> shift : (word << shift) >>> shift;
    const hu = Math.round(stored * slope + intercept);
    out[at + i] = stored === padding ? PADDING_HU : Math.max(PADDING_HU, Math.min(HIGHEST_HU, hu));
  }
}

function formatOf({ dataSet }: DicomImage): PixelFormat {
  const bitsAllocated = dataSet.uint16('x00280100');
  const bitsStored = dataSet.uint16('x00280101') ?? bitsAllocated;
  const highBit = dataSet.uint16('x00280102') ?? (bitsStored ?? 0) - 1;
  const samples = dataSet.uint16('x00280002') ?? 1;
  const photometric = dataSet.string('x00280004')?.trim();
  const grey = samples === 1 && (photometric === undefined || photometric === 'MONOCHROME2');
  const sized = (bitsAllocated === 16 || bitsAllocated === 8) && bitsStored !== undefined;
  if (!grey || !sized || highBit !== bitsStored - 1 || bitsStored > bitsAllocated) {
    throw new StudyRefused({
      code: 'PIXEL_FORMAT_UNSUPPORTED',
      saw: `${samples} samples of ${bitsStored ?? 'unknown'} in ${bitsAllocated ?? 'unknown'} bits, ${photometric ?? 'no photometric interpretation'}`,
      wanted: 'one MONOCHROME2 sample of up to 16 bits',
    });
  }
  return { bitsAllocated, bitsStored, signed: dataSet.uint16('x00280103') === 1 };
}

function rescale({ dataSet }: DicomImage, tag: string): number {
  const value = Number(dataSet.string(tag)?.trim() || Number.NaN);
  if (Number.isFinite(value)) return value;
  throw new StudyRefused({
    code: 'NOT_HU',
    saw: 'an image without rescale slope and intercept',
    wanted: 'both',
  });
}

function paddingOf({ dataSet }: DicomImage, { signed }: PixelFormat): number | undefined {
  if (dataSet.elements.x00280120 === undefined) return undefined;
  return signed ? dataSet.int16('x00280120') : dataSet.uint16('x00280120');
}
