/** The posterior wall of a vertebral body as a smooth surface, found where the body ends and the canal begins. */
import type { Frame } from '../../../contracts/segmentation.ts';
import { along } from '../../math/vector.ts';
import type { Volume } from '../../grid/volume.ts';
import { firstCrossing, rayMask } from '../../grid/ray.ts';
import { hollowWall } from '../surface/hollow-wall.ts';

/** Rays leave from this grid on the mid-coronal plane, mm. */
const RAY_MM = 1;
/** Half the width of the narrowest canal on which the wall is read; the pedicles begin further out, mm. */
const HALF_CANAL_MM = 9;
/** Part of the body's height on which the wall is read: not the rims. */
const CENTRAL_HEIGHT = 0.8;
/** No posterior wall is further from the middle of the body, mm. */
const DEEPEST_MM = 30;
/** What follows must be canal: so much without bone, mm. Thoracic canals are 14 mm deep and more. */
const LEAST_CANAL_MM = 6;

/**
 * Depth of the wall behind the frame's origin (mm) over u (left) and w (superior), mm; u and w held within what was seen.
 *
 * @returns null where too few rays meet a canal
 */
export function backWall(
  vertebra: Volume<Uint8Array>,
  { origin, left, posterior, superior }: Frame,
  heightMm: number,
): ((u: number, w: number) => number) | null {
  const mask = rayMask(vertebra);
  const halfHeight = (CENTRAL_HEIGHT / 2) * heightMm;
  const [us, ws, vs]: [number[], number[], number[]] = [[], [], []];
  for (let w = -halfHeight; w <= halfHeight; w += RAY_MM) {
    for (let u = -HALF_CANAL_MM; u <= HALF_CANAL_MM; u += RAY_MM) {
      const from = along(along(origin, u, left), w, superior);
      const exit = firstCrossing(mask, from, posterior, DEEPEST_MM);
      if (exit === null) continue;
      const beyond = firstCrossing(mask, along(from, exit + RAY_MM, posterior), posterior, LEAST_CANAL_MM);
      if (beyond !== null) continue;
      us.push(u);
      ws.push(w);
      vs.push(exit);
    }
  }
  const wall = hollowWall({ u: us, w: ws, v: vs }, HALF_CANAL_MM);
  return wall === null ? null : (u, w) => wall(u, Math.max(-halfHeight, Math.min(halfHeight, w)));
}
