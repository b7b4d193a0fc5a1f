/**
 * Arch and processes: rounded rods and a half ring around the canal, each a shell of cortex around cancellous bone,
 * in the frame of its vertebra.
 */
import type { Vec3 } from '../../contracts/primitives.ts';
import type { Frame } from '../../contracts/segmentation.ts';

import { CANAL, OTHER_BONE } from './anatomy.ts';
import type { Body } from './body.ts';
import type { LevelSpec } from '../options.ts';
import type { PlacedVertebra } from './placement.ts';
import { boxAround, localCoordinates, rodSolid, toWorld, type Rod, type Solid } from './solids.ts';

/** Thickness of the arch around the canal, and its height as a fraction of the posterior height. */
const ARCH_MM = 5.5;
const ARCH_HEIGHT = 0.62;
/** Half width of a transverse process at its tip. */
const TIP_MM = 4;

export function posteriorParts({ spec, body, frame }: PlacedVertebra): readonly Solid[] {
  return [arch(body, frame), ...processes(spec, body).map((rod) => rodSolid(rod, frame))];
}

/** True in the marrow of a pedicle, where the posterior wall of the body has no shell. */
export function insidePedicle(body: Body, u: number, v: number, w: number): boolean {
  if (v < body.halfDepth * 0.6) return false;
  const { from, to, semi } = pedicle(body, u < 0 ? -1 : 1);
  const middle = (from[2] + to[2]) / 2;
  const du = (Math.abs(u) - Math.abs(from[0])) / (semi[0] - OTHER_BONE.shellMm);
  const dw = (w - middle) / (semi[2] - OTHER_BONE.shellMm);
  return du * du + dw * dw < 1;
}

export function pedicle({ heights, halfDepth, halfWidth }: Body, side: 1 | -1): Rod {
  const u = side * Math.min(CANAL.halfWidth + 4, halfWidth * 0.82);
  const w = heights.posterior * 0.16;
  return { from: [u, halfDepth - 4, w], to: [u, halfDepth + 9, w], semi: [4, 4, 7] };
}

function processes({ level, transverseMm }: LevelSpec, body: Body): readonly Rod[] {
  const { halfDepth: b, heights } = body;
  const H = heights.posterior;
  const lumbar = level.startsWith('L');
  const canal = b + CANAL.behindWall;
  const back = canal + CANAL.halfDepth;
  const tipMm = (transverseMm ?? (lumbar ? 43 : 28)) - TIP_MM;
  const transverse: Vec3 = lumbar ? [tipMm, canal + 7, 0.1 * H] : [tipMm, canal + 9, 0.2 * H];
  const bothSides = ([1, -1] as const).flatMap((side): Rod[] => {
    const at = (u: number, v: number, w: number): Vec3 => [side * u, v, w];
    const rod = (from: Vec3, to: Vec3, semi: Vec3): Rod => ({ from, to, semi });
    return [
      pedicle(body, side),
      rod(at(16, canal + 1, 0.15 * H), at(transverse[0], transverse[1], transverse[2]), [TIP_MM, 4, 5]),
      rod(at(18, canal + 3, 0.2 * H), at(19, canal + 5, 0.58 * H), [4, 3.5, 4]),
      rod(at(13, canal + 9, -0.2 * H), at(10, canal + 12, -0.72 * H), [3.5, 3.5, 4]),
    ];
  });
  const slope = lumbar ? 0.15 : 0.5;
  const tip: Vec3 = [0, back + (lumbar ? 27 : 24), -H * (0.1 + slope)];
  return [...bothSides, { from: [0, back + 4, -0.1 * H], to: tip, semi: [3, 5, lumbar ? 9 : 5] }];
}

/** Behind the canal's centre, between the canal's ellipse and one that is `ARCH_MM` larger; leans down and back. */
export function arch({ heights, halfDepth }: Body, frame: Frame): Solid {
  const centre = halfDepth + CANAL.behindWall;
  const half = (ARCH_HEIGHT * heights.posterior) / 2;
  const outer = [CANAL.halfWidth + ARCH_MM, CANAL.halfDepth + ARCH_MM] as const;
  const toLocal = localCoordinates(frame);
  const local = new Float64Array(3);
  const corners = [-1, 1].flatMap((u) =>
    [0, 1].flatMap((v) =>
      [-1, 1].map((w): Vec3 =>
        toWorld(frame, [u * outer[0], centre - 3 + v * (outer[1] + 3), w * (half + 5)]),
      ),
    ),
  );
  return {
    ...boxAround(corners, 1),
    depth(x, y, z) {
      toLocal(x, y, z, local);
      const u = local[0]!;
      const v = local[1]! - centre;
      const w = local[2]! + v * 0.35;
      const within = Math.min(half - Math.abs(w), v + 2);
      if (within < 0) return within;
      const outside = Math.hypot(u / CANAL.halfWidth, v / CANAL.halfDepth) - 1;
      const inside = 1 - Math.hypot(u / outer[0], v / outer[1]);
      return Math.min(within, outside * CANAL.halfDepth, inside * outer[1]);
    },
  };
}
