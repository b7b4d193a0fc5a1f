/** Volumes and surfaces looked at from a vertebral body's own frame: u to the left, v posterior, w superior, mm from its origin. */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';
import { linesAlong, type Lines } from '../grid/mesh/lines.ts';
import { boxOf, verticesIn, type Mesh } from '../grid/mesh/mesh.ts';
import {
  frameAffine,
  composed,
  indexToWorld,
  invertAffine,
  samplerThrough,
  type Volume,
} from '../grid/volume.ts';

/** Trilinear value at (u, v, w). */
export type FrameSampler = (u: number, v: number, w: number) => number;

/** A body's surface in its frame. */
export interface BodyInFrame {
  /** [low, high] along u, v and w, mm. */
  readonly box: readonly [Span, Span, Span];
  /** Parts of the line along v at (w, u) that lie in the body. */
  readonly alongV: Lines;
  /** Parts of the line along w at (u, v) that lie in the body. */
  readonly alongW: Lines;
}
type Span = readonly [number, number];

export function frameToWorld(frame: Frame, u: number, v: number, w: number): Vec3 {
  return indexToWorld(frameAffine(frame), u, v, w);
}

/** @param outside value beyond the volume */
export function samplerInFrame(volume: Volume, frame: Frame, outside: number): FrameSampler {
  return samplerThrough(volume, composed(invertAffine(volume.affine), frameAffine(frame)), outside);
}

export function bodyInFrame(surface: Mesh, frame: Frame): BodyInFrame {
  const points = verticesIn(surface, invertAffine(frameAffine(frame)));
  const { low, high } = boxOf(points);
  const span = (axis: 0 | 1 | 2): Span => [low[axis], high[axis]];
  return {
    box: [span(0), span(1), span(2)],
    alongV: linesAlong(points, surface.triangles, 1),
    alongW: linesAlong(points, surface.triangles, 2),
  };
}
