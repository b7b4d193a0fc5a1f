/**
 * Bodies made whole: arches and processes given to the vertebra that they belong to, and the cut through each pedicle.
 *
 * 1. Bone behind the posterior walls, bodies and canal left out, and how hard each voxel is to pass: joints are dark.
 * 2. Seeds where a vertebra's own bone is sure to lie; rivals for what has no body: neighbours, sacrum, ribs.
 * 3. Bone goes to the vertebra with the cheapest way to it, within a zone around its body; gaps are filled.
 */
import type { Flag, Vec3 } from '../../shared/contracts/primitives.ts';
import type { Frame } from '../../shared/contracts/segmentation.ts';
import { voxelVolume, type Volume } from '../../shared/volume.ts';

import { archesOf, type Arch } from './arches.ts';
import { boneCost } from './bone.ts';
import { boxOf, corridorOf, cropped, localMap, type LocalMap } from './corridor.ts';
import { filled } from './fill.ts';
import { flood } from './flood.ts';
import { pedicleCuts, type PedicleCut } from './pedicles.ts';
import { quieted } from './quiet.ts';
import { zoneOf, type Zone } from './zone.ts';

export interface PosteriorInput {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  /** Values of `levels.ts`; bodies without arch, on the grid of the CT. */
  readonly bodies: Volume<Uint8Array>;
  /** By label value; only vertebrae with a frame are made whole. */
  readonly frames: ReadonlyMap<number, Frame>;
  /** Canal's centreline, patient LPS (mm), cranial to caudal; null where it is to be taken from the bodies. */
  readonly canal: readonly Vec3[] | null;
}

export interface WholeVertebrae {
  /** The bodies, unchanged, and the posterior elements in the same values. */
  readonly vertebrae: Volume<Uint8Array>;
  /** By label value: at most one on each side. */
  readonly pedicles: ReadonlyMap<number, readonly PedicleCut[]>;
  /** By label value. */
  readonly flags: ReadonlyMap<number, readonly Flag[]>;
}

/** Beyond its zone a vertebra pays for bone by 1 + distance / this, mm; and gets none beyond `FURTHEST_MM`. */
/** Ribs pay so much for the same depth in the zone of a vertebra. */
const BESIDE_SHARE = 2;
const STRETCH_MM = 2;
const FURTHEST_MM = 10;
/** Within this of the canal's centre nothing is bone, mm: less than any canal's half width. */
const CANAL_MM = 4;
/** What is darker is fat or air, and no marrow behind bone, HU. */
const LEAST_MARROW_HU = -60;
/** Gaps are filled where a vertebra pays less than this: within its zone, and barely beyond. */
const FILL_FACTOR = 1.4;
/** Seeds lie within these of the posterior wall and of the mid-plane, mm. */
const SEED_REACH = { across: 56, front: -18, back: 30 } as const;
/** Posterior elements have this part of their body's volume and more (0.3 in whole vertebrae). */
const LEAST_ARCH = 0.15;

interface Rival {
  readonly arch: Arch;
  readonly zone: Zone;
  readonly map: LocalMap;
}

export function wholeVertebrae(input: PosteriorInput): WholeVertebrae {
  const { ct, bodies, frames } = input;
  const vertebrae = { ...bodies, data: Uint8Array.from(bodies.data) };
  const arches = archesOf(bodies, frames, input.canal);
  const box = corridorOf(ct, arches);
  if (box === null) return { vertebrae, pedicles: new Map(), flags: new Map() };
  const image = quieted(cropped(ct, box));
  const held = cropped(bodies, box);
  const rivals = arches.map((arch): Rival => ({
    arch,
    zone: zoneOf(arch),
    map: localMap(image.affine, arch),
  }));
  const { cost } = boneCost(image);
  for (let at = 0; at < cost.length; at++) if (held.data[at] !== 0) cost[at] = 0;
  const canal = new Uint8Array(cost.length);
  for (const rival of rivals) markCanal(image, rival, canal);
  for (let at = 0; at < cost.length; at++) if (canal[at] !== 0) cost[at] = 0;
  const labels = new Uint8Array(cost.length);
  rivals.forEach((rival, n) => {
    plant(image, rival, cost, labels, n + 1, rivals.length + 1);
  });
  const factor = factorFor(rivals, image.dims);
  flood({ cost: { ...image, data: cost }, labels, factor });
  const whole = filled({
    labels: { ...image, data: withBodies(labels, held.data, rivals) },
    free: (at) => canal[at] === 0 && image.data[at]! > LEAST_MARROW_HU,
    allows: (label, at) => factor(label, at) < FILL_FACTOR,
  });
  const values = Uint8Array.from([0, ...rivals.map(({ arch }) => arch.value), 0]);
  const added = pasteInto(vertebrae, whole, values, box);
  const pedicles = new Map<number, readonly PedicleCut[]>();
  const flags = new Map<number, readonly Flag[]>();
  for (const arch of arches) {
    if (arch.value === 0) continue;
    const cuts = pedicleCuts(vertebrae, arch);
    pedicles.set(arch.value, cuts);
    const doubts = doubtsAbout(arch, added[arch.value]! * voxelVolume(ct.affine), cuts);
    if (doubts.length > 0) flags.set(arch.value, doubts);
  }
  return { vertebrae, pedicles, flags };
}

