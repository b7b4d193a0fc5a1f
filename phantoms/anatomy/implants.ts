/** Pedicle screws, hooks and rods of metal, and cement in a body. */
import type { Vec3 } from '../../contracts/primitives.ts';

import type { PlacedVertebra } from './placement.ts';
import { ImpossibleSpine, type CementSpec } from '../options.ts';
import { pedicle } from './posterior.ts';
import { rodSolid, toWorld, uprightFrame, type Solid } from './solids.ts';

/** Titanium at 120 kV: beyond what a scanner stores (design value). */
export const METAL_HU = 8000;
/** Radii of shaft, head and rod, mm (common sizes, design values). */
const SHAFT_MM = 3;
const HEAD_MM = 6;
const ROD_MM = 2.75;
/** The head behind the posterior wall; how far the tip goes in (of half the depth, before the middle) and medially, mm. */
const HEAD_BEHIND_WALL_MM = 27;
const TIP_SHARE = 0.35;
const MEDIALLY_MM = 4;
/** Semi-axes of the cement against each other: u, v, w; and how far from the shell it must stay, mm. */
const CEMENT_SHAPE: Vec3 = [1.15, 1, 0.9];
const CEMENT_FROM_SHELL_MM = 1;

/** All metal of the spine. */
export function metalParts(vertebrae: readonly PlacedVertebra[]): readonly Solid[] {
  return vertebrae.flatMap((vertebra, k) => {
    if (!isInstrumented(vertebra)) return [];
    const next = vertebrae[k + 1];
    return ([1, -1] as const).flatMap((side) => {
      const head = toWorld(vertebra.frame, headOf(vertebra, side));
      const joined =
        next !== undefined && isInstrumented(next) ? [toWorld(next.frame, headOf(next, side))] : [];
      return [
        ...(vertebra.spec.screws === true ? screw(vertebra, side) : [holder(vertebra, side)]),
        ...joined.map((to) =>
          rodSolid({ from: head, to, semi: [ROD_MM, ROD_MM, ROD_MM] }, uprightFrame([0, 0, 0])),
        ),
      ];
    });
  });
}

/**
 * The cement's ellipsoid.
 *
 * @throws ImpossibleSpine where the body has not the room for it.
 */
export function cementPart({ volumeMm3 }: CementSpec, { spec, body, frame }: PlacedVertebra): Solid {
  const product = CEMENT_SHAPE[0] * CEMENT_SHAPE[1] * CEMENT_SHAPE[2];
  const radius = Math.cbrt(volumeMm3 / ((4 / 3) * Math.PI * product));
  const semi: Vec3 = [radius * CEMENT_SHAPE[0], radius * CEMENT_SHAPE[1], radius * CEMENT_SHAPE[2]];
  const { heights, halfDepth, halfWidth } = body;
  const room = Math.min(heights.anterior, heights.middle, heights.posterior) / 2 - CEMENT_FROM_SHELL_MM;
  if (!(volumeMm3 > 0 && semi[2] < room && semi[1] < halfDepth * 0.8 && semi[0] < halfWidth * 0.8)) {
    throw new ImpossibleSpine(
      `saw ${volumeMm3} mm3 of cement in ${spec.level}; wanted more than 0 and no more than the body holds`,
    );
  }
  return rodSolid({ from: [0, 0, 0], to: [0, 0, 0], semi }, frame);
}

function screw(vertebra: PlacedVertebra, side: 1 | -1): readonly Solid[] {
  const { body, frame } = vertebra;
  const [u, , w] = pedicle(body, side).from;
  const head = headOf(vertebra, side);
  const tip: Vec3 = [u - side * MEDIALLY_MM, -TIP_SHARE * body.halfDepth, w];
  return [
    rodSolid({ from: head, to: tip, semi: [SHAFT_MM, SHAFT_MM, SHAFT_MM] }, frame),
    holder(vertebra, side),
  ];
}

/** What holds the rod: the head of a screw, or a hook. */
function holder(vertebra: PlacedVertebra, side: 1 | -1): Solid {
  const at = headOf(vertebra, side);
  return rodSolid({ from: at, to: at, semi: [HEAD_MM, HEAD_MM, HEAD_MM] }, vertebra.frame);
}

function isInstrumented({ spec: { screws, hooks } }: PlacedVertebra): boolean {
  return screws === true || hooks === true;
}

function headOf({ body }: PlacedVertebra, side: 1 | -1): Vec3 {
  const [u, , w] = pedicle(body, side).from;
  return [u + side * 2, body.halfDepth + HEAD_BEHIND_WALL_MM, w];
}
