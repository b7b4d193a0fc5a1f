/** Bodies standing on one another with their discs between them: heights and the points that they run between. */
import type { Heights } from '../../../../contracts/level/level-result.ts';
import { levelIndex, LEVELS, type Level } from '../../../../contracts/levels.ts';
import { BODY_SIZE } from '../../../../phantoms/anatomy/anatomy.ts';
import type { HeightPosition } from '../../../../spine/definitions/heights.ts';

import { heights } from '../cases.ts';

type Three = readonly [anterior: number, middle: number, posterior: number];

/** How far the measured endplates of a level lie inside the true ones, mm; negative: beyond them. */
export interface Misplaced {
  readonly superior?: Three;
  readonly inferior?: Three;
}

export interface ColumnOptions {
  readonly first?: Level;
  readonly last?: Level;
  /** Share of each height that is left by a fracture. */
  readonly left?: Partial<Record<Level, Three>>;
  readonly misplaced?: Partial<Record<Level, Misplaced>>;
  readonly marginMm?: number;
}

const POSITIONS: readonly HeightPosition[] = ['anterior', 'middle', 'posterior'];
const NOT_MOVED: Three = [0, 0, 0];

/** Straight, cranial to caudal, discs as wide in front and behind as in the middle of the design's. */
export function column({
  first = 'T4',
  last = 'L5',
  left = {},
  misplaced = {},
  marginMm = 0.5,
}: ColumnOptions = {}): { level: Level; heights: Heights }[] {
  const names = LEVELS.slice(levelIndex(first), levelIndex(last) + 1).filter(
    (level): level is keyof typeof BODY_SIZE => level !== 'T13' && level in BODY_SIZE,
  );
  let top: number[] = [0, 0, 0];
  return names.map((level) => {
    const { anteriorMm, middleMm, posteriorMm, discMm, depthMm } = BODY_SIZE[level];
    const kept = left[level] ?? [1, 1, 1];
    const bottom = [anteriorMm, middleMm, posteriorMm].map((height, n) => top[n]! - kept[n]! * height);
    const { superior = NOT_MOVED, inferior = NOT_MOVED } = misplaced[level] ?? {};
    const seen = { top: top.map((z, n) => z - superior[n]!), bottom: bottom.map((z, n) => z + inferior[n]!) };
    const found = heights(
      [0, 1, 2].map((n) => seen.top[n]! - seen.bottom[n]!) as [number, number, number],
      marginMm,
    );
    const points = { ...found.points };
    POSITIONS.forEach((name, n) => {
      const y = ([0.1, 0.5, 0.9][n]! - 0.5) * depthMm;
      points[`${name}Superior`] = [0, y, seen.top[n]!];
      points[`${name}Inferior`] = [0, y, seen.bottom[n]!];
    });
    top = bottom.map((z) => z - discMm);
    return { level, heights: { ...found, points } };
  });
}
