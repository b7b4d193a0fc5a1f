/**
 * A mask's surface moved to the edges that the image shows near it; where it shows none the mask's own stays, without
 * the steps of its voxels.
 *
 * The mask, smoothed, is cast onto columns; the cheapest surface within a narrow band about it is cut as for an outline
 * without a mask, then brought to the edge along normals. How far each column moved is spread over columns without an
 * edge so that it fades away from those with one.
 */
import type { Volume } from '../../grid/volume.ts';

import { blurOf } from '../body/blur.ts';
import { cut } from '../body/cut.ts';
import { described } from '../body/describe.ts';
import { capOf } from '../body/disc-cap.ts';
import type { Band } from '../body/edge-cost.ts';
import { INSIDE, maskSurface } from './mask-surface.ts';
import { offsetsBetween, type Offsets } from './mask-offsets.ts';
import { SEEN } from '../body/outline-body.ts';
import { patchOf, type Box } from '../body/patch.ts';
import { openingsOf } from '../body/pedicle.ts';
import { toWorld, type BodyNeighbourhood } from '../body/body-neighbourhood.ts';
import type { BodySeed, BodySurface } from '../../find/index.ts';
import type { StarSurface } from '../surface/star.ts';
import { awayFromMetal, toEdges } from '../body/sub-voxel.ts';

/** Around the mask, mm: what lies outside a wall is read there. */
const MARGIN_MM = 8;
/** The band reaches this many of the mask's coarsest voxels to both sides, and at least and at most so far, mm. */
const BAND = { voxels: 1.5, leastMm: 2.1, mostMm: 4.2 } as const;
const STEP_MM = 0.35;
/** Cost of the band's ends. */
const PRIOR = 0.3;
/** Without an edge, a column follows its neighbours' offset by this share. */
const FADING = 0.8;
const FADING_ROUNDS = 30;

export interface RefitInput {
  readonly ct: Volume<Int16Array>;
  /** One body, with a margin of empty voxels; 0 and 1. */
  readonly mask: Volume<Uint8Array>;
  /** From `seedFromMask`. */
  readonly seed: BodySeed;
  /** Of the grid that the mask was drawn on, mm. */
  readonly coarsestMm: number;
}

export interface RefitBody {
  readonly surface: BodySurface;
  /** How the mask itself lies to the cortex's outer surface, and to the visible edge. */
  readonly maskTo: Readonly<Record<'outer' | 'visible', Offsets>>;
}

/** Null where the mask is no closed, star-shaped body about its centre of mass. */
export function refitBody({ ct, mask, seed, coarsestMm }: RefitInput): RefitBody | null {
  const { frame } = seed;
  const box = boxOf(mask, frame);
  const own = patchOf({ ...mask, data: Int16Array.from(mask.data, (yes) => INSIDE * yes) }, frame, box);
  const drawn = maskSurface(own);
  if (drawn === null) return null;
  const surface = drawn.smoothed;
  const around: BodyNeighbourhood = {
    patch: patchOf(ct, frame, box),
    frame,
    blur: blurOf(ct.affine),
    upper: { ...capOf(seed.upper, frame), oneBand: false, gapMm: null },
    lower: { ...capOf(seed.lower, frame), oneBand: false, gapMm: null },
    canalV: null,
  };
  const reach = Math.min(BAND.mostMm, Math.max(BAND.leastMm, BAND.voxels * coarsestMm));
  const samples = 2 * Math.round(reach / STEP_MM) + 1;
  const band: Band = {
    samples,
    from: surface.radii.map((mm) => mm - STEP_MM * ((samples - 1) / 2)),
    step: new Float64Array(surface.radii.length).fill(STEP_MM),
  };
  const found = cut(around, surface, band, (k) => PRIOR * ((2 * k) / (samples - 1) - 1) ** 2);
  const moved: StarSurface = { ...surface, radii: found.radii };
  const free = awayFromMetal(around.patch, moved);
  const opening = openingsOf(surface);
  const seen = Uint8Array.from(found.edge, (d) => (d > SEEN ? 1 : 0));
  const trusted = seen.map((yes, i) => (yes === 1 && free[i] === 1 && opening[i] === 0 ? 1 : 0));
  const edges = toEdges(around.patch, moved, [], trusted, (d) => around.blur.sigma(toWorld(frame, d)));
  const kept = (edge: StarSurface): StarSurface => ({
    ...edge,
    radii: withFadingOffsets(surface, edge.radii, trusted),
  });
  const [outer, visible] = [kept(edges.outer), kept(edges.visible)];
  const maskTo = {
    outer: offsetsBetween(drawn.radii, edges.outer, trusted),
    visible: offsetsBetween(drawn.radii, edges.visible, trusted),
  };
  if (maskTo.outer === null || maskTo.visible === null) return null;
  return {
    surface: described(ct, around, { outer, visible }, seen, free),
    maskTo: { outer: maskTo.outer, visible: maskTo.visible },
  };
}

function withFadingOffsets(base: StarSurface, to: Float64Array, trusted: Uint8Array): Float64Array {
  const { start, neighbours } = base.sphere;
  const offset = to.map((mm, i) => (trusted[i] === 1 ? mm - base.radii[i]! : 0));
  for (let round = 0; round < FADING_ROUNDS; round++) {
    for (let i = 0; i < offset.length; i++) {
      if (trusted[i] === 1) continue;
      let sum = 0;
      for (let a = start[i]!; a < start[i + 1]!; a++) sum += offset[neighbours[a]!]!;
      offset[i] = (FADING * sum) / (start[i + 1]! - start[i]!);
    }
  }
  return base.radii.map((mm, i) => mm + offset[i]!);
}

function boxOf(mask: Volume<Uint8Array>, frame: BodySeed['frame']): Box {
  const [nx, ny, nz] = mask.dims;
  const a = mask.affine;
  const bounds = [Infinity, -Infinity, Infinity, -Infinity, Infinity, -Infinity];
  const { origin, left, posterior, superior } = frame;
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        if (mask.data[at] === 0) continue;
        const x = a[0] * i + a[1] * j + a[2] * k + a[3] - origin[0];
        const y = a[4] * i + a[5] * j + a[6] * k + a[7] - origin[1];
        const z = a[8] * i + a[9] * j + a[10] * k + a[11] - origin[2];
        [left, posterior, superior].forEach((axis, n) => {
          const value = x * axis[0] + y * axis[1] + z * axis[2];
          if (value < bounds[2 * n]!) bounds[2 * n] = value;
          if (value > bounds[2 * n + 1]!) bounds[2 * n + 1] = value;
        });
      }
    }
  }
  const side = (n: number): [number, number] => [bounds[2 * n]! - MARGIN_MM, bounds[2 * n + 1]! + MARGIN_MM];
  return [side(0), side(1), side(2)];
}
