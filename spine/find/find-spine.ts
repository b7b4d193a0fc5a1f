/** From a CT to the discs of its spine and what names the vertebrae between them. */
import type { Volume } from '../grid/volume.ts';

import { anchorsAround, type Anchors, type Place } from './anchors/around.ts';
import { AXIS_STEP_MM, bodyAxis, type AxisPoint } from './body-axis.ts';
import { marchDown } from './canal/canal-march.ts';
import { findCanal } from './canal/canal.ts';
import { discChain } from './discs/disc-chain.ts';
import { discPlane, type DiscPlane } from './discs/disc-plane.ts';
import { discSignal } from './discs/disc-signal.ts';
import { withEndsMoved } from './discs/end-discs.ts';
import { samplerOf, workImage, type Sampler } from './work-image.ts';

/** A vertebra between two discs. */
export interface SpineSegment extends Place, Anchors {
  readonly lower: DiscPlane;
  readonly upper: DiscPlane;
}

export interface Spine {
  /** Mean score of the canal's path, 0 to 1. */
  readonly canalScore: number;
  /** Towards the head. */
  readonly canal: readonly AxisPoint['point'][];
  readonly axis: readonly AxisPoint[];
  /** Caudal to cranial. */
  readonly segments: readonly SpineSegment[];
  readonly boneHu: number;
}

/** The lumbosacral disc is among the lowest of the chain: this many may lean steeply. */
const STEEP_DISCS = 3;

/** Null where no canal is found. @param progress called with what is being looked for and a fraction */
export function findSpine(ct: Volume, progress: (text: string, fraction: number) => void): Spine | null {
  const sample = samplerOf(ct);
  const image = workImage(ct, sample);
  progress('locating the spinal canal', 0.2);
  const path = findCanal(image);
  if (path === null) return null;
  const canal = [...marchDown(path.points, sample, image.boneHu).toReversed(), ...path.points];
  progress('locating discs', 0.5);
  const axis = bodyAxis(canal, sample);
  const places = discChain(axis, discSignal(axis, sample), sample);
  const found = places.flatMap(({ at }, n) => {
    const plane = discPlane(axis[at]!, n < STEEP_DISCS, sample);
    return plane === null ? [] : [{ at, plane }];
  });
  progress('locating sacrum and ribs', 0.8);
  const planes = withEndsMoved(found.map(({ plane }) => plane));
  const discs = found.map(({ at }, n): Disc => ({ at, plane: planes[n]! }));
  const segments = discs.slice(1).map((upper, n) => segmentOf(axis, discs[n]!, upper, image.boneHu, sample));
  return { canalScore: path.meanScore, canal, axis, segments, boneHu: image.boneHu };
}

interface Disc {
  readonly at: number;
  readonly plane: DiscPlane;
}

function segmentOf(
  axis: readonly AxisPoint[],
  lower: Disc,
  upper: Disc,
  boneHu: number,
  sample: Sampler,
): SpineSegment {
  const place = {
    lower: lower.plane,
    middle: axis[(lower.at + upper.at) >> 1]!,
    below: axis[lower.at]!,
    heightMm: (upper.at - lower.at) * AXIS_STEP_MM,
  };
  return { ...place, upper: upper.plane, ...anchorsAround(place, boneHu, sample) };
}
