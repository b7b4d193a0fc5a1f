/**
 * Values that are HU plus a constant: stored values without their intercept, or an intercept taken twice.
 *
 * Fat and soft tissue fill a band of 350 HU, and every CT of a spine holds a good share of it, however it is cropped:
 *
 *       air        lung      | fat  soft |  bone: less and less     metal
 *      -1000 ............ -600 ... -200 ..... 150 ....................... 3000
 *                        the gap          the band
 *
 * Above the band frequencies fall; below it lies a gap, as only edges of organs have values between lung and fat. A band
 * that fills a part of the image with a gap below it is therefore tissue, wherever it lies.
 */
import { StudyRefused } from '../../contracts/refusals.ts';
import { LOWEST_HU } from '../definitions/hounsfield.ts';

/** Fat and soft tissue, HU; blood with contrast agent and bone lie above. */
const BAND = { from: -200, to: 150 } as const;
/** Between lung and fat, HU: from each end of it one side of the band is asked. */
const GAP = { from: -600, to: -250 } as const;
/** The same for values that are too low, where the gap holds spongy bone, and the band at most cortex. */
const GAP_WHERE_TOO_LOW = { from: -550, to: -200 } as const;
/** Offsets looked for, HU. Smaller ones show as unusual air or fat (`hu-sanity.ts`). */
const OFFSETS = { lowest: -1200, leastLow: -250, leastHigh: 200, highest: 9000, step: 10 } as const;
/**
 * The band's least share of the image, and its least multiples of the gap below it and of the band at its own place. The
 * latter is not asked where shifted air lies there. 325 crops of nine real CT with a tenth of tissue: none is taken for
 * shifted, and each is recognised at +300 to +8192 HU.
 */
const LEAST = { share: 0.08, ofGap: 2, ofOwnPlace: 3 } as const;
/** Shifted by so much, air and lung lie where tissue should, HU. Neither vessels nor metal lie between. */
const AIR_AT_OWN_PLACE = { from: 700, to: 1300 } as const;
/** Too low where the gap holds this share, and this many times what the band does; lung without tissue does, too. */
const TOO_LOW = { share: 0.005, ofBand: 1.5 } as const;
/** Less tissue than this is no patient, share of the image: a thin one in the widest field of view has 0.15. */
const LEAST_TISSUE = 0.02;
/** Modes of fat and soft tissue, +-30 and +-40 HU: they place the offset more exactly than the band does. */
const MODES = [
  { from: -135, to: -75 },
  { from: 5, to: 85 },
] as const;
/** The highest and lowest value are padding or saturation where many times their neighbours: neither air nor tissue. */
const SPIKE = { share: 0.005, neighbours: 5, leastOfIt: 0.5 } as const;
const HIGHEST_BIN_HU = OFFSETS.highest + 1000;
/** A part of the voxels is enough; a prime, so that no column is left out. */
const EVERY = 7;
/** Images of fewer voxels are read whole. */
const FEW_VOXELS = 2e5;
/** Fewer hold no vertebra with its surroundings (70 cm3 at 1.5 mm), and their frequencies say nothing. */
const FEWEST_VOXELS = 2e4;
/** To so many HU an offset is named: the places of modes are known to 50, and to 170 where the image shows hardly any fat. */
const NAMED_TO_HU = 50;

/** @throws StudyRefused HU_OFFSET */
export function requireNoOffset(hu: Int16Array): void {
  const offset = offsetOf(hu);
  if (offset === null) return;
  throw new StudyRefused({
    code: 'HU_OFFSET',
    saw: `soft tissue at about ${offset + SOFT_TISSUE_HU} instead of ${SOFT_TISSUE_HU} HU: an offset of about ${offset > 0 ? '+' : ''}${offset} HU`,
    wanted: 'values in HU, with the rescale intercept applied once',
  });
}

/** Where soft tissue lies on the mean, HU. */
const SOFT_TISSUE_HU = 40;

