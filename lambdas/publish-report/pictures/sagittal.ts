/** The spine from the side: a mid-sagittal cut that follows the vertebral bodies from left to right. */
import { PNG } from 'pngjs';

import type { Vec3 } from '../../shared/contracts/primitives.ts';
import type { Segmentation, SegmentedLevel } from '../../shared/contracts/segmentation.ts';
import { indexToWorld, type Volume } from '../../shared/volume.ts';

import { windowGrey } from './colour-map.ts';
import { contourSegments, joinedLines } from './contours.ts';
import { labelShare, sampled, type PicturePlane } from './plane-image.ts';

export interface SagittalPicture {
  readonly png: Uint8Array;
  readonly plane: PicturePlane;
  /** Per level its lines, each x1, y1, x2, y2, ... in pixels. */
  readonly outlines: ReadonlyMap<SegmentedLevel['level'], readonly (readonly number[])[]>;
}

const PIXEL_MM = 0.6;
/** What is shown around the centres of the bodies, mm. */
const AROUND = { anterior: 52, posterior: 68, ends: 30 } as const;
const AIR_HU = -1024;

/** @returns null where no body has a frame to look along. */
export function sagittalPicture(
  ct: Volume<Int16Array>,
  bodies: Volume<Uint8Array>,
  levels: Segmentation['levels'],
): SagittalPicture | null {
  const framed = levels.filter(({ frame }) => frame !== null);
  if (framed.length === 0) return null;
  const plane = curvedPlane(
    framed.map(({ frame }) => frame!.origin),
    ct,
  );
  const values = sampled(ct, plane, AIR_HU);
  const png = new PNG({ width: plane.width, height: plane.height, colorType: 0 });
  values.forEach((hu, n) => png.data.fill(windowGrey(hu), 4 * n, 4 * n + 3).fill(255, 4 * n + 3, 4 * n + 4));
  const outlines = new Map(
    levels.map(({ level, labelValue }) => [
      level,
      joinedLines(contourSegments(labelShare(bodies, labelValue, plane), plane.width, plane.height, 0.5)),
    ]),
  );
  return { png: PNG.sync.write(png, { colorType: 0 }), plane, outlines };
}

/** Columns run from front to back, rows from head to foot; x follows the bodies. */
function curvedPlane(centres: readonly Vec3[], ct: Volume): PicturePlane {
  const sorted = centres.toSorted((a, b) => b[2] - a[2]);
  const [low, high] = boundsOf(ct);
  const top = Math.min(sorted[0]![2] + AROUND.ends, high[2]);
  const bottom = Math.max(sorted.at(-1)![2] - AROUND.ends, low[2]);
  const foremost = sorted.reduce((least, [, y]) => Math.min(least, y), Infinity);
  const rearmost = sorted.reduce((most, [, y]) => Math.max(most, y), -Infinity);
  const front = Math.max(foremost - AROUND.anterior, low[1]);
  const back = Math.min(rearmost + AROUND.posterior, high[1]);
  return {
    width: Math.round((back - front) / PIXEL_MM),
    height: Math.round((top - bottom) / PIXEL_MM),
    pixelMm: PIXEL_MM,
    at: (column, row) => {
      const z = top - row * PIXEL_MM;
      return [leftAt(sorted, z), front + column * PIXEL_MM, z];
    },
    project: ([, y, z]) => [(y - front) / PIXEL_MM, (top - z) / PIXEL_MM],
  };
}

/** The corners of the box along the patient's axes that holds every voxel centre, mm. */
function boundsOf({ dims: [nx, ny, nz], affine }: Volume): readonly [low: Vec3, high: Vec3] {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((n) =>
    indexToWorld(affine, n & 1 ? nx - 1 : 0, n & 2 ? ny - 1 : 0, n & 4 ? nz - 1 : 0),
  );
  const along = (pick: (a: number, b: number) => number): Vec3 =>
    corners.reduce(([x, y, z], corner) => [pick(x, corner[0]), pick(y, corner[1]), pick(z, corner[2])]);
  return [along(Math.min), along(Math.max)];
}

/** Patient left of the column of bodies at a height: straight between centres, level beyond the ends. */
function leftAt(sorted: readonly Vec3[], z: number): number {
  if (z >= sorted[0]![2]) return sorted[0]![0];
  const below = sorted.findIndex((centre) => centre[2] <= z);
  if (below < 0) return sorted.at(-1)![0];
  const [p, q] = [sorted[below - 1]!, sorted[below]!];
  return p[0] + ((q[0] - p[0]) * (p[2] - z)) / (p[2] - q[2] || 1);
}
