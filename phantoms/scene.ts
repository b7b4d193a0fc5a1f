/** What stands at a point of the digital spine: a material code, bone first, then canal, discs, aorta, trunk. */
import { AORTA, BODY_SHELL, CANAL, OTHER_BONE, SOFT_TISSUE_HU, TRUNK, VISCERA } from './anatomy.ts';
import { isShell } from './body.ts';
import type { PlacedVertebra } from './layout.ts';
import { DENSITY_SLOPE, type SpineOptions } from './options.ts';
import { insidePedicle, localCoordinates, posteriorParts, type BonePart } from './posterior.ts';

/** Codes that every spine has. */
export const MATERIAL = {
  air: 0, fat: 1, muscle: 2, disc: 3, canal: 4, aorta: 5, organ: 6, bowel: 7, ribCore: 8, ribShell: 9,
  firstVertebra: 10,
} as const; // prettier-ignore
/** Codes of vertebra k: `firstVertebra + 4 k` plus one of these. */
export const PART = { trabecular: 0, bodyShell: 1, posteriorCore: 2, posteriorShell: 3 } as const;

/** Bone, canal and discs lie within this distance of a vertebra's centre, along the spine (mm). */
const REACH_MM = 42;

interface SceneVertebra {
  readonly placed: PlacedVertebra;
  readonly code: number;
  readonly parts: readonly BonePart[];
  readonly toLocal: ReturnType<typeof localCoordinates>;
}

/** Bone, canal, discs and aorta between two heights. */
export interface SceneLayer {
  /** Beyond this box (x low, x high, y low, y high in mm) there is only the trunk. */
  readonly box: readonly [number, number, number, number];
  materialAt(x: number, y: number, z: number): number;
}

export interface Scene {
  /** HU by material code. */
  readonly hu: Float64Array;
  layer(zLow: number, zHigh: number): SceneLayer;
}

export function spineScene(vertebrae: readonly PlacedVertebra[], options: SpineOptions): Scene {
  const all = vertebrae.map((placed, k): SceneVertebra => ({
    placed,
    code: MATERIAL.firstVertebra + 4 * k,
    parts: posteriorParts(placed),
    toLocal: localCoordinates(placed.frame),
  }));
  return {
    hu: huTable(vertebrae, options),
    layer: (zLow, zHigh) => layerOf(all, zLow, zHigh),
  };
}

/** Trunk without the spine. */
export function trunkAt(x: number, y: number): number {
  if (!insideEllipse(x, y, TRUNK.skin)) return MATERIAL.air;
  if (!insideEllipse(x, y, TRUNK.muscle)) return MATERIAL.fat;
  let found: number = MATERIAL.muscle;
  for (const { tissue, ellipse } of VISCERA) if (insideEllipse(x, y, ellipse)) found = MATERIAL[tissue];
  return found;
}

function insideEllipse(x: number, y: number, ellipse: readonly [number, number, number, number]): boolean {
  const s = (x - ellipse[0]) / ellipse[2];
  const t = (y - ellipse[1]) / ellipse[3];
  return s * s + t * t < 1;
}

function huTable(vertebrae: readonly PlacedVertebra[], { scanner, aortaHu }: SpineOptions): Float64Array {
  const hu = new Float64Array(MATERIAL.firstVertebra + 4 * vertebrae.length);
  const mineral = (mgCc: number): number => mgCc / DENSITY_SLOPE[scanner.kvp];
  hu[MATERIAL.air] = SOFT_TISSUE_HU.air;
  hu[MATERIAL.fat] = SOFT_TISSUE_HU.fat;
  hu[MATERIAL.muscle] = SOFT_TISSUE_HU.muscle;
  hu[MATERIAL.disc] = SOFT_TISSUE_HU.disc;
  hu[MATERIAL.canal] = SOFT_TISSUE_HU.canal;
  hu[MATERIAL.aorta] = aortaHu;
  hu[MATERIAL.organ] = SOFT_TISSUE_HU.organ;
  hu[MATERIAL.bowel] = SOFT_TISSUE_HU.bowel;
  hu[MATERIAL.ribCore] = mineral(OTHER_BONE.coreMgCc);
  hu[MATERIAL.ribShell] = mineral(OTHER_BONE.shellMgCc);
  vertebrae.forEach(({ spec }, k) => {
    const code = MATERIAL.firstVertebra + 4 * k;
    hu[code + PART.trabecular] = mineral(spec.vbmdMgCc);
    hu[code + PART.bodyShell] = mineral(BODY_SHELL.densityMgCc);
    hu[code + PART.posteriorCore] = mineral(OTHER_BONE.coreMgCc);
    hu[code + PART.posteriorShell] = mineral(OTHER_BONE.shellMgCc);
  });
  return hu;
}

