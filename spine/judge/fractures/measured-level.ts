/** A level as the grading gets it: its heights, and what is needed of them. */
import type { Endplates } from '../../../contracts/level/endplates.ts';
import type { Heights } from '../../../contracts/level/level-result.ts';
import type { Level } from '../../../contracts/levels.ts';
import { estimateOf } from '../../math/interval.ts';
import { GRADABLE_LEVELS } from '../../definitions/fractures.ts';

import type { MeasuredBody } from './reference/fracture-reference.ts';

export interface MeasuredLevel {
  readonly level: Level;
  readonly heights: Heights;
  readonly endplates?: Endplates | null | undefined;
}

export function isGradable(level: Level): boolean {
  return GRADABLE_LEVELS.includes(level);
}

/** Those that the reference table knows. */
export function gradableOf<Measured extends Pick<MeasuredLevel, 'level'>>(
  measured: readonly Measured[],
): readonly Measured[] {
  return measured.filter(({ level }) => isGradable(level));
}

/** In the same order. */
export function bodiesOf(measured: readonly MeasuredLevel[]): readonly MeasuredBody[] {
  return gradableOf(measured).map(({ level, heights }) => ({
    level,
    anterior: estimateOf(heights.anterior),
    middle: estimateOf(heights.middle),
    posterior: estimateOf(heights.posterior),
  }));
}
