/**
 * Bodies made whole: arches and processes given to the vertebra that they belong to, and the cut through each pedicle.
 *
 * 1. Bone behind the posterior walls, bodies and canal left out, and how hard each voxel is to pass: joints are dark.
 * 2. Seeds where a vertebra's own bone is sure to lie; rivals for what has no body: neighbours, sacrum, ribs.
 * 3. Bone goes to the vertebra with the cheapest way to it, within a zone around its body; gaps are filled.
 */
import type { Flag, Vec3 } from '../../../contracts/primitives.ts';
import type { Frame, PedicleCut } from '../../../contracts/segmentation.ts';
import { voxelVolume, type Volume } from '../../grid/volume.ts';

import { archesOf, type Arch } from './arches.ts';
import { boneCost } from './bone.ts';
import { corridorOf, cropped } from './corridor.ts';
import { filled } from './fill.ts';
import { flood } from './flood.ts';
import { pedicleCuts } from './pedicles.ts';
import { denoised } from './denoise.ts';
import { trim } from './trim.ts';
import { factorFor, markCanal, markReach, plant, rivalOf, type Rival } from './rivals.ts';

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

/** What is darker is fat or air, and no marrow behind bone, HU. */
const LEAST_MARROW_HU = -60;
/** Gaps are filled where a vertebra pays less than this: within its zone, and barely beyond. */
const FILL_FACTOR = 1.4;
/** Posterior elements have this part of their body's volume and more (0.3 in whole vertebrae). */
const LEAST_ARCH = 0.15;

export function wholeVertebrae(input: PosteriorInput): WholeVertebrae {
  const { ct, bodies, frames } = input;
  const vertebrae = { ...bodies, data: Uint8Array.from(bodies.data) };
  const arches = archesOf(bodies, frames, input.canal);
  const box = corridorOf(ct, arches);
  const unsought = new Map([...frames.keys()].map((value) => [value, [NOT_SOUGHT]]));
  if (box === null) return { vertebrae, pedicles: new Map(), flags: unsought };
  const image = denoised(cropped(ct, box));
  const held = cropped(bodies, box);
  const rivals = arches.map((arch) => rivalOf(image, arch));
  const sought = new Uint8Array(image.data.length);
  const canal = new Uint8Array(image.data.length);
  for (const rival of rivals) markReach(image, rival, sought);
  for (const rival of rivals) markCanal(image, rival, canal);
  const { data: taken } = held;
  for (let at = 0; at < sought.length; at++) if (taken[at] !== 0 || canal[at] !== 0) sought[at] = 0;
  const cost = boneCost(image, sought);
  const labels = new Uint8Array(cost.length);
  rivals.forEach((rival, n) => {
    plant(image, rival, cost, labels, n + 1, rivals.length + 1);
  });
  const factor = factorFor(rivals, image.dims);
  flood({ cost: { ...image, data: cost }, labels, factor });
  trim(image, labels);
  const whole = filled({
    labels: { ...image, data: withBodies(labels, held.data, rivals) },
    free: (at) => canal[at] === 0 && image.data[at]! > LEAST_MARROW_HU,
    allows: (label, at) => factor(label, at) < FILL_FACTOR,
  });
  const values = Uint8Array.from([0, ...rivals.map(({ arch }) => arch.value), 0]);
  const added = pasteInto(vertebrae, whole, values, box);
  const pedicles = new Map<number, readonly PedicleCut[]>();
  const flags = new Map<number, readonly Flag[]>(unsought);
  for (const arch of arches) {
    if (arch.value === 0) continue;
    const cuts = pedicleCuts(vertebrae, arch);
    pedicles.set(arch.value, cuts);
    const doubts = doubtsAbout(arch, added[arch.value]! * voxelVolume(ct.affine), cuts);
    if (doubts.length > 0) flags.set(arch.value, doubts);
    else flags.delete(arch.value);
  }
  return { vertebrae, pedicles, flags };
}

const NOT_SOUGHT: Flag = { code: 'ARCH_NOT_SOUGHT', message: 'vertebral body missing or incomplete' };

/** Bodies under their rival's number, so that gaps between body and pedicle are filled too. */
function withBodies(labels: Uint8Array, bodies: Uint8Array, rivals: readonly Rival[]): Uint8Array {
  const numberOf = new Uint8Array(256);
  rivals.forEach(({ arch }, n) => {
    if (arch.value !== 0) numberOf[arch.value] = n + 1;
  });
  const all = labels.slice();
  for (let at = 0; at < all.length; at++) {
    const body = bodies[at]!;
    if (body !== 0 && all[at] === 0) all[at] = numberOf[body]!;
  }
  return all;
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
      message: `${(archMm3 / 1000).toFixed(1)} cm3 of posterior elements for ${(bodyMm3 / 1000).toFixed(1)} cm3 of vertebral body`,
    });
  if (cuts.length < 2)
    flags.push({
      code: 'PEDICLE_NOT_FOUND',
      message: `narrowest section identified in ${cuts.length} of 2 pedicles`,
    });
  return flags;
}
