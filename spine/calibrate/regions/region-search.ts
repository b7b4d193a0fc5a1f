/** What the searches for reference regions (air, blood, fat, muscle, cortical bone) look at: the CT on work slices, with the spine and the outside marked. */
import { spacingOf, type Volume } from '../../grid/volume.ts';
import { AIRY_BELOW_HU, BLANK_BELOW_HU } from '../../definitions/hounsfield.ts';

import { bodiesSeen, type BodySeen } from './bodies-seen.ts';
import { fromSides } from './cells.ts';
import { smoothCells } from './smooth.ts';
import { spineLine, type SpineAt } from './spine-line.ts';
import { workSlices, type SliceRange, type WorkSlices } from './work-slices.ts';

export interface RegionSearch {
  /** HU, on its own grid. */
  readonly ct: Volume<Int16Array>;
  readonly work: WorkSlices;
  /** HU of cells with less noise. */
  readonly smooth: Float32Array;
  /** By slice of `work`. */
  readonly spine: readonly SpineAt[];
  /** Cells of air that hang together with the sides of their slice: outside the patient, or lung where the image cuts it. */
  readonly outside: Uint8Array;
  /** Cells without any noise at the bottom of the scale: not scanned, or cut off. */
  readonly blank: Uint8Array;
}

/** Slices are looked at beyond the outermost bodies' centres by this, mm (design value): less than a vertebra and a half. */
const BEYOND_MM = 25;

/** @returns null where there is no thoracic or lumbar body to go by */
export function regionSearchOf(ct: Volume<Int16Array>, bodies: Volume<Uint8Array>): RegionSearch | null {
  const seen = bodiesSeen(bodies);
  if (seen.length === 0) return null;
  const work = workSlices(ct, rangeOf(seen, ct));
  const { dims, data } = work.grid;
  const airy = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) if (data[at]! < AIRY_BELOW_HU) airy[at] = 1;
  return {
    ct,
    work,
    smooth: smoothCells(work),
    spine: spineLine(seen, work),
    outside: fromSides(airy, dims),
    blank: blankCells(work),
  };
}

function rangeOf(seen: readonly BodySeen[], { dims, affine }: Volume): SliceRange {
  const beyond = BEYOND_MM / spacingOf(affine)[2];
  return {
    first: Math.max(0, Math.floor(seen[0]!.k - beyond)),
    last: Math.min(dims[2] - 1, Math.ceil(seen.at(-1)!.k + beyond)),
  };
}

/** Noise never makes neighbours alike to the last digit. */
function blankCells({ grid: { dims, data } }: WorkSlices): Uint8Array {
  const [nx] = dims;
  const blank = new Uint8Array(data.length);
  for (let at = 0; at < data.length; at++) {
    const hu = data[at]!;
    if (hu >= BLANK_BELOW_HU) continue;
    const alike = (other: number): boolean => data[other] === undefined || data[other] === hu;
    if (alike(at - 1) && alike(at + 1) && alike(at - nx) && alike(at + nx)) blank[at] = 1;
  }
  return blank;
}
