/** Whether imported labels lie on bone at all: a mirrored or shifted map is worse than none. */
import { StudyRefused } from '../../../contracts/refusals.ts';
import type { Volume } from '../../grid/volume.ts';
import { LEAST_BODY_HU } from '../../definitions/hounsfield.ts';

import { displacedMap } from './displaced.ts';

/** A mirror image of the map must beat it by this to be believed: noise and left-right symmetry give less, HU. */
const LEAST_GAIN_HU = 25;
/** Contrast is read between the mask's outermost voxels and what lies this many voxels outside. */
const OUTSIDE_VOXELS = 2;

const MIRRORS = [
  { name: 'left-right', axes: [true, false, false] },
  { name: 'front-back', axes: [false, true, false] },
  { name: 'head-foot', axes: [false, false, true] },
  { name: 'left-right and front-back', axes: [true, true, false] },
] as const;

/** @throws StudyRefused LABELS_OFF_IMAGE @param bodies non-zero in vertebral bodies, on the grid of `ct` */
export function requireOnBone(ct: Volume<Int16Array>, bodies: Volume<Uint8Array>): void {
  const border = borderOf(bodies);
  const own = contrast(ct, border, [false, false, false]);
  const mean = meanHu(ct, bodies);
  const better = MIRRORS.find(({ axes }) => contrast(ct, border, axes) > own + LEAST_GAIN_HU);
  const saw =
    better !== undefined
      ? `labels that fit the image better when mirrored ${better.name}`
      : mean < LEAST_BODY_HU
        ? `mean of ${mean.toFixed(0)} HU in the labelled vertebral bodies`
        : displacedMap(ct, bodies);
  if (saw === null) return;
  throw new StudyRefused({
    code: 'LABELS_OFF_IMAGE',
    saw,
    wanted: `labels on bone (at least ${LEAST_BODY_HU} HU), in the place and orientation of the image`,
  });
}

/** Index and outward axis step of voxels at the mask's faces along i and j: i, j, k, di, dj for each. */
function borderOf({ dims, data }: Volume<Uint8Array>): Int32Array {
  const [nx, ny, nz] = dims;
  const found: number[] = [];
  for (let k = 0; k < nz; k++) {
    for (let j = OUTSIDE_VOXELS; j < ny - OUTSIDE_VOXELS; j++) {
      const row = nx * (j + ny * k);
      for (let i = OUTSIDE_VOXELS; i < nx - OUTSIDE_VOXELS; i++) {
        if (data[row + i] === 0) continue;
        if (data[row + i + 1] === 0) found.push(i, j, k, 1, 0);
        if (data[row + i - 1] === 0) found.push(i, j, k, -1, 0);
        if (data[row + i + nx] === 0) found.push(i, j, k, 0, 1);
        if (data[row + i - nx] === 0) found.push(i, j, k, 0, -1);
      }
    }
  }
  return Int32Array.from(found);
}

/** Mean HU of the border minus mean HU outside it, the border mirrored about the middle of the grid. */
function contrast(
  { dims, data }: Volume<Int16Array>,
  border: Int32Array,
  mirror: readonly [boolean, boolean, boolean],
): number {
  const [nx, ny, nz] = dims;
  let sum = 0;
  for (let at = 0; at < border.length; at += 5) {
    const i = mirror[0] ? nx - 1 - border[at]! : border[at]!;
    const j = mirror[1] ? ny - 1 - border[at + 1]! : border[at + 1]!;
    const k = mirror[2] ? nz - 1 - border[at + 2]! : border[at + 2]!;
    const outI = i + (mirror[0] ? -1 : 1) * OUTSIDE_VOXELS * border[at + 3]!;
    const outJ = j + (mirror[1] ? -1 : 1) * OUTSIDE_VOXELS * border[at + 4]!;
    sum += data[i + nx * (j + ny * k)]! - data[outI + nx * (outJ + ny * k)]!;
  }
  return border.length === 0 ? 0 : (5 * sum) / border.length;
}

function meanHu(ct: Volume<Int16Array>, { data }: Volume<Uint8Array>): number {
  let [n, sum] = [0, 0];
  for (let at = 0; at < data.length; at++) {
    if (data[at] === 0) continue;
    n += 1;
    sum += ct.data[at]!;
  }
  return n === 0 ? 0 : sum / n;
}
