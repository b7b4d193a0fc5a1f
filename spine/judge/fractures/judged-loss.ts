/**
 * Grade and shape of a body by its losses, and the grades that their intervals allow.
 *
 * A crush wants the anterior height lost as well. Where the interval of that loss holds the limit, the body may be
 * crushed or not: the point value decides the grade, and the range says both.
 */
import type { FractureGrade } from '../../../contracts/risk/fracture.ts';

import type { Losses } from './reference/fracture-reference.ts';
import { interval95, type Estimate } from '../../math/interval.ts';
import { CRUSH_ANTERIOR, genantGrade } from '../../definitions/fractures.ts';

export type Grade = FractureGrade['grade'];
export type Shape = NonNullable<FractureGrade['shape']>;

export interface JudgedLoss {
  readonly grade: Grade;
  readonly shape: Shape;
  /** The largest, of `shape`. */
  readonly loss: Estimate;
  /** Null where the loss has no interval. */
  readonly range: readonly [Grade, Grade] | null;
  /** The interval of the anterior loss holds the limit of a crush, so the range is wider than that of `loss`. */
  readonly crushOpen: boolean;
}

/** At equal loss, the shape that says more of the body comes first. */
const SHAPES = ['crush', 'wedge', 'biconcave'] as const;

export function judgedLoss(losses: Losses): JudgedLoss {
  const [shape, loss] = worstOf(losses, isCrushed(losses));
  const judged = { grade: genantGrade(loss.value), shape, loss };
  const bounds = interval95(loss);
  if (bounds === null) return { ...judged, range: null, crushOpen: false };
  const range = [genantGrade(bounds[0]), genantGrade(bounds[1])] as const;
  const other = isCrushOpen(losses) ? interval95(worstOf(losses, !isCrushed(losses))[1]) : null;
  if (other === null) return { ...judged, range, crushOpen: false };
  const [low, high] = [genantGrade(other[0]), genantGrade(other[1])];
  const wider = [Math.min(range[0], low) as Grade, Math.max(range[1], high) as Grade] as const;
  return { ...judged, range: wider, crushOpen: wider[0] < range[0] || wider[1] > range[1] };
}

/** Heights lost that are known exactly, as fractions; null where there is no neighbour to tell. */
export interface ExactLosses {
  readonly wedge: number;
  readonly biconcave: number;
  readonly crush: number | null;
  readonly inFront: number | null;
}

/** Grade and shape of losses that are known exactly: what `judgedLoss` makes of them, for as many draws as are wanted. */
export function exactGrade({ wedge, biconcave, crush, inFront }: ExactLosses): {
  readonly grade: Grade;
  readonly shape: Shape;
} {
  let [shape, loss]: [Shape, number] = biconcave > wedge ? ['biconcave', biconcave] : ['wedge', wedge];
  if (crush !== null && crush >= loss && inFront !== null && inFront >= CRUSH_ANTERIOR)
    [shape, loss] = ['crush', crush];
  return { grade: genantGrade(loss), shape };
}

function worstOf(losses: Losses, crushed: boolean): readonly [Shape, Estimate] {
  let worst: readonly [Shape, Estimate] = ['wedge', losses.wedge];
  for (const shape of SHAPES.toReversed()) {
    const loss = losses[shape];
    if (loss === null || (shape === 'crush' && !crushed) || loss.value < worst[1].value) continue;
    worst = [shape, loss];
  }
  return worst;
}

function isCrushed({ inFront }: Losses): boolean {
  return inFront !== null && inFront.value >= CRUSH_ANTERIOR;
}

function isCrushOpen({ inFront }: Losses): boolean {
  const bounds = inFront === null ? null : interval95(inFront);
  return bounds !== null && bounds[0] < CRUSH_ANTERIOR && bounds[1] >= CRUSH_ANTERIOR;
}
