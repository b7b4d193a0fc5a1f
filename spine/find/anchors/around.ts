/** What anchors a vertebra's name: everything that is looked for around it. */
import type { AxisPoint } from '../body-axis.ts';
import type { Plane } from '../seed.ts';
import type { Sampler } from '../work-image.ts';

import { lungBeside } from './lung.ts';
import { ribOdds, type RibOdds } from './ribs.ts';
import { sacrumBelow } from './sacral-wings.ts';

export interface Anchors {
  readonly ribs: RibOdds;
  /** Share of lung beside it, 0 to 1. */
  readonly lung: number;
  /** Log-odds that the bone under the disc below it is the sacrum. */
  readonly sacrumBelow: number;
}

export interface Place {
  readonly lower: Plane;
  /** Of the body axis, half-way between its discs, and at the lower one. */
  readonly middle: AxisPoint;
  readonly below: AxisPoint;
  /** From disc to disc along the axis, mm. */
  readonly heightMm: number;
}

/** Beside a vertebra that has this much lung there is no sacrum below; and the log-odds of that. */
const NO_SACRUM_LUNG = 0.3;
const NO_SACRUM = -5.5;

/** @param boneHu HU from which a voxel counts as bone */
export function anchorsAround(place: Place, boneHu: number, sample: Sampler): Anchors {
  const { lower, middle, below, heightMm } = place;
  const lung = lungBeside(middle, sample);
  return {
    ribs: ribOdds(middle, heightMm, boneHu, sample),
    lung,
    // Ribs and transverse processes fill the room of the wings, too.
    sacrumBelow: lung >= NO_SACRUM_LUNG ? NO_SACRUM : sacrumBelow(lower, below, boneHu, sample),
  };
}
