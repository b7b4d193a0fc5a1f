/**
 * What stands at a point of a thin layer of the digital spine: a material code; metal, then bone, canal, discs and
 * vessels, then the trunk. Bones are looked up by squares, so that a point meets few of them.
 */
import { AORTA, CANAL, OTHER_BONE } from '../anatomy/anatomy.ts';
import { betweenVertebrae, type ChainLink } from '../anatomy/between.ts';
import { isShell } from '../anatomy/body.ts';
import { MATERIAL, ownerOf, PART } from './materials.ts';
import { insidePedicle } from '../anatomy/posterior.ts';
import type { Solid } from '../anatomy/solids.ts';
import type { Trunk } from '../trunk/trunk.ts';

export interface ScannedBody extends ChainLink {
  readonly code: number;
  readonly low: Solid['low'];
  readonly high: Solid['high'];
  readonly cement: Solid | null;
  /** Endplates that a bridge of bone has replaced. */
  readonly fused: { readonly superior: boolean; readonly inferior: boolean };
}

/** `core` and `shell` are its material codes. */
export interface ScannedPart extends Solid {
  readonly core: number;
  readonly shell: number;
}

/** The spine between two heights. */
export interface ScannedLayer {
  /** Beyond this box (x low, x high, y low, y high in mm) there is only the trunk. */
  readonly box: Box;
  materialAt(x: number, y: number, z: number): number;
  /** As `materialAt`, but `TRUNK_ONLY` where there is no bone, canal, disc or vessel. */
  spineAt(x: number, y: number, z: number): number;
}

/** No material, but a place that is none of the spine's. */
export const TRUNK_ONLY = 255;

type Box = readonly [number, number, number, number];

/** Everything, layer or not. */
interface Contents {
  readonly bodies: readonly ScannedBody[];
  /** Bodies and sacral segments, cranial to caudal. */
  readonly chain: readonly ChainLink[];
  readonly parts: readonly ScannedPart[];
  readonly metal: readonly Solid[];
  readonly trunk: Trunk;
}

interface Cell {
  readonly bodies: ScannedBody[];
  readonly parts: ScannedPart[];
  readonly metal: Solid[];
}

/** Canal and discs lie within this distance of a vertebra's centre, along the spine (mm). */
const REACH_MM = 42;
/** Side of the squares, mm. */
const CELL_MM = 6;
/** Soft tissue that keeps the lungs off a thoracic body ends this far beside its centre, mm. */
const CHEST_SIDE_MM = 38;
const CHEST_BACK_MM = 75;
/** Room for axial rotation and for what blending between vertebrae of different size adds, mm. */
const SOFT_MARGIN_MM = 6;
/** The wall of a fused body is looked for at this fraction of the height, where its endplates are out of reach. */
const FUSED_WALL_AT = 0.8;

export function layerOf(all: Contents, zLow: number, zHigh: number): ScannedLayer {
  const inLayer = ({ low, high }: Pick<Solid, 'low' | 'high'>): boolean => low[2] <= zHigh && high[2] >= zLow;
  const near = all.chain.filter(({ frame }) => {
    const z = frame.origin[2];
    return z - REACH_MM < zHigh && z + REACH_MM > zLow;
  });
  const bodies = all.bodies.filter(inLayer);
  const parts = all.parts.filter(inLayer);
  const metal = all.metal.filter(inLayer);
  const between = betweenVertebrae(near.length > 0 ? near : nearest(all.chain, zLow));
  const column = columnBox(near);
  const box = boxAround(column, [...parts, ...metal]);
  const cells = cellsOf(box, { bodies, parts, metal });
  const columns = columnsOf(box);
  const local = new Float64Array(3);
  const [x0, y0] = [box[0], box[2]];
  const [xLow, xHigh, yLow, yHigh] = softBox(near);

  function boneAt(cell: Cell, x: number, y: number, z: number): number {
    for (const { body, code, toLocal, cement, fused } of cell.bodies) {
      toLocal(x, y, z, local);
      const [u, v, w] = [local[0]!, local[1]!, local[2]!];
      const depth = body.depth(u, v, w);
      if (depth < 0) continue;
      if (isShell(depth) && !insidePedicle(body, u, v, w)) {
        const bridged = w > 0 ? fused.superior : fused.inferior;
        if (!bridged || isShell(body.depth(u, v, w * FUSED_WALL_AT))) return code + PART.bodyShell;
      }
      return code + (cement !== null && cement.depth(x, y, z) >= 0 ? PART.cement : PART.trabecular);
    }
    let best = 0;
    let found: number = MATERIAL.air;
    for (const part of cell.parts) {
      const { low, high } = part;
      if (x < low[0] || x > high[0] || y < low[1] || y > high[1] || z < low[2] || z > high[2]) continue;
      const depth = part.depth(x, y, z);
      if (depth <= best) continue;
      // Where two parts overlap, the deeper one wins, so that marrow runs through.
      best = depth;
      found = depth < OTHER_BONE.shellMm ? part.shell : part.core;
    }
    return found;
  }

  function spineAt(x: number, y: number, z: number): number {
    const cell = cells[square(x, x0) + columns * square(y, y0)];
    if (cell !== undefined) {
      const bone = boneAt(cell, x, y, z);
      for (const solid of cell.metal) if (solid.depth(x, y, z) >= 0) return metalIn(bone);
      if (bone !== MATERIAL.air) return bone;
    }
    const soft = x > xLow && x < xHigh && y > yLow && y < yHigh ? between(x, y, z) : MATERIAL.air;
    return soft === MATERIAL.air ? TRUNK_ONLY : soft;
  }

  return {
    box,
    spineAt,
    materialAt(x, y, z) {
      const code = spineAt(x, y, z);
      return code === TRUNK_ONLY ? all.trunk.at(x, y, z) : code;
    },
  };
}