function markCanal(grid: Volume, { arch, map }: Rival, canal: Uint8Array): void {
  const [u0, t0] = arch.canal;
  const half = 0.75 * arch.periodMm;
  eachIn(grid, arch, map, [CANAL_MM + Math.abs(u0), t0 - CANAL_MM, t0 + CANAL_MM, half], (at, u, t) => {
    if (Math.hypot(u - u0, t - t0) < CANAL_MM) canal[at] = 1;
  });
}

function plant(
  grid: Volume,
  { arch, zone, map }: Rival,
  cost: Uint8Array,
  labels: Uint8Array,
  own: number,
  beside: number,
): void {
  const { across, front, back } = SEED_REACH;
  eachIn(grid, arch, map, [across, front, back, arch.periodMm], (at, u, t, w) => {
    if (cost[at] === 0) return;
    if (zone.isCore(u, t, w)) labels[at] = own;
    else if (labels[at] === 0 && zone.isBeside(u, t, w)) labels[at] = beside;
  });
}

/** Every voxel of the box |u| <= across, front <= t <= back, |w| <= up, and some around it. */
function eachIn(
  grid: Volume,
  arch: Arch,
  m: LocalMap,
  [across, front, back, up]: readonly [number, number, number, number],
  visit: (at: number, u: number, t: number, w: number) => void,
): void {
  const box = boxOf(grid, arch, across, [front, back], up);
  if (box === null) return;
  const [nx, ny] = grid.dims;
  const { low, dims } = box;
  for (let k = low[2]; k < low[2] + dims[2]; k++) {
    for (let j = low[1]; j < low[1] + dims[1]; j++) {
      for (let i = low[0]; i < low[0] + dims[0]; i++) {
        const u = m[0] * i + m[1] * j + m[2] * k + m[3];
        const t = m[4] * i + m[5] * j + m[6] * k + m[7];
        const w = m[8] * i + m[9] * j + m[10] * k + m[11];
        if (Math.abs(w) <= up) visit(i + nx * (j + ny * k), u, t, w);
      }
    }
  }
}

/** Coordinates of a voxel in a rival's frame, and what a rival pays there. */
function factorFor(
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

/** Bodies under their rival's number, so that gaps between body and pedicle are filled too. */
function withBodies(labels: Uint8Array, bodies: Uint8Array, rivals: readonly Rival[]): Uint8Array {
  const rivalOf = new Uint8Array(256);
  rivals.forEach(({ arch }, n) => {
    if (arch.value !== 0) rivalOf[arch.value] = n + 1;
  });
  return labels.map((label, at) => (label === 0 ? rivalOf[bodies[at]!]! : label));
}

/** @returns voxels added, by label value */
function pasteInto(
  into: Volume<Uint8Array>,
  labels: Uint8Array,
  values: Uint8Array,
  { low, dims }: { readonly low: readonly number[]; readonly dims: readonly number[] },
): Float64Array {
  const added = new Float64Array(256);
  const [nx, ny] = into.dims;
  let at = 0;
  for (let k = 0; k < dims[2]!; k++) {
    for (let j = 0; j < dims[1]!; j++) {
      for (let i = 0; i < dims[0]!; i++, at++) {
        const value = values[labels[at]!]!;
        const to = i + low[0]! + nx * (j + low[1]! + ny * (k + low[2]!));
        if (value === 0 || into.data[to] !== 0) continue;
        into.data[to] = value;
        added[value]! += 1;
      }
    }
  }
  return added;
}

function doubtsAbout(arch: Arch, archMm3: number, cuts: readonly PedicleCut[]): readonly Flag[] {
  const flags: Flag[] = [];
  const bodyMm3 = Math.PI * arch.halfWidthMm * arch.wallMm * arch.heightMm;
  if (archMm3 < LEAST_ARCH * bodyMm3)
    flags.push({
      code: 'ARCH_INCOMPLETE',
      message: `${(archMm3 / 1000).toFixed(1)} cm3 of posterior elements behind ${(bodyMm3 / 1000).toFixed(1)} cm3 of body`,
    });
  if (cuts.length < 2)
    flags.push({
      code: 'PEDICLE_NOT_FOUND',
      message: `a narrowest section was found in ${cuts.length} of 2 pedicles`,
    });
  return flags;
}
