/** How wide and deep an outlined body is. */
import type { BodySurface } from '../seed.ts';

/** Geometric mean of width and depth through the outline's centre, mm. */
export function diameterOf({ directions, radii }: BodySurface): number {
  const across = (axis: 0 | 1): number => radiusTowards(axis, 1) + radiusTowards(axis, -1);
  const radiusTowards = (axis: 0 | 1, sign: 1 | -1): number => {
    let best = 0;
    for (let i = 1; i < radii.length; i++)
      if (sign * directions[3 * i + axis]! > sign * directions[3 * best + axis]!) best = i;
    return radii[best]!;
  };
  return Math.sqrt(across(0) * across(1));
}
