/**
 * Where the posterior elements of one vertebra can lie, seen from its body: u to the left, t behind the posterior
 * wall, w upwards (mm). Wide enough for every healthy arch; what it can't tell, dark joints in the image do.
 *
 *    w ^   ______ superior articular process
 *      |  |      \
 *   body  |pedicle\__ upper bound falls with the slope of the spinous process
 *      |  |__      \
 *      |     \ lamina
 *      +------\------> t
 */
import { isThoracic, levelIndex, LEVELS, type Level } from '../../../contracts/levels.ts';

import type { Arch } from './arches.ts';

interface Slant {
  /** Upper end of the lamina in the middle (periods), and its fall from there backwards (mm a mm): the spinous process. */
  readonly high: number;
  readonly fall: number;
  /** Lower end of the inferior articular process and the lamina, periods. */
  readonly low: number;
  /** Front of the transverse process where it is furthest forward, mm behind the wall. */
  readonly front: number;
  /** Its end, mm from the mid-plane. */
  readonly lateral: number;
}

/**
 * Read off the outlines of T4-L2 of one CT, L1-L5 of two (3rd and 97th percentiles of voxels, and by eye), with some
 * room; above T4 design values. Each line holds down to its level.
 */
const SLANT: readonly (readonly [Level, Slant])[] = [
  ['C7', { high: 0.4, fall: 0.4, low: -0.6, front: 4, lateral: 38 }],
  ['T3', { high: 0.5, fall: 0.8, low: -0.55, front: 8, lateral: 38 }],
  ['T4', { high: 0.6, fall: 1.1, low: -0.5, front: 8, lateral: 34 }],
  ['T8', { high: 0.65, fall: 1.4, low: -0.5, front: 8, lateral: 34 }],
  ['T9', { high: 0.55, fall: 1.0, low: -0.55, front: 7, lateral: 34 }],
  ['T10', { high: 0.45, fall: 0.8, low: -0.7, front: 5, lateral: 33 }],
  ['T11', { high: 0.4, fall: 0.6, low: -0.65, front: 3, lateral: 30 }],
  ['T13', { high: 0.35, fall: 0.5, low: -0.75, front: 1, lateral: 28 }],
  ['L2', { high: 0.3, fall: 0.4, low: -0.85, front: 7, lateral: 44 }],
  ['L3', { high: 0.3, fall: 0.4, low: -0.85, front: 5, lateral: 52 }],
  ['L4', { high: 0.3, fall: 0.6, low: -0.85, front: 2, lateral: 52 }],
  ['sacrum', { high: 0.3, fall: 1.0, low: -0.9, front: -12, lateral: 52 }],
];
/** Beside the middle: upper end of the superior articular process, periods, and its fall in lumbar levels, mm a mm. */
const HIGH = 0.62;
const LUMBAR_FALL = 0.4;
/** The middle's bounds hold up to here, the sides' from here on, mm. */
const MIDDLE_MM = [6, 12] as const;
/** Bounds fall from here backwards, mm. */
const FALL_FROM_MM = 14;
/** Under the pedicle lies the foramen: lower bound there (periods) and where it ends (mm). */
const FORAMEN = { low: -0.25, fromMm: 4 } as const;
/**
 * Facet joints part what lies above `above` from what lies below `below`, in periods of the lower and the upper vertebra.
 * Thoracic: the superior process lies before the inferior one, the joint at this depth (mm).
 * Lumbar (T12-L1 and down): it lies to its side, and before it up to `frontMm`.
 */
const FACET = { above: 0.2, below: -0.3, fromMm: 15, thoracic: { depthMm: 13, widthMm: 14 } } as const;

interface Facet {
  /** Where the joint is 15 mm deep it lies at this part of the body's half width, and further out by `slope` behind. */
  readonly across: number;
  readonly slope: number;
  readonly frontMm: number;
}

/** Joint above each level, seen on the outlines of two lumbar spines; null for a thoracic one. It holds down to its level. */
const FACETS: readonly (readonly [Level, Facet | null])[] = [
  ['T13', null],
  ['L3', { across: 0.6, slope: 0.3, frontMm: 11 }],
  ['L4', { across: 0.65, slope: 0.4, frontMm: 10 }],
  ['L5', { across: 0.9, slope: 1, frontMm: 5 }],
  ['sacrum', { across: 0.9, slope: 0.8, frontMm: 4 }],
];
/** Foremost part of lamina and pedicle, mm. */
const FRONT_MM = -2;
const DEEPEST_MM = { thoracic: 48, lumbar: 66 } as const;
/** Thoracic transverse processes lean back: from here on by this, mm a mm. In lumbar levels they begin further out. */
const TRANSVERSE = { thoracicMm: 12, fullMm: 16, slope: 0.45, lumbarMm: 24 } as const;
/** The lowest ones spring from the body itself: from this part of its half width on. */
const LOWEST_FROM = 0.8;
/** ... and at mid-height, periods: above and below lie rims of the body. */
const LOWEST_HEIGHT = 0.3;
/** Bone that lies this far in front of a transverse process is a rib's, mm. */
const RIB_CLEARANCE_MM = 6;

