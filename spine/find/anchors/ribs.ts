/**
 * Whether a vertebra bears ribs: from the bone beside and behind its body, connected bone is followed outwards. A rib is
 * long, a transverse process ends.
 *
 * A rib leaves its joint outwards and back as far as its angle, then forwards; the last ribs fall steeply, the first hardly,
 * and what falls from C7 is the first rib, which it touches. So the lower end of the rib cage is judged by a deep room, and
 * by the length of the course as the steepest ribs hardly lead to the side; the upper end by a flat one, and the way to the side.
 */
import type { AxisPoint } from '../body-axis.ts';
import type { Sampler } from '../work-image.ts';

import { followBone, type Course, type Room } from './follow-bone.ts';

/** Half of a body's width in parts of the column's depth, and that of a small body, mm. */
const HALF_WIDTH = 0.65;
const LEAST_HALF_WIDTH_MM = 8;
/** The way starts beside the body by up to this, from and to this behind the axis, mm. */
const START = { besideMm: 5, behindMm: [-6, 24] } as const;
/**
 * Parts of the vertebra's height from which the way starts, and how far it may lead: above the vertebra (mm), below its
 * middle (a part of the height, and mm a mm outwards), before and behind the start (mm a mm outwards). What is beside the
 * arch behind that are joints; what is before it are the body's rim and vessels. Ribs were seen to lead back by 0.85 a mm and
 * down by 1.0; transverse processes back by up to 1.
 */
const DEEP = {
  start: [-0.15, 0.5],
  riseMm: 6,
  fall: { part: 0.25, slope: 1.5 },
  aside: 1,
  cutSlackMm: 16,
} as const;
const FLAT = { start: [0.1, 0.5], riseMm: 4, fallPart: 0.25, asideMm: 45, cutSlackMm: 6 } as const;
/** Bone of ribs is denser than this, HU, and than the study's own threshold. */
const LEAST_HU = 200;
/** Beyond this nothing more is learnt, mm. */
const ENOUGH_MM = 70;
/**
 * Half-way between transverse processes and ribs (`middleMm`), and how long a process may be (`noRibMm`): of bone that is cut
 * at the image's edge it is known only that it is no shorter. Measured on sides that are wholly in view, seven CT: deep (length),
 * 25 beside L1-L4 0-37, 75 ribs of T1-T12 56 and more, so that a rib of 38 mm leaves doubt; flat (to the side), C7 32 and 36,
 * T1 50-70.
 */
const LAW = {
  deep: { middleMm: 40, scaleMm: 4, noRibMm: 34 },
  flat: { middleMm: 46, scaleMm: 3, noRibMm: 42 },
} as const;
/** Each side's log-odds; the sides of one vertebra mostly err alike. */
const MOST_A_SIDE = 2;

export interface RibOdds {
  /** Log-odds that the vertebra bears ribs, for the lower end of the rib cage; 0 where the image ends too early to tell. */
  readonly deep: number;
  /** The same for the upper end. */
  readonly flat: number;
}

export function ribOdds(middle: AxisPoint, heightMm: number, boneHu: number, sample: Sampler): RibOdds {
  const inner = Math.ceil(Math.max(LEAST_HALF_WIDTH_MM, HALF_WIDTH * middle.depthMm) + 1);
  const odds = (name: keyof typeof LAW): number =>
    ([1, -1] as const)
      .map((side) =>
        followBone(roomOf(name, heightMm), inner, side, middle, Math.max(boneHu, LEAST_HU), sample),
      )
      .reduce((sum, course) => sum + oddsOf(course, LAW[name]), 0);
  return { deep: odds('deep'), flat: odds('flat') };
}

/** Of what leads to the image's edge it is known only that it is no shorter: that speaks for ribs, or says nothing. */
function oddsOf({ mm, cut }: Course, { middleMm, scaleMm, noRibMm }: (typeof LAW)[keyof typeof LAW]): number {
  const value = cut ? Math.max(0, (mm - noRibMm) / scaleMm) : (mm - middleMm) / scaleMm;
  return Math.max(-MOST_A_SIDE, Math.min(MOST_A_SIDE, value));
}

function roomOf(name: keyof typeof LAW, heightMm: number): Room {
  const { start, riseMm } = name === 'deep' ? DEEP : FLAT;
  const [front, back] = START.behindMm;
  const [lowest, highest] = start.map((part) => Math.round(part * heightMm)) as [number, number];
  const begin: Room['start'] = [[0, START.besideMm], START.behindMm, [lowest, highest]];
  const highestMm = heightMm / 2 + riseMm;
  if (name === 'flat') {
    const lowestMm = -FLAT.fallPart * heightMm;
    const holds: Room['holds'] = (_, v, w) => w <= highestMm && w >= lowestMm && Math.abs(v) <= FLAT.asideMm;
    return { start: begin, holds, measure: 'side', enoughMm: ENOUGH_MM, cutSlackMm: FLAT.cutSlackMm };
  }
  const { fall, aside } = DEEP;
  const holds: Room['holds'] = (out, v, w) =>
    w <= highestMm &&
    w >= -fall.part * heightMm - fall.slope * out &&
    v <= back + aside * out &&
    v >= front - aside * out;
  return { start: begin, holds, measure: 'length', enoughMm: ENOUGH_MM, cutSlackMm: DEEP.cutSlackMm };
}