/** By how much all values are too high, HU; null where they are not by 250 and more. */
export function offsetOf(hu: Int16Array): number | null {
  if (hu.length < FEWEST_VOXELS) return null;
  const share = sharesOf(hu);
  const band = (offset: number): number => share(BAND.from + offset, BAND.to + offset);
  const isTissue = (offset: number): boolean => {
    const here = band(offset);
    const airMayLieThere = offset >= AIR_AT_OWN_PLACE.from && offset <= AIR_AT_OWN_PLACE.to;
    return (
      here >= LEAST.share &&
      here >= LEAST.ofGap * share(GAP.from + offset, GAP.to + offset) &&
      (airMayLieThere || here >= LEAST.ofOwnPlace * band(0))
    );
  };
  // From above: shifted air has a gap below it, too.
  const highest = highestOf(OFFSETS.leastHigh, OFFSETS.highest, isTissue);
  if (highest !== null) {
    const width = BAND.to - BAND.from;
    return refined(best(highest - width, highest, band) ?? highest, share);
  }
  const gap = share(GAP_WHERE_TOO_LOW.from, GAP_WHERE_TOO_LOW.to);
  if ((gap <= TOO_LOW.share || gap <= TOO_LOW.ofBand * band(0)) && band(0) >= LEAST_TISSUE) return null;
  const tooLow = best(OFFSETS.lowest, OFFSETS.leastLow, band);
  return tooLow === null ? null : refined(tooLow, share);
}

type Share = (fromHu: number, toHu: number) => number;

function refined(offset: number, share: Share): number {
  const modes = (at: number): number =>
    MODES.reduce((sum, { from, to }) => sum + share(from + at, to + at), 0);
  const found = best(offset + GAP.to, offset + BAND.to, modes) ?? offset;
  return NAMED_TO_HU * Math.round(found / NAMED_TO_HU);
}

function highestOf(from: number, to: number, holds: (offset: number) => boolean): number | null {
  for (let offset = to; offset >= from; offset -= OFFSETS.step) if (holds(offset)) return offset;
  return null;
}

/** The offset of the highest score above 0. */
function best(from: number, to: number, score: (offset: number) => number): number | null {
  let [at, most] = [0, 0];
  for (let offset = from; offset <= to; offset += OFFSETS.step) {
    const value = score(offset);
    if (value > most) [at, most] = [offset, value];
  }
  return most > 0 ? at : null;
}

/** Share of the image between two values, padding and saturation apart. */
function sharesOf(hu: Int16Array): Share {
  const size = HIGHEST_BIN_HU - LOWEST_HU + 1;
  const counts = new Float64Array(size);
  for (let i = 0; i < hu.length; i += hu.length > FEW_VOXELS ? EVERY : 1) {
    const bin = hu[i]! - LOWEST_HU;
    if (bin >= 0 && bin < size) counts[bin]! += 1;
  }
  withoutSpikes(counts);
  const below = new Float64Array(size + 1);
  for (let bin = 0; bin < size; bin++) below[bin + 1] = below[bin]! + counts[bin]!;
  const at = (value: number): number => below[Math.min(size, Math.max(0, value - LOWEST_HU))]!;
  const all = Math.max(1, below[size]!);
  return (from, to) => (at(to) - at(from)) / all;
}

function withoutSpikes(counts: Float64Array): void {
  const all = counts.reduce((sum, count) => sum + count, 0);
  const ends = [
    { bin: counts.findIndex((count) => count > 0), inwards: 1 },
    { bin: counts.findLastIndex((count) => count > 0), inwards: -1 },
  ];
  for (const { bin, inwards } of ends) {
    if (bin < 0 || counts[bin]! <= SPIKE.share * all) continue;
    let near = 0;
    for (let n = 1; n <= SPIKE.neighbours; n++) near += counts[bin + n * inwards] ?? 0;
    if (near < SPIKE.leastOfIt * counts[bin]!) counts[bin] = 0;
  }
}
