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
import { isThoracic, levelIndex, type Level } from '../../shared/levels.ts';

import type { Arch } from './arches.ts';

/** What is neither a listed vertebra nor its stand-in: ribs, ilium. */
export const BESIDE = -1;

interface Slant {
  /** Fall of the arch's bounds backwards, mm a mm. */
  readonly fall: number;
  /** Lower end of the lamina, in periods. */
  readonly low: number;
}

/** Read off outlines of T4-L2 of one CT and L1-L5 of another (seen by eye); cervical values are design values. */
const SLANT: readonly (readonly [Level, Slant])[] = [
  ['C7', { fall: 0.4, low: -0.6 }],
  ['T1', { fall: 0.6, low: -0.55 }],
  ['T4', { fall: 1.0, low: -0.5 }],
  ['T8', { fall: 1.4, low: -0.5 }],
  ['T9', { fall: 1.0, low: -0.55 }],
  ['T10', { fall: 0.8, low: -0.6 }],
  ['T11', { fall: 0.5, low: -0.65 }],
  ['T12', { fall: 0.4, low: -0.75 }],
  ['sacrum', { fall: 0.4, low: -0.85 }],
];
/** Upper end of the superior articular process, in periods. */
const HIGH = 0.52;
/** Bounds fall from here backwards, mm. */
const FALL_FROM_MM = 14;
/** Under the pedicle lies the foramen: lower bound there (periods) and where it ends (mm). */
const FORAMEN = { low: -0.25, fromMm: 4 } as const;
/** Front of it all, mm: at the wall, and beside the body, where transverse processes spring (L5: from the body). */
const FRONT_MM = { middle: -3, thoracic: -2, lumbar: -8, lowest: -14 } as const;
const DEEPEST_MM = 68;
/** Ends of the transverse processes, mm. */
const LATERAL_MM = { thoracic: 37, lumbar: 50 } as const;
/** Ribs pass in front of the transverse process: beyond `fromMm` the front goes back by `slope`. */
const RIB = { fromMm: 15, slope: 0.45 } as const;

export interface Zone {
  /** mm beyond the zone; 0 within. */
  outside(u: number, t: number, w: number): number;
  /** Sure to be this vertebra's, if bone: pedicles and the lamina behind the canal. */
  isCore(u: number, t: number, w: number): boolean;
  /** Sure not to be any vertebra's, if bone: ribs, ilium. */
  isBeside(u: number, t: number, w: number): boolean;
}

export function zoneOf({ level, periodMm: P, halfWidthMm, canal }: Arch): Zone {
  const { fall, low } = SLANT.find(([last]) => levelIndex(level) <= levelIndex(last))![1];
  const thoracic = isThoracic(level);
  const lateral = thoracic ? LATERAL_MM.thoracic : LATERAL_MM.lumbar;
  const lowest = levelIndex(level) >= levelIndex('L5');
  const side = thoracic ? FRONT_MM.thoracic : lowest ? FRONT_MM.lowest : FRONT_MM.lumbar;
  const front = (across: number): number => {
    if (across < 0.7 * halfWidthMm) return FRONT_MM.middle;
    return thoracic ? side + Math.max(0, RIB.slope * (across - RIB.fromMm)) : side;
  };
  const behindCanal = canal[1];
  return {
    outside(u, t, w) {
      const across = Math.abs(u);
      const back = fall * Math.max(0, t - FALL_FROM_MM);
      const ramp = Math.min(1, Math.max(0, (t - FORAMEN.fromMm) / (FALL_FROM_MM - FORAMEN.fromMm)));
      const upper = HIGH * P - back;
      const lower = (FORAMEN.low + ramp * (low - FORAMEN.low)) * P - back;
      return Math.max(0, w - upper, lower - w, front(across) - t, t - DEEPEST_MM, across - lateral);
    },
    isCore(u, t, w) {
      const across = Math.abs(u);
      const pedicle = across > 0.3 * halfWidthMm && across < 0.9 * halfWidthMm && t > -1 && t < 8;
      if (pedicle) return w > 0 && w < 0.32 * P;
      const lamina = across < 10 && t > behindCanal + 3 && t < behindCanal + 13;
      return lamina && w < -0.05 * P && w > -0.3 * P;
    },
    isBeside(u, t, w) {
      const across = Math.abs(u);
      if (Math.abs(w) > 0.7 * P) return false;
      if (across > lateral + 2) return true;
      return thoracic && across > halfWidthMm + 4 && t < -4;
    },
  };
}
