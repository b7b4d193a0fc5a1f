/** How the stored values of an image become HU, told by its header alone: what is no HU is refused before it is decoded. */
import type { Refusal } from '../../../contracts/primitives.ts';

import { shortOf } from './data-set.ts';
import type { DicomImage } from './dicom-image.ts';
import { RLE, type PixelFormat } from '../../host/decoders.ts';
import { HIGHEST_CT_HU, HIGHEST_PADDING_HU } from '../../definitions/hounsfield.ts';
import { canDecode, isCompressed } from './pixel-codec.ts';

/** PS3.3 C.7.6.3.1.2: which end is shown white. It says nothing of the rescale to HU. */
const GREYS = ['MONOCHROME1', 'MONOCHROME2'];

/** PS3.3 C.9.2, retired: OverlayBitPosition of the groups 6000 to 601E. */
const OVERLAY_BITS = Array.from({ length: 16 }, (_, n) => `x60${(2 * n).toString(16).padStart(2, '0')}0102`);

export interface PixelScale extends PixelFormat {
  /** Bits below the stored ones, which may hold anything. */
  readonly lowBits: number;
  /** HU = stored * slope + intercept. */
  readonly slope: number;
  readonly intercept: number;
  /** Stored values, both ends included, that mean: outside the field of view. */
  readonly padding: readonly [number, number] | null;
  /** Padding that lies where tissue does: outside the circle of a square image nothing else can be. */
  readonly paddingOfCorners: readonly [number, number] | null;
  /** Bits above the stored ones hold overlays, as the header says. */
  readonly overlaysInPixels: boolean;
  /** The header's padding lies where tissue does; it is not applied inside the circle. */
  readonly paddingDoubtful: boolean;
}

/** @returns the scale, or why there is none. */
export function pixelScaleOf(image: DicomImage): PixelScale | Refusal {
  const { dataSet, transferSyntax } = image;
  if (!canDecode(transferSyntax)) {
    return {
      code: 'TRANSFER_SYNTAX_UNSUPPORTED',
      saw: `transfer syntax ${transferSyntax}`,
      wanted: 'uncompressed, RLE, JPEG Lossless, JPEG-LS, JPEG 2000 or HTJ2K',
    };
  }
  if (!isCompressed(transferSyntax) && (dataSet.elements.get('x7fe00010')?.fragments ?? null) !== null) {
    return {
      code: 'TRANSFER_SYNTAX_UNSUPPORTED',
      saw: `packed pixel data under the uncompressed transfer syntax ${transferSyntax}`,
      wanted: 'the transfer syntax in which the pixel data are packed',
    };
  }
  const bitsAllocated = shortOf(dataSet, 'x00280100');
  const bitsStored = shortOf(dataSet, 'x00280101') ?? bitsAllocated ?? 0;
  const lowBits = (shortOf(dataSet, 'x00280102') ?? bitsStored - 1) + 1 - bitsStored;
  const samples = shortOf(dataSet, 'x00280002') ?? 1;
  const photometric = image.text('x00280004');
  const grey = samples === 1 && (photometric === null || GREYS.includes(photometric));
  const fits = bitsStored >= 2 && lowBits >= 0 && lowBits + bitsStored <= (bitsAllocated ?? 0);
  const packed = lowBits > 0 && isCompressed(transferSyntax);
  if (!dataSet.elements.has('x7fe00010')) {
    return {
      code: 'PIXEL_FORMAT_UNSUPPORTED',
      saw: 'floating-point pixel data',
      wanted: 'integers, as CT images hold them (PS3.3 C.8.2.1)',
    };
  }
  const wide = bitsAllocated === 32 && (!isCompressed(transferSyntax) || transferSyntax === RLE);
  if (!(bitsAllocated === 16 || bitsAllocated === 8 || wide) || !grey || !fits || packed) {
    return {
      code: 'PIXEL_FORMAT_UNSUPPORTED',
      saw: `${samples} samples of ${bitsStored} in ${bitsAllocated ?? 'unknown'} bits from bit ${lowBits}, ${photometric ?? 'no photometric interpretation'}`,
      wanted: 'one grey value of up to 16 bits, or up to 32 uncompressed or by RLE',
    };
  }
  const signed = shortOf(dataSet, 'x00280103') === 1;
  const slope = decimal(image, 'x00281053');
  const intercept = decimal(image, 'x00281052');
  const type = image.text('x00281054');
  // A slope of 0 makes everything the same; a negative one turns bone into air.
  if (slope === null || intercept === null || !(slope > 0)) {
    const saw = `rescale slope ${slope ?? 'missing'}, intercept ${intercept ?? 'missing'}`;
    return { code: 'NOT_HU', saw, wanted: 'both, the slope above 0' };
  }
  if (type !== null && type.toUpperCase() !== 'HU') {
    return { code: 'NOT_HU', saw: `rescale type ${type.slice(0, 16)}`, wanted: 'HU' };
  }
  const stored = paddingOf(image, signed);
  const highest = stored === null ? -Infinity : stored[1] * slope + intercept;
  const doubtful = highest > HIGHEST_PADDING_HU && highest <= HIGHEST_CT_HU;
  return {
    bitsAllocated,
    bitsStored,
    lowBits,
    signed,
    slope,
    intercept,
    padding: doubtful ? null : stored,
    paddingOfCorners: doubtful && image.rows === image.columns ? stored : null,
    overlaysInPixels: OVERLAY_BITS.some((tag) => (shortOf(dataSet, tag) ?? 0) > 0),
    paddingDoubtful: doubtful,
  };
}

function decimal(image: DicomImage, tag: string): number | null {
  const value = Number(image.text(tag) ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

/** PS3.3 C.7.5.1.1.2: PixelPaddingValue, or the range from it to PixelPaddingRangeLimit, in stored values. */
function paddingOf({ dataSet }: DicomImage, signed: boolean): [number, number] | null {
  const read = (tag: string): number | null => {
    const low = shortOf(dataSet, tag);
    if (low === null) return null;
    const { bytes } = dataSet.elements.get(tag)!;
    // Beside pixels of 32 bits some writers give it as many (UL, SL).
    if (bytes.length < 4) return signed ? (low << 16) >> 16 : low;
    const word = new DataView(bytes.buffer, bytes.byteOffset).getInt32(0, dataSet.littleEndian);
    return signed ? word : word >>> 0;
  };
  const value = read('x00280120');
  if (value === null) return null;
  const limit = read('x00280121') ?? value;
  return [Math.min(value, limit), Math.max(value, limit)];
}
