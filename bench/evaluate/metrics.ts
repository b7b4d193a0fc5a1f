/**
 * How well two masks agree: overlap, and distances between their surfaces.
 *
 *    . . .|# # #      a surface is made of the faces between a voxel inside and one outside; each counts by its
 *    . .|# # # #      area, so that thick slices weigh walls and endplates alike. A distance runs from the middle
 *    . .|# # # #      of a face to the nearest middle of a face of the other surface.
 *
 * Where it is wrong: masks on the same grid only; a surface that runs askew is a staircase, whose faces are as far apart
 * as half a voxel even where two different staircases stand for the same plane.
 */
import { distanceTo } from '../../spine/grid/distance.ts';
import { affineFrom, spacingOf, type Affine, type Volume } from '../../spine/grid/volume.ts';

export interface SurfaceDistances {
  /** Mean of the two directed means, mm. */
  readonly meanMm: number;
  /** The larger of the two directed 95th percentiles, mm. */
  readonly hd95Mm: number;
}

/** A surface on the grid of half voxels: 1 where a face lies. */
type Faces = Volume<Uint8Array>;

const PERCENTILE = 0.95;

/** Dice LR, Ecology 26:297, 1945: 2 |A and B| / (|A| + |B|); 1 for two empty masks. */
export function dice(both: number, inA: number, inB: number): number {
  return inA + inB === 0 ? 1 : (2 * both) / (inA + inB);
}

/**
 * @param a 0 and 1, with an empty voxel all around @param b on the same grid
 * @returns null where one of them is empty
 */
export function surfaceDistances(a: Volume<Uint8Array>, b: Volume<Uint8Array>): SurfaceDistances | null {
  const [facesA, facesB] = [facesOf(a), facesOf(b)];
  if (!facesA.data.includes(1) || !facesB.data.includes(1)) return null;
  const forth = directed(facesA, facesB);
  const back = directed(facesB, facesA);
  return { meanMm: (forth.mean + back.mean) / 2, hd95Mm: Math.max(forth.percentile, back.percentile) };
}

/** Voxel (i, j, k) becomes (2i, 2j, 2k); the face to its neighbour along i is (2i + 1, 2j, 2k). */
function facesOf({ dims: [nx, ny, nz], affine, data }: Volume<Uint8Array>): Faces {
  const dims = [2 * nx - 1, 2 * ny - 1, 2 * nz - 1] as const;
  const faces = new Uint8Array(dims[0] * dims[1] * dims[2]);
  for (let k = 0, at = 0; k < nz; k++) {
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++, at++) {
        const here = data[at] !== 0;
        const to = 2 * i + dims[0] * (2 * j + dims[1] * 2 * k);
        if (i + 1 < nx && (data[at + 1] !== 0) !== here) faces[to + 1] = 1;
        if (j + 1 < ny && (data[at + nx] !== 0) !== here) faces[to + dims[0]] = 1;
        if (k + 1 < nz && (data[at + nx * ny] !== 0) !== here) faces[to + dims[0] * dims[1]] = 1;
      }
    }
  }
  return { dims, affine: halved(affine), data: faces };
}

function directed(from: Faces, to: Faces): { readonly mean: number; readonly percentile: number } {
  const away = distanceTo(to, 1);
  const [nx, ny] = from.dims;
  const [dx, dy, dz] = spacingOf(from.affine);
  const distances: number[] = [];
  const areas: number[] = [];
  for (let at = 0; at < away.length; at++) {
    if (from.data[at] === 0) continue;
    distances.push(away[at]!);
    areas.push((at % nx) & 1 ? dy * dz : (Math.floor(at / nx) % ny) & 1 ? dx * dz : dx * dy);
  }
  let [area, moment] = [0, 0];
  for (let n = 0; n < areas.length; n++) {
    area += areas[n]!;
    moment += areas[n]! * distances[n]!;
  }
  const order = Uint32Array.from(distances, (_, n) => n).sort((p, q) => distances[p]! - distances[q]!);
  let passed = 0;
  const reached = order.find((n) => (passed += areas[n]!) >= PERCENTILE * area);
  return { mean: moment / area, percentile: distances[reached ?? order.at(-1)!]! };
}

function halved(affine: Affine): Affine {
  return affineFrom(affine.map((value, at) => (at % 4 === 3 ? value : value / 2)));
}
