/** A surface brought from the samples of its columns to the outer edge of the cortex. */
import type { Vec3 } from '../../../contracts/primitives.ts';

import { dot } from '../../math/vector.ts';

import type { Cap } from './disc-cap.ts';
import { wallEdge } from './outer-edge.ts';
import { nearMetalAt, readPatch, type Patch } from './patch.ts';
import { bridged, neighbourMean, normalsOf, type StarSurface } from '../surface/star.ts';

/** Profiles stand along the surface's normal, this long to both sides, mm. */
const REACH_MM = 4.5;
const STEP_MM = 0.25;
const SAMPLES = Math.round((2 * REACH_MM) / STEP_MM) + 1;
/** The edge is no further from the surface of the cut than this, mm. */
const FARTHEST_MM = 2;
/** Below this cosine between column and normal an offset is not passed on to the column in full. */
const LEAST_COSINE = 0.5;
const ROUNDS = 3;
/** Rounds of averaging over neighbours: of the offsets, and once of the cut's surface, which comes in whole samples. */
const SMOOTHING = 1;
const SAMPLES_AWAY = 2;

export interface Edges {
  /** The cortex ends here. */
  readonly outer: StarSurface;
  /** A reader would draw it here: at half of the wall's height, outwards of the former by what the scan blurs. */
  readonly visible: StarSurface;
}

/**
 * @param walls the surface stays within these: middles of discs whose endplates are one band, which has no edge of its own
 * @param trusted columns whose profile may be read (no opening for a pedicle, no metal)
 * @param sigma blur along a unit direction of the patch's frame, mm
 */
export function toEdges(
  patch: Patch,
  surface: StarSurface,
  walls: readonly Cap[],
  trusted: Uint8Array,
  sigma: (direction: Vec3) => number,
): Edges {
  const most = withinWalls(surface, walls);
  let outer = withoutSteps(surface);
  let visible = outer;
  for (let round = 0; round < ROUNDS; round++) {
    const normals = normalsOf(outer);
    const profiles = meanProfiles(outer, profilesOf(patch, outer, normals));
    const offsets = { outer: new Float64Array(trusted.length), visible: new Float64Array(trusted.length) };
    const known = new Uint8Array(trusted.length);
    for (let i = 0; i < trusted.length; i++) {
      if (trusted[i] === 0) continue;
      const normal: Vec3 = [normals[3 * i]!, normals[3 * i + 1]!, normals[3 * i + 2]!];
      const profile = profiles.subarray(i * SAMPLES, (i + 1) * SAMPLES);
      const edge = wallEdge(profile, SAMPLES, { step: STEP_MM, start: -REACH_MM, sigma: sigma(normal) });
      if (edge === null || Math.abs(edge.outer) > FARTHEST_MM) continue;
      offsets.outer[i] = edge.outer;
      offsets.visible[i] = edge.visible;
      known[i] = 1;
    }
    const moved = (by: Float64Array): StarSurface => {
      const smooth = neighbourMean(surface.sphere, bridged(surface.sphere, by, known), SMOOTHING);
      const radii = outer.radii.map((radius, i) =>
        Math.min(most[i]!, radius + smooth[i]! / Math.max(LEAST_COSINE, cosine(outer, normals, i))),
      );
      return { ...surface, radii };
    };
    [outer, visible] = [moved(offsets.outer), moved(offsets.visible)];
  }
  return { outer, visible };
}

/** By column: the greatest radius that passes no wall, mm. */
function withinWalls({ centre, directions, radii }: StarSurface, walls: readonly Cap[]): Float64Array {
  return radii.map((_, i) => {
    let most = Infinity;
    for (const { n, d } of walls) {
      const towards =
        n[0] * directions[3 * i]! + n[1] * directions[3 * i + 1]! + n[2] * directions[3 * i + 2]!;
      const away = d - dot(n, centre);
      if (towards * away > 0) most = Math.min(most, away / towards);
    }
    return most;
  });
}

function withoutSteps(surface: StarSurface): StarSurface {
  const relative = surface.radii.map((mm, i) => mm / surface.scale[i]!);
  const smooth = neighbourMean(surface.sphere, relative, SAMPLES_AWAY);
  return { ...surface, radii: smooth.map((value, i) => value * surface.scale[i]!) };
}

function profilesOf(
  patch: Patch,
  { centre, directions, radii }: StarSurface,
  normals: Float64Array,
): Float64Array {
  const out = new Float64Array(radii.length * SAMPLES);
  for (let i = 0; i < radii.length; i++) {
    const r = radii[i]!;
    const [nu, nv, nw] = [normals[3 * i]!, normals[3 * i + 1]!, normals[3 * i + 2]!];
    const u = centre[0] + r * directions[3 * i]!;
    const v = centre[1] + r * directions[3 * i + 1]!;
    const w = centre[2] + r * directions[3 * i + 2]!;
    for (let n = 0; n < SAMPLES; n++) {
      const s = n * STEP_MM - REACH_MM;
      out[i * SAMPLES + n] = readPatch(patch, u + s * nu, v + s * nv, w + s * nw);
    }
  }
  return out;
}

/** Noise falls where neighbours are averaged, each seen from its own place on the surface. */
function meanProfiles({ sphere: { start, neighbours } }: StarSurface, profiles: Float64Array): Float64Array {
  const out = Float64Array.from(profiles);
  for (let i = 0; i + 1 < start.length; i++) {
    const share = 1 / (1 + start[i + 1]! - start[i]!);
    for (let n = 0; n < SAMPLES; n++) {
      let sum = profiles[i * SAMPLES + n]!;
      for (let a = start[i]!; a < start[i + 1]!; a++) sum += profiles[neighbours[a]! * SAMPLES + n]!;
      out[i * SAMPLES + n] = share * sum;
    }
  }
  return out;
}

function cosine({ directions }: StarSurface, normals: Float64Array, i: number): number {
  return (
    directions[3 * i]! * normals[3 * i]! +
    directions[3 * i + 1]! * normals[3 * i + 1]! +
    directions[3 * i + 2]! * normals[3 * i + 2]!
  );
}

/** 1 where a column ends away from metal. */
export function awayFromMetal(patch: Patch, { centre, directions, radii }: StarSurface): Uint8Array {
  return Uint8Array.from(radii, (r, i) =>
    nearMetalAt(
      patch,
      centre[0] + r * directions[3 * i]!,
      centre[1] + r * directions[3 * i + 1]!,
      centre[2] + r * directions[3 * i + 2]!,
    )
      ? 0
      : 1,
  );
}
