/** Canal, discs and great vessels: they run from vertebra to vertebra, (u, v) blended between the two round a point. */
import { AORTA, CANAL, CAVA } from './anatomy.ts';
import { MATERIAL } from '../image/materials.ts';
import type { Segment } from './placement.ts';
import { localCoordinates } from './solids.ts';

/** A body of the chain with what runs past it. */
export interface ChainLink extends Segment {
  readonly toLocal: ReturnType<typeof localCoordinates>;
  /** Code of the bone that fills the disc below; 0 where it is a disc. */
  readonly discBone: number;
  /** What runs before it. */
  readonly vessels: 'aorta' | 'aorta and cava' | 'none';
  /** Muscle and mediastinum keep the lungs away from it. */
  readonly chest: boolean;
}

/** Bone and discs end at this value of |u/a|^2.5 + |v/b|^2.5; a bridge of bone has a cortex beyond the second. */
const DISC_EDGE = 0.97;
const BRIDGE_CORTEX = 0.82;
/** Soft tissue round a thoracic body: beside and before it, and behind it out to the ribs' angle, mm. */
const PLEURA = { beside: 3.5, before: 32, behindWall: 4, behindBeside: 34 } as const;

/** `near` from the top; material code, 0 where there is nothing of all that. */
export function betweenVertebrae(near: readonly ChainLink[]): (x: number, y: number, z: number) => number {
  const upper = new Float64Array(3);
  const lower = new Float64Array(3);
  return (x, y, z) => {
    let k = 0;
    near[0]!.toLocal(x, y, z, upper);
    lower[0] = upper[0]!;
    lower[1] = upper[1]!;
    lower[2] = upper[2]!;
    while (lower[2] < 0 && k + 1 < near.length) {
      upper[0] = lower[0]!;
      upper[1] = lower[1]!;
      upper[2] = lower[2]!;
      k += 1;
      near[k]!.toLocal(x, y, z, lower);
    }
    const linkAbove = near[lower[2] < 0 ? k : Math.max(k - 1, 0)]!;
    const linkBelow = near[k]!;
    const above = linkAbove.body;
    const below = linkBelow.body;
    if (lower[2] < 0) {
      upper[0] = lower[0]!;
      upper[1] = lower[1]!;
      upper[2] = lower[2]!;
    }
    const f = above === below ? 0 : upper[2]! / (upper[2]! - lower[2]);
    const u = upper[0]! + f * (lower[0] - upper[0]!);
    const v = upper[1]! + f * (lower[1] - upper[1]!);
    const a = above.halfWidth + f * (below.halfWidth - above.halfWidth);
    const b = above.halfDepth + f * (below.halfDepth - above.halfDepth);
    const uc = u / CANAL.halfWidth;
    const vc = (v - b - CANAL.behindWall) / CANAL.halfDepth;
    if (uc * uc + vc * vc < 1) return MATERIAL.canal;
    if (Math.abs(u) < a && Math.abs(v) < b) {
      const pastEndplates =
        (upper[2]! >= 0 || upper[2]! < -above.halfHeight(upper[0]!, upper[1]!)) &&
        (lower[2] <= 0 || lower[2] > below.halfHeight(lower[0], lower[1]));
      if (pastEndplates) {
        const gauge = Math.abs(u / a) ** 2.5 + Math.abs(v / b) ** 2.5;
        if (gauge < DISC_EDGE) {
          if (linkAbove.discBone === 0 || above === below) return MATERIAL.disc;
          return gauge > BRIDGE_CORTEX ? MATERIAL.freeShell : linkAbove.discBone;
        }
      }
    }
    return vesselAt(u, v + b, linkBelow) || (linkBelow.chest ? pleuraAt(u, v, a, b) : MATERIAL.air);
  };
}

/** `v` from the anterior wall. */
function vesselAt(u: number, v: number, { vessels }: ChainLink): number {
  if (vessels === 'none') return MATERIAL.air;
  const du = u - AORTA.left;
  const dv = v + AORTA.beforeWall;
  const aorta = du * du + dv * dv;
  if (aorta < AORTA.radius * AORTA.radius) return MATERIAL.aorta;
  if (vessels === 'aorta and cava') {
    const s = (u + CAVA.right) / CAVA.halfWidth;
    const t = (v + CAVA.beforeWall) / CAVA.halfDepth;
    if (s * s + t * t < 1) return MATERIAL.cava;
  }
  const sheath = AORTA.radius + AORTA.sheath;
  return aorta < sheath * sheath ? MATERIAL.fat : MATERIAL.air;
}

function pleuraAt(u: number, v: number, a: number, b: number): number {
  const beside = Math.abs(u) < a + PLEURA.beside && v > -b - PLEURA.before;
  const behind = Math.abs(u) < PLEURA.behindBeside && v > b - PLEURA.behindWall;
  return beside || behind ? MATERIAL.muscle : MATERIAL.air;
}
