/**
 * Where the pedicles leave a body there is no wall to be seen: the body is closed there by its own corner, the back
 * wall carried on sideways and the side wall carried on backwards.
 *
 *     \         /       axial section; the columns between the arrows are the opening,
 *      |       |        and end on the rounded corner of both walls
 *     /\_.___._/\
 *    ^  |canal|  ^
 */
import { hollowWall } from '../surface/hollow-wall.ts';
import { sphereAt, type Star } from '../surface/star.ts';

/** The opening, in coordinates of the stretched sphere: |left|, posterior, superior. */
const OPENING = { left: [0.3, 0.88], posterior: 0.42, superior: [-0.3, 0.75] } as const;
/** The back wall is read between the openings, the side walls before them. */
const BACK = { left: 0.32, posterior: 0.7 } as const;
const SIDE = { left: 0.8, posterior: [-0.2, 0.35] } as const;
/** Half the width of the back wall between the pedicles, of the half width of the body. */
const EDGE = 0.4;
/** A side wall at one height is the mean over columns that end about this far above and below, mm. */
const HEIGHT_SD_MM = 3;
/** Of the corner, as a superellipse of both walls' distances; infinite would be a right angle. */
const EXPONENT = 5;
const ROUNDS = 3;

/** 1 where a column leaves through an opening. */
export function openingsOf(star: Star): Uint8Array {
  return Uint8Array.from({ length: star.sphere.count }, (_, i) => {
    const [x, y, z] = sphereAt(star, i);
    const [side, up] = [Math.abs(x), z];
    const inside =
      side > OPENING.left[0] &&
      side < OPENING.left[1] &&
      y > OPENING.posterior &&
      up > OPENING.superior[0] &&
      up < OPENING.superior[1];
    return inside ? 1 : 0;
  });
}

/** The radii with those of the openings replaced by the corner of the walls beside them, mm. */
export function closedCorners(star: Star, radii: Float64Array, opening: Uint8Array): Float64Array {
  const { directions } = star;
  const all = Array.from(radii, (_, i) => i);
  const back = all.filter((i) => {
    const [x, y] = sphereAt(star, i);
    return opening[i] === 0 && Math.abs(x) < BACK.left && y > BACK.posterior;
  });
  const sides = [-1, 1].map((sign) =>
    all.filter((i) => {
      const [x, y] = sphereAt(star, i);
      return sign * x > SIDE.left && y > SIDE.posterior[0] && y < SIDE.posterior[1];
    }),
  );
  const wall = hollowWall(
    {
      u: back.map((i) => radii[i]! * directions[3 * i]!),
      w: back.map((i) => radii[i]! * directions[3 * i + 2]!),
      v: back.map((i) => radii[i]! * directions[3 * i + 1]!),
    },
    EDGE * star.stretch[0],
  );
  if (wall === null) return radii;
  const widthAt = (columns: readonly number[], w: number): number => {
    let [sum, weights] = [0, 1e-12];
    for (const i of columns) {
      const weight = Math.exp(-(((radii[i]! * directions[3 * i + 2]! - w) / HEIGHT_SD_MM) ** 2) / 2);
      sum += weight * Math.abs(radii[i]! * directions[3 * i]!);
      weights += weight;
    }
    return sum / weights;
  };
  return radii.map((radius, i) => {
    if (opening[i] === 0) return radius;
    const [du, dv, dw] = [directions[3 * i]!, directions[3 * i + 1]!, directions[3 * i + 2]!];
    let r = radius;
    for (let round = 0; round < ROUNDS; round++) {
      const depth = wall(r * du, r * dw);
      const width = widthAt(sides[du < 0 ? 0 : 1]!, r * dw);
      if (!(depth > 1 && width > 1)) return radius;
      r = ((Math.abs(du) / width) ** EXPONENT + (dv / depth) ** EXPONENT) ** (-1 / EXPONENT);
    }
    return r;
  });
}