function layerOf(all: readonly SceneVertebra[], zLow: number, zHigh: number): SceneLayer {
  const near = all.filter(({ placed: { frame } }) => {
    const z = frame.origin[2];
    return z - REACH_MM < zHigh && z + REACH_MM > zLow;
  });
  const parts = all.flatMap(({ parts: own, code }) =>
    own.filter(({ low, high }) => low[2] <= zHigh && high[2] >= zLow).map((part) => ({ part, code })),
  );
  const between = betweenVertebrae(near.length > 0 ? near : nearest(all, zLow));
  const local = new Float64Array(3);

  function bodyAt(x: number, y: number, z: number): number {
    for (const { placed, code, toLocal } of near) {
      toLocal(x, y, z, local);
      const depth = placed.body.depth(local[0]!, local[1]!, local[2]!);
      if (depth < 0) continue;
      const open = isShell(depth) && !insidePedicle(placed.body, local[0]!, local[1]!, local[2]!);
      return code + (open ? PART.bodyShell : PART.trabecular);
    }
    return MATERIAL.air;
  }

  function partAt(x: number, y: number, z: number): number {
    let best = 0;
    let found: number = MATERIAL.air;
    for (const { part, code } of parts) {
      const { low, high } = part;
      if (x < low[0] || x > high[0] || y < low[1] || y > high[1] || z < low[2] || z > high[2]) continue;
      const depth = part.depth(x, y, z);
      if (depth <= best) continue;
      // Where two parts overlap, the deeper one wins, so that marrow runs through.
      best = depth;
      const shell = depth < OTHER_BONE.shellMm;
      if (part.kind === 'rib') found = shell ? MATERIAL.ribShell : MATERIAL.ribCore;
      else found = code + (shell ? PART.posteriorShell : PART.posteriorCore);
    }
    return found;
  }

  return {
    box: boxOf(near, parts),
    materialAt(x, y, z) {
      const body = bodyAt(x, y, z);
      if (body !== MATERIAL.air) return body;
      const part = partAt(x, y, z);
      if (part !== MATERIAL.air) return part;
      const soft = between(x, y, z);
      return soft === MATERIAL.air ? trunkAt(x, y) : soft;
    },
  };
}

function nearest(all: readonly SceneVertebra[], z: number): readonly SceneVertebra[] {
  const distance = (v: SceneVertebra): number => Math.abs(v.placed.frame.origin[2] - z);
  return [...all].sort((a, b) => distance(a) - distance(b)).slice(0, 1);
}

/** Canal, discs and aorta run from vertebra to vertebra: (u, v) are blended between the two that enclose a point. */
function betweenVertebrae(near: readonly SceneVertebra[]): (x: number, y: number, z: number) => number {
  const upper = new Float64Array(3);
  const lower = new Float64Array(3);
  return (x, y, z) => {
    let k = 0;
    near[0]!.toLocal(x, y, z, upper);
    lower.set(upper);
    while (lower[2]! < 0 && k + 1 < near.length) {
      upper.set(lower);
      k += 1;
      near[k]!.toLocal(x, y, z, lower);
    }
    const above = near[lower[2]! < 0 ? k : Math.max(k - 1, 0)]!.placed.body;
    const below = near[k]!.placed.body;
    if (lower[2]! < 0) upper.set(lower);
    const f = above === below ? 0 : upper[2]! / (upper[2]! - lower[2]!);
    const u = upper[0]! + f * (lower[0]! - upper[0]!);
    const v = upper[1]! + f * (lower[1]! - upper[1]!);
    const a = above.halfWidth + f * (below.halfWidth - above.halfWidth);
    const b = above.halfDepth + f * (below.halfDepth - above.halfDepth);
    const wc = b + CANAL.behindWall;
    if ((u / CANAL.halfWidth) ** 2 + ((v - wc) / CANAL.halfDepth) ** 2 < 1) return MATERIAL.canal;
    const pastEndplates =
      (upper[2]! >= 0 || upper[2]! < -above.halfHeight(upper[0]!, upper[1]!)) &&
      (lower[2]! <= 0 || lower[2]! > below.halfHeight(lower[0]!, lower[1]!));
    if (pastEndplates && Math.abs(u / a) ** 2.5 + Math.abs(v / b) ** 2.5 < 0.97) return MATERIAL.disc;
    const aorta = Math.hypot(u - AORTA.left, v + b + AORTA.beforeWall);
    if (aorta < AORTA.radius) return MATERIAL.aorta;
    return aorta < AORTA.radius + AORTA.sheath ? MATERIAL.fat : MATERIAL.air;
  };
}

function boxOf(
  near: readonly SceneVertebra[],
  parts: readonly { readonly part: BonePart }[],
): SceneLayer['box'] {
  const box: [number, number, number, number] = [Infinity, -Infinity, Infinity, -Infinity];
  const include = (x0: number, x1: number, y0: number, y1: number): void => {
    box[0] = Math.min(box[0], x0);
    box[1] = Math.max(box[1], x1);
    box[2] = Math.min(box[2], y0);
    box[3] = Math.max(box[3], y1);
  };
  for (const { placed } of near) {
    const [x, y] = placed.frame.origin;
    const front = placed.body.halfDepth + AORTA.beforeWall + AORTA.radius + AORTA.sheath + REACH_MM / 4;
    const side = placed.body.halfWidth + REACH_MM / 4;
    include(x - side, x + side, y - front, y + placed.body.halfDepth + 2 * CANAL.behindWall + REACH_MM / 4);
  }
  for (const { part } of parts) include(part.low[0], part.high[0], part.low[1], part.high[1]);
  return box;
}
