/**
 * The surfaces of a vertebral body around its mid-sagittal plane: endplates and walls, finer than a voxel.
 *
 * The body's outline says where a surface is to be looked for, the native CT where it is.
 */
import type { Frame } from '../../../contracts/segmentation.ts';
import { dot } from '../../math/vector.ts';
import { spacingOf, type Volume } from '../../grid/volume.ts';

import type { Mesh } from '../../grid/mesh/mesh.ts';
import { bodyInFrame, samplerInFrame, type FrameSampler } from '../body-in-frame.ts';
import { ENDPLATE_PATCH_MM } from '../../definitions/heights.ts';
import { BOX_VARIANCE, KERNEL_SIGMA_MM, TRILINEAR_VARIANCE } from '../../definitions/surfaces.ts';
import { shellEdge } from './shell-edge.ts';

/** Step along a line, mm. */
const STEP_MM = 0.25;
/** A line reaches this far to either side of the outline, mm. */
const REACH_MM = 5;
/** Of three lines so far apart. */
const PATCH_VARIANCE_MM2 = (2 / 3) * ENDPLATE_PATCH_MM ** 2;
/** A surface further than this from the outline is another one, mm; half a voxel comes on top. */
const GREATEST_DISTANCE_MM = 2;

export type Side = 'superior' | 'inferior' | 'anterior' | 'posterior';

export interface SurfacePoint {
  /** w of an endplate at (u, v), v of a wall at (u, w), mm. */
  readonly mask: number;
  /** The same from the CT; null where it shows no edge near the outline's. */
  readonly ct: number | null;
}

export interface Surfaces {
  /** Lowest and highest w of the body, mm. */
  readonly extent: readonly [number, number];
  /** What an endplate is smeared sideways by, by scan and patch: variances left-right and front-back, mm2. */
  readonly smear: { readonly u: number; readonly v: number };
  /** @returns null where the line misses the body. `along` is v for an endplate, w for a wall. */
  at(side: Side, u: number, along: number): SurfacePoint | null;
  /** The outline alone, without looking at the CT. */
  edge(side: Side, u: number, along: number): number | null;
}

/** @param sliceMm width of what a slice averages over, mm */
export function surfacesOf(ct: Volume, surface: Mesh, frame: Frame, sliceMm: number): Surfaces {
  const hu = samplerInFrame(ct, frame, Number.NaN);
  const { box, alongV, alongW } = bodyInFrame(surface, frame);
  const sigma = {
    endplate: blurAlong(ct, frame.superior, sliceMm),
    wall: blurAlong(ct, frame.posterior, sliceMm),
  };
  const [dx, dy, dz] = spacingOf(ct.affine);
  const voxelMm = Math.hypot(dx, dy, dz);
  const slack = GREATEST_DISTANCE_MM + voxelMm / 2;
  const outwardOf = (side: Side): 1 | -1 => (side === 'superior' || side === 'posterior' ? 1 : -1);
  const isVertical = (side: Side): boolean => side === 'superior' || side === 'inferior';

  /** Along the outward direction, mm. */
  function exit(side: Side, u: number, along: number): number | null {
    const ends = isVertical(side) ? alongW.within(u, along) : alongV.within(along, u);
    const outermost = outwardOf(side) === 1 ? ends.at(-1) : ends[0];
    return outermost === undefined ? null : outwardOf(side) * outermost;
  }

  return {
    extent: box[2],
    smear: {
      u: blurAlong(ct, frame.left, sliceMm) ** 2 + PATCH_VARIANCE_MM2,
      v: blurAlong(ct, frame.posterior, sliceMm) ** 2 + PATCH_VARIANCE_MM2,
    },
    edge(side, u, along) {
      const edge = exit(side, u, along);
      return edge === null ? null : outwardOf(side) * edge;
    },
    at(side, u, along) {
      const edge = exit(side, u, along);
      if (edge === null) return null;
      const [outward, vertical] = [outwardOf(side), isVertical(side)];
      const count = Math.round((2 * REACH_MM) / STEP_MM) + 1;
      const profile = { hu: new Float64Array(count), start: edge - REACH_MM, step: STEP_MM };
      for (let n = 0; n < count; n++)
        profile.hu[n] = patchMean(hu, vertical, u, along, outward * (profile.start + n * STEP_MM));
      const found = shellEdge(profile, edge, vertical ? sigma.endplate : sigma.wall);
      const near = found !== null && Math.abs(found.outer - edge) <= slack;
      return { mask: outward * edge, ct: near ? outward * found.outer : null };
    },
  };
}

/** About a place on a line: along w at (u, v), else along v at (u, w). */
function patchMean(hu: FrameSampler, vertical: boolean, u: number, along: number, at: number): number {
  let sum = 0;
  for (let a = -1; a <= 1; a++) {
    const x = u + a * ENDPLATE_PATCH_MM;
    for (let b = -1; b <= 1; b++) {
      const y = along + b * ENDPLATE_PATCH_MM;
      sum += vertical ? hu(x, y, at) : hu(x, at, y);
    }
  }
  return sum / 9;
}

/** Standard deviation of the scan's blur along a direction, mm: kernel, voxel or slice, and interpolation. */
function blurAlong({ affine }: Volume, direction: Frame['superior'], sliceMm: number): number {
  const spacing = spacingOf(affine);
  let variance = 0;
  for (let axis = 0; axis < 3; axis++) {
    const mm = spacing[axis]!;
    const cosine = dot(direction, [affine[axis]! / mm, affine[4 + axis]! / mm, affine[8 + axis]! / mm]);
    const own = axis === 2 ? BOX_VARIANCE * sliceMm ** 2 : BOX_VARIANCE * mm ** 2 + KERNEL_SIGMA_MM ** 2;
    variance += cosine ** 2 * (own + TRILINEAR_VARIANCE * mm ** 2);
  }
  return Math.sqrt(variance);
}
