/** Psoas beside the lower lumbar bodies, or else the erector muscles behind the spine. */
import { LEVELS } from '../../../contracts/levels.ts';
import { SEARCHED_HU } from '../../definitions/regions.ts';

import { eroded, inSlice } from './cells.ts';
import type { RegionSearch } from './region-search.ts';
import { inRange } from './smooth.ts';
import type { SpineAt } from './spine-line.ts';

/** Of muscle only, all round, mm (design value): leaves out the fat between its bellies. */
const CLEAR_MM = 4;
/** Above L2's lower half kidneys and crura lie where psoas is below. */
const PSOAS_FROM = LEVELS.indexOf('L2') + 0.5;
/** From the body's centre: beside it, and before or behind it, mm. */
const PSOAS_MM = { beyondBody: 3, wide: 38, before: 14, behind: 24 } as const;
const ERECTOR_MM = { from: 12, to: 60, front: 32, back: 75 } as const;

export interface MuscleCells {
  readonly psoas: Uint8Array;
  readonly erector: Uint8Array;
}

export function muscleCells({ work, smooth, spine }: RegionSearch): MuscleCells {
  const { grid, spacing } = work;
  const [nx, ny] = grid.dims;
  const muscle = eroded(inRange(smooth, SEARCHED_HU.muscle), grid.dims, inSlice(CLEAR_MM, spacing));
  const [psoas, erector] = [new Uint8Array(muscle.length), new Uint8Array(muscle.length)];
  spine.forEach((at, k) => {
    for (let j = 0; j < ny; j++)
      for (let i = 0, cell = nx * (j + ny * k); i < nx; i++, cell++) {
        if (muscle[cell] === 0) continue;
        const [dx, dy] = [Math.abs(i * spacing[0] - at.x), j * spacing[1] - at.y];
        if (isPsoas(dx, dy, at)) psoas[cell] = 1;
        if (dx > ERECTOR_MM.from && dx < ERECTOR_MM.to && dy > ERECTOR_MM.front && dy < ERECTOR_MM.back)
          erector[cell] = 1;
      }
  });
  return { psoas, erector };
}

function isPsoas(dx: number, dy: number, { halfWidth, level }: SpineAt): boolean {
  return (
    level >= PSOAS_FROM &&
    dx > halfWidth + PSOAS_MM.beyondBody &&
    dx < halfWidth + PSOAS_MM.wide &&
    dy > -PSOAS_MM.before &&
    dy < PSOAS_MM.behind
  );
}
