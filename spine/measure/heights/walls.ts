/**
 * The front and back wall of a body's core in its mid-sagittal slab.
 *
 *      _/            \_      rims stand out over the waist by a share of the depth; what stands out further is a
 *       )            (       lip, and the core ends where the share does: points at 10 and 90 % of the depth
 *      _\            /_      stay on the endplate under it
 */
import { median, quantile } from '../../math/order-statistics.ts';
import {
  CANAL_SLAB_MM,
  LIP_SHARE,
  MID_SAGITTAL_SLAB_MM,
  WAIST_PART,
  WALL_PART,
} from '../../definitions/heights.ts';
import { FLARE, FLARE_SLACK_MM } from '../../definitions/surfaces.ts';

import type { Walls } from './endplate-field.ts';
import type { Side, Surfaces } from './mid-sagittal-surface.ts';

/** Half-width of the mid-sagittal slab, and the distances of its lines left-right and along the spine, mm. */
const ACROSS_MM = 2;
/** The same before the canal: further out the roots of the pedicles are taken for the wall, 2 mm behind it. */
const ALONG_MM = 1;
/** Fewer edges than this share of the slab's lines, and the mask's own edge is taken. */
const LEAST_FOUND = 0.5;

interface Wall {
  /** v of the wall at the rims and at the waist, mm. */
  readonly rim: number;
  readonly waist: number;
}

/** @returns null where the body has no two walls in its mid-sagittal plane */
export function wallsOf(surfaces: Surfaces): Walls | null {
  const anterior = wall(surfaces, 'anterior', LIP_SHARE);
  const posterior = wall(surfaces, 'posterior', 1 - LIP_SHARE);
  if (anterior === null || posterior === null) return null;
  const half = (posterior.waist - anterior.waist) / 2;
  const reach = FLARE * half + FLARE_SLACK_MM;
  const walls = {
    anterior: Math.max(anterior.rim, anterior.waist - reach),
    posterior: Math.min(posterior.rim, posterior.waist + reach),
  };
  return walls.anterior < walls.posterior ? walls : null;
}

function wall(surfaces: Surfaces, side: Side, part: number): Wall | null {
  const [low, high] = surfaces.extent;
  const [middle, half] = [(low + high) / 2, (high - low) / 2];
  const edges: number[] = [];
  const waist: number[] = [];
  const offsets: number[] = [];
  let looked = 0;
  const across = side === 'posterior' ? CANAL_SLAB_MM : MID_SAGITTAL_SLAB_MM;
  for (let w = low; w <= high; w += ALONG_MM) {
    for (let u = -across; u <= across; u += ACROSS_MM) {
      const edge = surfaces.edge(side, u, w);
      if (edge === null) continue;
      edges.push(edge);
      const off = Math.abs(w - middle) / half;
      if (off <= WAIST_PART) waist.push(edge);
      if (off > WALL_PART) continue;
      looked += 1;
      const point = surfaces.at(side, u, w);
      if (point !== null && point.ct !== null) offsets.push(point.ct - point.mask);
    }
  }
  if (edges.length === 0 || waist.length === 0) return null;
  const offset = offsets.length < LEAST_FOUND * looked ? 0 : median(offsets);
  return { rim: quantile(edges, part) + offset, waist: median(waist) + offset };
}
