/**
 * The middle of a disc whose endplates are one band in the image: the centre of gravity of what stands out over the marrow.
 *
 *      marrow ___       ___ marrow      Both plates are alike, and so are their bowls: the centre lies in the middle between
 *                \_____/                them, however slices and kernel blur them. The brightest place does not: between
 *                  |                    samples it is drawn to a slice.
 *
 * Where it is wrong: one plate much denser than the other draws it to its side, by at most half the disc.
 */
import { robustFit } from '../../math/robust-fit.ts';

import { readPatch, type Patch } from './patch.ts';

/** A plane: w = a + b u + c v, mm. */
export interface Sloped {
  readonly w: number;
  readonly u: number;
  readonly v: number;
}

/** The band is looked at so far to either side of the plane, in steps, mm. */
const REACH_MM = 5;
const STEP_MM = 0.5;
/** Where less than this part of the mean stands out, nothing tells where the middle is. */
const LEAST_PART = 0.4;
const ROUNDS = 3;
/** Residuals below this are no outliers, mm (a lens of a disc has them, and so have slices). */
const LEAST_SCALE_MM = 0.5;

/** @returns the plane itself where the points tell no other */
export function bandMiddle(
  patch: Patch,
  start: Sloped,
  points: readonly (readonly [number, number])[],
): Sloped {
  let plane = start;
  for (let round = 0; round < ROUNDS; round++) {
    const found = points.map(([u, v]) => momentsAt(patch, u, v, plane));
    const usual = found.reduce((sum, { mass }) => sum + mass, 0) / found.length;
    const known = points.flatMap(([u, v], n) => {
      const { mass, first } = found[n]!;
      return mass > LEAST_PART * usual && mass > 0 ? [[u, v, first / mass] as const] : [];
    });
    const fit = robustFit({
      rows: Float64Array.from(known.flatMap(([u, v]) => [1, u, v])),
      terms: 3,
      values: Float64Array.from(known, ([, , off]) => off),
      leastScale: LEAST_SCALE_MM,
    });
    if (fit === null) return start;
    const [w = 0, u = 0, v = 0] = fit.coefficients;
    plane = { w: plane.w + w, u: plane.u + u, v: plane.v + v };
  }
  return plane;
}

/** Along w at (u, v), over the straight line between both ends: HU mm and HU mm2. */
function momentsAt(
  patch: Patch,
  u: number,
  v: number,
  plane: Sloped,
): { readonly mass: number; readonly first: number } {
  const middle = plane.w + plane.u * u + plane.v * v;
  const low = readPatch(patch, u, v, middle - REACH_MM);
  const high = readPatch(patch, u, v, middle + REACH_MM);
  let [mass, first] = [0, 0];
  for (let s = -REACH_MM + STEP_MM; s < REACH_MM; s += STEP_MM) {
    const over =
      readPatch(patch, u, v, middle + s) - (low + ((high - low) * (s + REACH_MM)) / (2 * REACH_MM));
    mass += over * STEP_MM;
    first += s * over * STEP_MM;
  }
  return { mass, first };
}
