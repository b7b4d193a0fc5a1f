/**
 * Label maps made worse on purpose, for a refit to repair: a reference is the better map that they are held against.
 */
import type { LabelFiles } from '../../spine/outline/provider.ts';
import { writeNifti } from '../../spine/grid/nifti.ts';
import { spacingOf, type Volume } from '../../spine/grid/volume.ts';

/** As networks that run at 3 mm leave it, mm. */
const COARSE_MM = 3;
/** A map is off by a voxel where voxels are no longer than this; by 2.5 mm at each endplate it is no map any more, mm. */
const THICK_MM = 2;

export const DEGRADED = {
  /** Blocks of about 3 mm, each with the label of its middle. */
  coarse: blocks,
  /** One voxel less all around; along thick voxels none. */
  eroded: (bodies: Volume<Uint8Array>) =>
    eachVoxel(bodies, (own, near) => (near.every((v) => v === own) ? own : 0)),
  /** One voxel more all around, where no other level is; along thick voxels none. */
  dilated: (bodies: Volume<Uint8Array>) =>
    eachVoxel(bodies, (own, near) => (own !== 0 ? own : (near.find((v) => v !== 0) ?? 0))),
} as const satisfies Readonly<Record<string, (bodies: Volume<Uint8Array>) => Volume<Uint8Array>>>;
export type Degradation = keyof typeof DEGRADED;

/** A map of bodies as a file that the import provider reads. */
export function asLabelFile(bodies: Volume<Uint8Array>): LabelFiles {
  return { files: [{ name: 'bodies.nii.gz', bytes: writeNifti(bodies) }], convention: 'verse' };
}

function blocks(bodies: Volume<Uint8Array>): Volume<Uint8Array> {
  const [nx, ny, nz] = bodies.dims;
  const [bx, by, bz] = spacingOf(bodies.affine).map((mm) => Math.max(1, Math.round(COARSE_MM / mm))) as [
    number,
    number,
    number,
  ];
  const middle = (n: number, block: number, last: number): number =>
    Math.min(last, block * Math.floor(n / block) + Math.floor(block / 2));
  const data = new Uint8Array(bodies.data.length);
  for (let k = 0, at = 0; k < nz; k++) {
    const plane = ny * middle(k, bz, nz - 1);
    for (let j = 0; j < ny; j++) {
      const row = nx * (middle(j, by, ny - 1) + plane);
      for (let i = 0; i < nx; i++, at++) data[at] = bodies.data[row + middle(i, bx, nx - 1)]!;
    }
  }
  return { ...bodies, data };
}

/** @param rule new value from a voxel's own and those of its neighbours at the faces (0 beyond the grid) */
function eachVoxel(
  bodies: Volume<Uint8Array>,
  rule: (own: number, near: readonly number[]) => number,
): Volume<Uint8Array> {
  const [nx, ny, nz] = bodies.dims;
  const { data } = bodies;
  const out = new Uint8Array(data.length);
  const at = (i: number, j: number, k: number): number =>
    i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz ? 0 : data[i + nx * (j + ny * k)]!;
  const [dx, dy, dz] = spacingOf(bodies.affine).map((mm) => (mm > THICK_MM ? 0 : 1)) as [
    number,
    number,
    number,
  ];
  const steps = [
    [dx, 0, 0],
    [0, dy, 0],
    [0, 0, dz],
  ] as const;
  for (let k = 0, to = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, to++) {
        const near = steps.flatMap(([x, y, z]) => [at(i - x, j - y, k - z), at(i + x, j + y, k + z)]);
        if (data[to] !== 0 || near.some((value) => value !== 0)) out[to] = rule(data[to]!, near);
      }
    }
  }
  return { ...bodies, data: out };
}
