/** Whether a mask meets padding of any shape: what a rotated, sheared or round image leaves empty of its grid. */
import { EDGE_CONTACT_MM } from '../definitions/slices.ts';
import { PADDING } from '../definitions/hounsfield.ts';

import { SIDES, type Side } from './edge-contact.ts';
import type { Extent } from './extents.ts';
import { spacingOf, voxelVolume, type Volume } from './volume.ts';

/** Between data and padding an interpolation leaves a voxel of neither. */
const VOXELS_BETWEEN = 1;

/**
 * Sides of a mask on which padding begins within EDGE_CONTACT_MM of it. Padding has one value, and none of the noise of a scan:
 * -1000 HU and less, or 0. A gas bubble may be as flat, and is smaller; where air is that flat outside a patient, skin and fat lie
 * between it and any vertebra.
 *
 * @param labels on the grid of `ct`, axes closest to patient left, posterior, superior
 */
export function sidesAtPadding(
  labels: Volume,
  { value, low, high, centroid }: Extent,
  ct: Volume<Int16Array>,
): readonly Side[] {
  const reach = spacingOf(ct.affine).map((mm) => Math.ceil(EDGE_CONTACT_MM / mm) + VOXELS_BETWEEN);
  const [from, to] = [
    low.map((n, axis) => Math.max(0, n - reach[axis]!)),
    high.map((n, axis) => Math.min(ct.dims[axis]! - 1, n + reach[axis]!)),
  ];
  const [nx, ny] = ct.dims;
  const found = new Set<Side>();
  for (let k = from[2]!; k <= to[2]!; k++) {
    for (let j = from[1]!; j <= to[1]!; j++) {
      for (let i = from[0]!; i <= to[0]!; i++) {
        const at = i + nx * (j + ny * k);
        if (!mayBePadding(ct.data[at]!)) continue;
        if (!isNear(labels, value, [i, j, k], reach)) continue;
        const side = sideOf(ct, centroid, [i, j, k]);
        if (!found.has(side) && isPadding(ct, [i, j, k])) found.add(side);
      }
    }
  }
  return [...found];
}

type Index = readonly [number, number, number];

function mayBePadding(hu: number): boolean {
  return hu <= PADDING.upToHu || hu === PADDING.plainHu;
}

/** In an ellipsoid around the voxel. */
function isNear(labels: Volume, value: number, [i, j, k]: Index, [rx, ry, rz]: readonly number[]): boolean {
  const [nx, ny, nz] = labels.dims;
  for (let z = Math.max(0, k - rz!); z <= Math.min(nz - 1, k + rz!); z++) {
    for (let y = Math.max(0, j - ry!); y <= Math.min(ny - 1, j + ry!); y++) {
      for (let x = Math.max(0, i - rx!); x <= Math.min(nx - 1, i + rx!); x++) {
        if (labels.data[x + nx * (y + ny * z)] !== value) continue;
        if (((x - i) / rx!) ** 2 + ((y - j) / ry!) ** 2 + ((z - k) / rz!) ** 2 <= 1) return true;
      }
    }
  }
  return false;
}

/** The voxel lies on a flat region of its value that is larger than any bubble of gas. */
function isPadding(ct: Volume<Int16Array>, [i, j, k]: Index): boolean {
  const [nx, ny, nz] = ct.dims;
  const at = i + nx * (j + ny * k);
  const enough = PADDING.leastMm3 / voxelVolume(ct.affine);
  const start = neighbours(ct, at).find((near) => isFlat(ct, near));
  if (start === undefined) return false;
  const steps = [1, -1, nx, -nx, nx * ny, -nx * ny];
  const seen = new Set([start]);
  const open = [start];
  while (open.length > 0 && seen.size < enough) {
    const here = open.pop()!;
    const x = here % nx;
    const y = Math.floor(here / nx) % ny;
    const z = Math.floor(here / (nx * ny));
    const inside = [x + 1 < nx, x > 0, y + 1 < ny, y > 0, z + 1 < nz, z > 0];
    steps.forEach((step, n) => {
      const next = here + step;
      if (!inside[n] || seen.has(next) || !isFlat(ct, next)) return;
      seen.add(next);
      open.push(next);
    });
  }
  return seen.size >= enough;
}

/** All around it, as far as the grid reaches, is the very same value. */
function isFlat(ct: Volume<Int16Array>, at: number): boolean {
  const value = ct.data[at]!;
  return mayBePadding(value) && neighbours(ct, at).every((near) => ct.data[near] === value);
}

/** Indices of the voxel and of the up to 26 around it. */
function neighbours({ dims: [nx, ny, nz] }: Pick<Volume, 'dims'>, at: number): readonly number[] {
  const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
  const found: number[] = [];
  for (let z = Math.max(0, k - 1); z <= Math.min(nz - 1, k + 1); z++)
    for (let y = Math.max(0, j - 1); y <= Math.min(ny - 1, j + 1); y++)
      for (let x = Math.max(0, i - 1); x <= Math.min(nx - 1, i + 1); x++) found.push(x + nx * (y + ny * z));
  return found;
}

/** In which direction from the mask's centre. */
function sideOf({ affine: a }: Pick<Volume, 'affine'>, centre: readonly number[], [i, j, k]: Index): Side {
  const away = [0, 4, 8].map(
    (row, n) => a[row]! * i + a[row + 1]! * j + a[row + 2]! * k + a[row + 3]! - centre[n]!,
  );
  const axis = [0, 1, 2].reduce((most, n) => (Math.abs(away[n]!) > Math.abs(away[most]!) ? n : most), 0);
  return SIDES[axis]![away[axis]! < 0 ? 0 : 1];
}