export interface Zone {
  /** Foremost depth at a distance from the mid-plane, mm. */
  front(across: number): number;
  /** Its end sideways, mm from the mid-plane. */
  readonly lateral: number;
  /** mm beyond the zone; 0 within. */
  outside(u: number, t: number, w: number): number;
  /** Sure to be this vertebra's, if bone: pedicles and the lamina behind the canal. */
  isCore(u: number, t: number, w: number): boolean;
  /** Sure not to be any vertebra's, if bone: ribs, ilium. */
  isBeside(u: number, t: number, w: number): boolean;
}

export function zoneOf({ level, periodMm: P, halfWidthMm, canal }: Arch): Zone {
  const slant = SLANT.find(([last]) => levelIndex(level) <= levelIndex(last))![1];
  const thoracic = isThoracic(level);
  const deepest = thoracic ? DEEPEST_MM.thoracic : DEEPEST_MM.lumbar;
  const lumbarFrom = slant.front < FRONT_MM ? LOWEST_FROM * halfWidthMm : TRANSVERSE.lumbarMm;
  const front = (across: number): number => {
    if (!thoracic) return across < lumbarFrom ? FRONT_MM : slant.front;
    const part = (across - TRANSVERSE.thoracicMm) / (TRANSVERSE.fullMm - TRANSVERSE.thoracicMm);
    const ramp = FRONT_MM + Math.min(1, Math.max(0, part)) * (slant.front - FRONT_MM);
    return ramp + TRANSVERSE.slope * Math.max(0, across - TRANSVERSE.fullMm);
  };
  const frontAt = (across: number, w: number): number =>
    Math.abs(w) < LOWEST_HEIGHT * P ? front(across) : Math.max(FRONT_MM, front(across));
  const [above, below] = [facetAbove(level), facetAbove(levelBelow(level))];
  /** Towards the superior process of the joint, mm. */
  const inSuperior = (facet: Facet | null, across: number, t: number): number => {
    if (facet === null) return across > FACET.thoracic.widthMm ? 0 : FACET.thoracic.depthMm - t;
    if (across < MIDDLE_MM[0]) return 0;
    const joint = facet.across * halfWidthMm + facet.slope * (t - FACET.fromMm);
    return Math.max((across - joint) / Math.hypot(1, facet.slope), facet.frontMm - t);
  };
  const wrongSideOfFacet = (across: number, t: number, w: number): number =>
    Math.max(
      Math.min(w - FACET.above * P, -inSuperior(above, across, t)),
      Math.min(FACET.below * P - w, inSuperior(below, across, t)),
    );
  return {
    front,
    lateral: slant.lateral,
    outside(u, t, w) {
      const across = Math.abs(u);
      const behind = Math.max(0, t - FALL_FROM_MM);
      const middle = slant.high * P - slant.fall * behind;
      const beside = HIGH * P - (thoracic ? 0 : LUMBAR_FALL) * behind;
      const part = Math.min(1, Math.max(0, (across - MIDDLE_MM[0]) / (MIDDLE_MM[1] - MIDDLE_MM[0])));
      const upper = middle + part * (beside - middle);
      const ramp = Math.min(1, Math.max(0, (t - FORAMEN.fromMm) / (FALL_FROM_MM - FORAMEN.fromMm)));
      const lower = (FORAMEN.low + ramp * (slant.low - FORAMEN.low)) * P - slant.fall * behind;
      const beyond = Math.max(
        0,
        w - upper,
        lower - w,
        frontAt(across, w) - t,
        t - deepest,
        across - slant.lateral,
      );
      return Math.max(beyond, wrongSideOfFacet(across, t, w));
    },
    isCore(u, t, w) {
      const across = Math.abs(u);
      const pedicle = across > 0.3 * halfWidthMm && across < 0.9 * halfWidthMm && t > -1 && t < 8;
      if (pedicle) return w > 0 && w < 0.32 * P;
      const lamina = across < 10 && t > canal[1] + 3 && t < canal[1] + 13;
      return lamina && w < -0.05 * P && w > -0.3 * P;
    },
    isBeside(u, t, w) {
      const across = Math.abs(u);
      if (Math.abs(w) > 0.7 * P) return false;
      if (across > slant.lateral + 3) return true;
      return thoracic && across > halfWidthMm + 3 && t < front(across) - RIB_CLEARANCE_MM;
    },
  };
}

function facetAbove(level: Level): Facet | null {
  return FACETS.find(([last]) => levelIndex(level) <= levelIndex(last))![1];
}

/** The regular level that follows; L6 stands for what is below L5. */
function levelBelow(level: Level): Level {
  if (level === 'T12' || level === 'T13') return 'L1';
  return LEVELS[levelIndex(level) + 1] ?? level;
}
