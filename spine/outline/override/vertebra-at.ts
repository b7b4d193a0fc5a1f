/** The vertebra that a point of the image belongs to. */
import type { Vec3 } from '../../../contracts/primitives.ts';
import { StudyRefused } from '../../../contracts/refusals.ts';
import { levelOfValue, type Level } from '../../../contracts/levels.ts';
import { distance } from '../../math/vector.ts';
import { indexToWorld, invertAffine, spacingOf, type Volume } from '../../grid/volume.ts';

import type { ProviderResult } from '../provider.ts';

/** A point further from every body is meant for none of them, mm (design value: less than from one body to the next). */
const REACH_MM = 25;

/**
 * The level whose body holds the point, or comes closest to it; of a vertebra without a body, its label does.
 *
 * @param pointMm patient LPS, mm
 * @throws StudyRefused LEVEL_OVERRIDE_POINT_OFF
 */
export function vertebraAt({ bodies, vertebrae }: ProviderResult, pointMm: Vec3): Level {
  const near = nearest(vertebrae === null ? bodies : withBodiless(bodies, vertebrae), pointMm);
  if (near !== null) return near;
  throw new StudyRefused({
    code: 'LEVEL_OVERRIDE_POINT_OFF',
    saw: `no vertebral body within ${REACH_MM} mm of the --level-at point`,
    wanted: 'a point in a vertebral body, patient LPS in mm',
  });
}

/** Bodies, and vertebrae of which no body is known. */
function withBodiless(bodies: Volume<Uint8Array>, vertebrae: Volume<Uint8Array>): Volume<Uint8Array> {
  const known = new Set(bodies.data);
  const data = bodies.data.map((value, at) => {
    const vertebra = vertebrae.data[at]!;
    return value === 0 && !known.has(vertebra) ? vertebra : value;
  });
  return { ...bodies, data };
}

function nearest(map: Volume<Uint8Array>, pointMm: Vec3): Level | null {
  const [nx, ny] = map.dims;
  const centre = indexToWorld(invertAffine(map.affine), ...pointMm);
  // Axes of a CT are orthogonal: a box of this half-width holds the sphere.
  const reach = spacingOf(map.affine).map((mm) => REACH_MM / mm);
  const low = centre.map((c, axis) => Math.max(0, Math.ceil(c - reach[axis]!)));
  const high = centre.map((c, axis) => Math.min(map.dims[axis]! - 1, Math.floor(c + reach[axis]!)));
  let found: Level | null = null;
  let closest = REACH_MM;
  for (let k = low[2]!; k <= high[2]!; k++) {
    for (let j = low[1]!; j <= high[1]!; j++) {
      for (let i = low[0]!; i <= high[0]!; i++) {
        const value = map.data[i + nx * (j + ny * k)]!;
        if (value === 0) continue;
        const level = levelOfValue(value);
        const mm = distance(indexToWorld(map.affine, i, j, k), pointMm);
        if (mm > closest || level === undefined || level === 'sacrum') continue;
        closest = mm;
        found = level;
      }
    }
  }
  return found;
}
