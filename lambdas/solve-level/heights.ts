/**
 * Anterior, middle and posterior height of a vertebral body in its mid-sagittal slab.
 *
 *        10 %   50 %   90 %  of the depth, from the anterior to the posterior wall
 *      ___|______|______|___
 *     |   Ha     Hm     Hp  |      along the frame's superior axis, between the outer edges of the endplates,
 *     |___|______|______|___|      median over the slab |u| <= 5 mm
 *
 * Where it is wrong: a bony lip that stands out over more than a tenth of the height moves the walls and so the
 * anterior and posterior heights; an endplate without a visible shell is taken from the mask.
 */
import { mad, median, quantileSeq } from 'mathjs';

import type { Heights } from '../shared/contracts/level-result.ts';
import type { Flag, Quantity, Vec3 } from '../shared/contracts/primitives.ts';
import type { Frame } from '../shared/contracts/segmentation.ts';
import { spacingOf, type Volume } from '../shared/volume.ts';

import { frameToWorld, labelMask } from './body-in-frame.ts';
import { surfacesOf, type Side, type SurfacePoint, type Surfaces } from './mid-sagittal-surface.ts';

export interface HeightsInput {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  /** On the grid of the CT. */
  readonly bodies: Volume<Uint8Array>;
  readonly labelValue: number;
  readonly frame: Frame;
  /** mm; the distance between slices stands in where it is not known or smaller. */
  readonly sliceThicknessMm: number | null;
}

export interface HeightsMeasurement {
  /** Null where slices are too thick or the body has no mid-sagittal plane in the image; `flags` says which. */
  readonly heights: Heights | null;
  readonly flags: readonly Flag[];
}

/** Slices thicker than this make heights imprecise, and thicker than that none (design values), mm. */
const THICK_SLICE_MM = 3;
const TOO_THICK_SLICE_MM = 5;
/** Half-width of the mid-sagittal slab, and the distance of its lines, mm. */
const SLAB_MM = 5;
const LINE_MM = 1;
/** Lines closer than the patch that each of them averages over do not count twice, mm. */
const INDEPENDENT_MM = 3;
const POSITIONS = { anterior: 0.1, middle: 0.5, posterior: 0.9 } as const;
/** Share of the body's height that bony lips may take without moving a wall. */
const LIP_SHARE = 0.1;
/** The walls are looked for in the CT away from the endplates: this part of the height about the middle. */
const WALL_PART = 0.6;
/** Fewer edges than this share of the slab's lines, and the mask's own edge is taken. */
const LEAST_FOUND = 0.5;
/** Standard deviation of one edge as it grows with the square of the slice, per mm (measured on digital spines, 0.6 to 3 mm). */
const EDGE_SIGMA_PER_MM = 0.085;
/** The HU of compact bone is assumed: 30 % off, both edges of a 0.7 mm endplate move by this in the same direction, mm. */
const SHELL_SIGMA_MM = 0.1;
/** The same where the edge is the mask's: a uniform error of half a slice to either side. */
const MASK_SIGMA_OF_SLICE = 1 / Math.sqrt(12);
/** Standard deviation of a normal distribution over its median absolute deviation. */
const SIGMA_OF_MAD = 1.4826;
const Z95 = 1.96;

const METHOD =
  'distance between the outer endplate edges along the body axis at 10, 50 and 90 % of the mid-sagittal depth, ' +
  'median over 10 mm; edges from a fit of a thin shell to native CT';

interface Edge {
  readonly w: number;
  readonly fromMask: boolean;
  /** Median absolute deviation over the slab, mm. */
  readonly spread: number;
}