function metalIn(bone: number): number {
  const owner = ownerOf(bone);
  if (owner === 0) return MATERIAL.metal;
  return owner + (bone - owner < PART.posteriorCore ? PART.bodyMetal : PART.posteriorMetal);
}

function nearest(chain: readonly ChainLink[], z: number): readonly ChainLink[] {
  const distance = (link: ChainLink): number => Math.abs(link.frame.origin[2] - z);
  return [...chain].sort((a, b) => distance(a) - distance(b)).slice(0, 1);
}

function columnBox(near: readonly ChainLink[]): Box {
  const box: [number, number, number, number] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const { frame, body, chest } of near) {
    const [x, y] = frame.origin;
    const front = body.halfDepth + AORTA.beforeWall + AORTA.radius + AORTA.sheath + REACH_MM / 4;
    const side = Math.max(body.halfWidth + REACH_MM / 4, chest ? CHEST_SIDE_MM : 0);
    const back = body.halfDepth + 2 * CANAL.behindWall + REACH_MM / 4;
    include(box, x - side, x + side, y - front, y + back);
  }
  return box;
}

/** Canal, discs, vessels and pleura are within: their sections, and what a leaning axis adds between two vertebrae. */
function softBox(near: readonly ChainLink[]): Box {
  const box: [number, number, number, number] = [Infinity, -Infinity, Infinity, -Infinity];
  const vessel = AORTA.radius + AORTA.sheath;
  for (const { frame, body, chest } of near) {
    const [x, y] = frame.origin;
    const [dx, dy] = [REACH_MM * Math.abs(frame.superior[0]), REACH_MM * Math.abs(frame.superior[1])];
    const side = Math.max(body.halfWidth, AORTA.left + vessel, chest ? CHEST_SIDE_MM : 0) + SOFT_MARGIN_MM;
    const front = body.halfDepth + AORTA.beforeWall + vessel + SOFT_MARGIN_MM;
    const back =
      (chest ? CHEST_BACK_MM : body.halfDepth + CANAL.behindWall + CANAL.halfDepth) + SOFT_MARGIN_MM;
    include(box, x - side - dx, x + side + dx, y - front - dy, y + back + dy);
  }
  return box;
}

function boxAround(column: Box, solids: readonly Solid[]): Box {
  const box: [number, number, number, number] = [column[0], column[1], column[2], column[3]];
  for (const { low, high } of solids) include(box, low[0], high[0], low[1], high[1]);
  return box;
}

function include(
  box: [number, number, number, number],
  x0: number,
  x1: number,
  y0: number,
  y1: number,
): void {
  box[0] = Math.min(box[0], x0);
  box[1] = Math.max(box[1], x1);
  box[2] = Math.min(box[2], y0);
  box[3] = Math.max(box[3], y1);
}

/** Squares from the box's corner, x fastest; none where no bone is near. */
function cellsOf(
  box: Box,
  { bodies, parts, metal }: Pick<Contents, 'bodies' | 'parts' | 'metal'>,
): readonly (Cell | undefined)[] {
  const columns = columnsOf(box);
  const cells: (Cell | undefined)[] = [];
  const put = ({ low, high }: Pick<Solid, 'low' | 'high'>, into: (cell: Cell) => void): void => {
    for (let j = square(low[1], box[2]); j <= square(high[1], box[2]); j++) {
      for (let i = square(low[0], box[0]); i <= square(high[0], box[0]); i++) {
        const at = i + columns * j;
        into((cells[at] ??= { bodies: [], parts: [], metal: [] }));
      }
    }
  };
  for (const body of bodies) put(body, (cell) => cell.bodies.push(body));
  for (const part of parts) put(part, (cell) => cell.parts.push(part));
  for (const solid of metal) put(solid, (cell) => cell.metal.push(solid));
  return cells;
}

function columnsOf(box: Box): number {
  return square(box[1], box[0]) + 1;
}

function square(at: number, from: number): number {
  return Math.floor((at - from) / CELL_MM);
}
