/** Bodies in their places: what layout makes and everything else builds on. */
import type { Frame } from '../../contracts/segmentation.ts';

import type { Body } from './body.ts';
import type { LevelSpec } from '../options.ts';

export interface Segment {
  readonly body: Body;
  readonly frame: Frame;
}

export interface PlacedVertebra extends Segment {
  readonly spec: LevelSpec;
  /** False for a vertebra that the field of view cuts: no part of the truth. */
  readonly whole: boolean;
}

export interface Placement {
  /** Cranial to caudal. */
  readonly vertebrae: readonly PlacedVertebra[];
  /** S1-S5, or nothing. */
  readonly sacrum: readonly Segment[];
  /** Of the field of view along z, mm. */
  readonly zRange: readonly [number, number];
}
