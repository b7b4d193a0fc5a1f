/** A surface brought from the samples of its columns to the outer edge of the cortex. */
import type { Vec3 } from '../../shared/contracts/primitives.ts';

import { outerEdge } from './outer-edge.ts';
import { nearMetalAt, readPatch, type Patch } from './patch.ts';
import { bridged, neighbourMean, normalsOf, type StarSurface } from './star.ts';

/** Profiles stand along the surface's normal, this long to both sides, mm. */
const REACH_MM = 4.5;
const STEP_MM = 0.25;
const SAMPLES = Math.round((2 * REACH_MM) / STEP_MM) + 1;
/** The edge is no further from the surface of the cut than this, mm. */
const FARTHEST_MM = 2;
/** Below this cosine between column and normal an offset is not passed on to the column in full. */
const LEAST_COSINE = 0.5;
const ROUNDS = 2;
const SMOOTHING = 1;

/**
 * @param trusted columns whose profile may be read (no opening for a pedicle, no metal)
 * @param sigma blur along a unit direction of the patch's frame, mm
 */
export function toOuterEdge(
  patch: Patch,
  surface: StarSurface,
  trusted: Uint8Array,
  sigma: (direction: Vec3) => number,
): StarSurface {
  let radii = surface.radii;
  for (let round = 0; round < ROUNDS; round++) {
    const now = { ...surface, radii };
    const normals = normalsOf(now);
    const profiles = meanProfiles(now, profilesOf(patch, now, normals));
    const offsets = new Float64Array(radii.length);
    const known = new Uint8Array(radii.length);
    for (let i = 0; i < radii.length; i++) {
      if (trusted[i] === 0) continue;
      const normal: Vec3 = [normals[3 * i]!, normals[3 * i + 1]!, normals[3 * i + 2]!];
      const profile = profiles.subarray(i * SAMPLES, (i + 1) * SAMPLES);
      const at = outerEdge(profile, SAMPLES, { step: STEP_MM, start: -REACH_MM, sigma: sigma(normal) });
      if (!(Math.abs(at) <= FARTHEST_MM)) continue;
      offsets[i] = at;
      known[i] = 1;
    }
    const smooth = neighbourMean(surface.sphere, bridged(surface.sphere, offsets, known), SMOOTHING);
    radii = radii.map((radius, i) => radius + smooth[i]! / Math.max(LEAST_COSINE, cosine(now, normals, i)));
  }
  return { ...surface, radii };
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
