/** Vertebrae, stand-ins and ribs as rivals for bone: where each begins, and what it pays where. */
import type { Volume } from '../../grid/volume.ts';

import type { Arch } from './arches.ts';
import { boxOf, localMap, type LocalMap } from './corridor.ts';
import { zoneOf, type Zone } from './zone.ts';

/** An arch on the grid of the corridor. */
export interface Rival {
  readonly arch: Arch;
  readonly zone: Zone;
  readonly map: LocalMap;
}

/** Ribs pay so much for the same depth in the zone of a vertebra. */
const BESIDE_SHARE = 2;
/** Beyond its zone a vertebra pays for bone by 1 + distance / this, mm; and gets none beyond `FURTHEST_MM`. */
const STRETCH_MM = 2;
const FURTHEST_MM = 10;
/** Within this of the canal's centre nothing is bone, mm: less than any canal's half width. */
const CANAL_MM = 4;
/** Bone is looked for within these of the wall and of the mid-plane (mm), and of the middle of the body (periods). */
const REACH = { across: 56, front: -18, back: 68, periods: 1.5 } as const;
/** Seeds lie within these of the posterior wall and of the mid-plane, mm. */
const SEED_REACH = { across: 56, front: -18, back: 30 } as const;

export function rivalOf(grid: Volume, arch: Arch): Rival {
  return { arch, zone: zoneOf(arch), map: localMap(grid.affine, arch) };
}

/** Marks the voxels in which a rival can find bone. */
export function markReach(grid: Volume, { arch, map: m }: Rival, sought: Uint8Array): void {
  const { across, front, back, periods } = REACH;
  const up = periods * arch.periodMm;
  const box = boxOf(grid, arch, across, [front, back], up);
  if (box === null) return;
  const [nx, ny] = grid.dims;
  const { low, dims } = box;
  for (let k = low[2]; k < low[2] + dims[2]; k++) {
    for (let j = low[1]; j < low[1] + dims[1]; j++) {
      const within = (i: number): boolean => {
        const t = m[4] * i + m[5] * j + m[6] * k + m[7];
        if (!(t > front && t < back)) return false;
        if (Math.abs(m[8] * i + m[9] * j + m[10] * k + m[11]) > up) return false;
        return Math.abs(m[0] * i + m[1] * j + m[2] * k + m[3]) < across;
      };
      // What is within is a box, which a row meets once.
      let from = low[0];
      let to = low[0] + dims[0];
      while (from < to && !within(from)) from++;
      while (to > from && !within(to - 1)) to--;
      const row = nx * (j + ny * k);
      sought.fill(1, row + from, row + to);
    }
  }
}

/** Marks the voxels around the canal's centre that nothing may take. */
export function markCanal(grid: Volume, { arch, map }: Rival, canal: Uint8Array): void {
  const [u0, t0] = arch.canal;
  const half = 0.75 * arch.periodMm;
  eachIn(grid, arch, map, [CANAL_MM + Math.abs(u0), t0 - CANAL_MM, t0 + CANAL_MM, half], null, (at, u, t) => {
    if (Math.hypot(u - u0, t - t0) < CANAL_MM) canal[at] = 1;
  });
}

/** Sets the seeds of a rival, and those of what lies beside it. */
export function plant(
  grid: Volume,
  { arch, zone, map }: Rival,
  cost: Uint8Array,
  labels: Uint8Array,
  own: number,
  beside: number,
): void {
  const { across, front, back } = SEED_REACH;
  eachIn(grid, arch, map, [across, front, back, arch.periodMm], cost, (at, u, t, w) => {
    if (zone.isCore(u, t, w)) labels[at] = own;
    else if (labels[at] === 0 && zone.isBeside(u, t, w)) labels[at] = beside;
  });
}

/**
 * Every voxel of the box |u| <= across, front <= t <= back, |w| <= up, and some around it.
 *
 * @param only where this is not 0; null: everywhere
 */
function eachIn(
  grid: Volume,
  arch: Arch,
  m: LocalMap,
  [across, front, back, up]: readonly [number, number, number, number],
  only: Uint8Array | null,
  visit: (at: number, u: number, t: number, w: number) => void,
): void {
  const box = boxOf(grid, arch, across, [front, back], up);
  if (box === null) return;
  const [nx, ny] = grid.dims;
  const { low, dims } = box;
  for (let k = low[2]; k < low[2] + dims[2]; k++) {
    for (let j = low[1]; j < low[1] + dims[1]; j++) {
      for (let i = low[0]; i < low[0] + dims[0]; i++) {
        const at = i + nx * (j + ny * k);
        if (only !== null && only[at] === 0) continue;
        const w = m[8] * i + m[9] * j + m[10] * k + m[11];
        if (Math.abs(w) > up) continue;
        visit(at, m[0] * i + m[1] * j + m[2] * k + m[3], m[4] * i + m[5] * j + m[6] * k + m[7], w);
      }
    }
  }
}

/** Coordinates of a voxel in a rival's frame, and what a rival pays there. */
export function factorFor(
  rivals: readonly Rival[],
  [nx, ny]: Volume['dims'],
): (label: number, at: number) => number {
  return (label, at) => {
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    const rival = rivals[label - 1];
    const outside = rival === undefined ? behindFront(rivals, i, j, k) : outsideOf(rival, i, j, k);
    return outside > FURTHEST_MM && rival !== undefined ? Infinity : 1 + outside / STRETCH_MM;
  };
}

function outsideOf({ map: m, zone }: Rival, i: number, j: number, k: number): number {
  return zone.outside(
    m[0] * i + m[1] * j + m[2] * k + m[3],
    m[4] * i + m[5] * j + m[6] * k + m[7],
    m[8] * i + m[9] * j + m[10] * k + m[11],
  );
}

/** How deep a voxel lies in the zone of the vertebra at its height, mm: ribs pay for that. */
function behindFront(rivals: readonly Rival[], i: number, j: number, k: number): number {
  for (const { arch, map: m, zone } of rivals) {
    const w = m[8] * i + m[9] * j + m[10] * k + m[11];
    if (Math.abs(w - 0.1 * arch.periodMm) > 0.5 * arch.periodMm) continue;
    const u = m[0] * i + m[1] * j + m[2] * k + m[3];
    const t = m[4] * i + m[5] * j + m[6] * k + m[7];
    return BESIDE_SHARE * Math.max(0, Math.min(t - zone.front(Math.abs(u)), zone.lateral - Math.abs(u)));
  }
  return 0;
}