export function measureHeights(input: HeightsInput): HeightsMeasurement {
  const { ct, bodies, labelValue, frame } = input;
  const sliceMm = Math.max(input.sliceThicknessMm ?? 0, spacingOf(ct.affine)[2]);
  if (sliceMm > TOO_THICK_SLICE_MM) return none('HEIGHTS_SLICES_TOO_THICK', `slices of ${mm(sliceMm)}`);
  const mask = labelMask(bodies, labelValue);
  if (mask === null) return none('HEIGHTS_NO_BODY', 'no voxel of the body');
  const surfaces = surfacesOf(ct, mask, frame, sliceMm);
  const walls = depthOf(surfaces);
  if (walls === null) return none('HEIGHTS_NO_MIDLINE', 'no body in its mid-sagittal plane');

  const flags: Flag[] = [];
  const heights: Partial<Record<keyof typeof POSITIONS, Quantity>> = {};
  const points: Record<string, Vec3> = {};
  const weak: string[] = [];
  for (const [name, part] of Object.entries(POSITIONS) as [keyof typeof POSITIONS, number][]) {
    const v = walls.anterior + part * (walls.posterior - walls.anterior);
    const top = endplate(surfaces, 'superior', v);
    const bottom = endplate(surfaces, 'inferior', v);
    if (top === null || bottom === null)
      return none('HEIGHTS_NO_ENDPLATE', `no endplate at the ${name} height`);
    if (top.fromMask) weak.push(`${name} superior`);
    if (bottom.fromMask) weak.push(`${name} inferior`);
    heights[name] = distance(top, bottom, sliceMm);
    points[`${name}Superior`] = frameToWorld(frame, 0, v, top.w);
    points[`${name}Inferior`] = frameToWorld(frame, 0, v, bottom.w);
  }
  if (sliceMm > THICK_SLICE_MM)
    flags.push({ code: 'HEIGHTS_LOW_PRECISION', message: `slices of ${mm(sliceMm)}: heights are imprecise` });
  if (weak.length > 0)
    flags.push({
      code: 'HEIGHTS_FROM_MASK',
      message: `no clear endplate in the CT: the mask's edge was taken (${weak.join(', ')})`,
    });
  const { anterior, middle, posterior } = heights as Record<keyof typeof POSITIONS, Quantity>;
  return {
    heights: { anterior, middle, posterior, points: points as unknown as Heights['points'], method: METHOD },
    flags,
  };
}

/** v of both walls, mm: where the mask stands out over all but the lips, moved by what CT and mask differ in. */
function depthOf(surfaces: Surfaces): { readonly anterior: number; readonly posterior: number } | null {
  const anterior = wall(surfaces, 'anterior', LIP_SHARE);
  const posterior = wall(surfaces, 'posterior', 1 - LIP_SHARE);
  return anterior === null || posterior === null || anterior >= posterior ? null : { anterior, posterior };
}

function wall(surfaces: Surfaces, side: Side, quantile: number): number | null {
  const [low, high] = surfaces.extent;
  const [middle, reach] = [(low + high) / 2, (WALL_PART * (high - low)) / 2];
  const edges: number[] = [];
  const offsets: number[] = [];
  for (let u = -SLAB_MM; u <= SLAB_MM; u += 2 * LINE_MM) {
    for (let w = low; w <= high; w += LINE_MM) {
      const point = surfaces.at(side, u, w);
      if (point === null) continue;
      edges.push(point.mask);
      if (point.ct !== null && Math.abs(w - middle) <= reach) offsets.push(point.ct - point.mask);
    }
  }
  if (edges.length === 0) return null;
  const offset = offsets.length < LEAST_FOUND * WALL_PART * edges.length ? 0 : median(offsets);
  return quantileSeq(edges, quantile) + offset;
}

function endplate(surfaces: Surfaces, side: Side, v: number): Edge | null {
  const points: SurfacePoint[] = [];
  for (let u = -SLAB_MM; u <= SLAB_MM; u += LINE_MM) {
    const point = surfaces.at(side, u, v);
    if (point !== null) points.push(point);
  }
  if (points.length === 0) return null;
  const found = points.flatMap(({ ct }) => (ct === null ? [] : [ct]));
  const fromMask = found.length < LEAST_FOUND * points.length;
  const w = fromMask ? points.map(({ mask }) => mask) : found;
  return { w: median(w), fromMask, spread: mad(w) as number };
}

function distance(top: Edge, bottom: Edge, sliceMm: number): Quantity {
  const value = top.w - bottom.w;
  const independent = Math.max(1, (2 * SLAB_MM) / INDEPENDENT_MM);
  const variance = [top, bottom].reduce(
    (sum, { spread, fromMask }) => {
      const own = fromMask ? MASK_SIGMA_OF_SLICE * sliceMm : EDGE_SIGMA_PER_MM * sliceMm ** 2;
      return sum + (SIGMA_OF_MAD * spread) ** 2 / independent + own ** 2;
    },
    (2 * SHELL_SIGMA_MM) ** 2,
  );
  const margin = Z95 * Math.sqrt(variance);
  return {
    value,
    unit: 'mm',
    uncertainty: {
      kind: 'interval95',
      low: value - margin,
      high: value + margin,
      basis:
        'spread of both edges over the mid-sagittal slab, the slice thickness, and the assumed HU of compact bone',
    },
  };
}

function none(code: string, saw: string): HeightsMeasurement {
  return { heights: null, flags: [{ code, message: `saw ${saw}: no heights are given` }] };
}

function mm(value: number): string {
  return `${Number(value.toFixed(2))} mm`;
}
