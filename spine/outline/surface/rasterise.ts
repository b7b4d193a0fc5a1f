/** A surface to voxels. */
import { indexToWorld, invertAffine, type Volume } from '../../grid/volume.ts';

import type { BodySurface } from '../../find/index.ts';
import { sphereOf } from './sphere.ts';

/**
 * Where between the cortex's outer surface (0) and the visible edge (1) a mask ends. Readers, networks and so every
 * reference mask end at the visible edge.
 */
export const OUTER_EDGE = 0;
export const VISIBLE_EDGE = 1;

/**
 * Writes `value` where a voxel's centre lies within the surface and the map is still 0; returns the count.
 *
 * @param edge from `OUTER_EDGE` to `VISIBLE_EDGE`
 */
export function rasteriseBody(
  surface: BodySurface,
  value: number,
  into: Volume<Uint8Array>,
  edge = VISIBLE_EDGE,
): number {
  const inside = insideTest(surface, edge);
  const { low, high } = indexBox(surface, into, edge);
  const [nx, ny] = into.dims;
  let count = 0;
  for (let k = low[2]!; k <= high[2]!; k++) {
    for (let j = low[1]!; j <= high[1]!; j++) {
      for (let i = low[0]!; i <= high[0]!; i++) {
        const at = i + nx * (j + ny * k);
        if (into.data[at] !== 0 || !inside(...indexToWorld(into.affine, i, j, k))) continue;
        into.data[at] = value;
        count += 1;
      }
    }
  }
  return count;
}

/** Whether a point (patient LPS, mm) lies within the polyhedron whose corners are the columns' ends. */
export function insideTest(surface: BodySurface, edge: number): (x: number, y: number, z: number) => boolean {
  const { frame, stretchMm } = surface;
  const radii = radiiAt(surface, edge);
  const { origin, left, posterior, superior } = frame;
  const sphere = sphereOf(halvingsOf(radii.length));
  const relative = relativeRadii(sphere.directions, stretchMm, radii);
  const { least, most } = range(relative);
  const weights = new Float64Array(3);
  return (x, y, z) => {
    const [dx, dy, dz] = [x - origin[0], y - origin[1], z - origin[2]];
    const u = (dx * left[0] + dy * left[1] + dz * left[2]) / stretchMm[0];
    const v = (dx * posterior[0] + dy * posterior[1] + dz * posterior[2]) / stretchMm[1];
    const w = (dx * superior[0] + dy * superior[1] + dz * superior[2]) / stretchMm[2];
    const length = Math.hypot(u, v, w);
    if (length > most) return false;
    // Chords of neighbouring columns cut no deeper than this share of the radius.
    if (length < CHORD * least) return true;
    const t = sphere.locate(u, v, w, weights);
    let sum = 0;
    for (let n = 0; n < 3; n++) sum += weights[n]! / relative[sphere.triangles[3 * t + n]!]!;
    return sum <= 1;
  };
}

const CHORD = 0.9;

/** Radii in units of the stretched icosphere's own. */
function relativeRadii(
  directions: Float64Array,
  stretch: BodySurface['stretchMm'],
  radii: Float64Array,
): Float64Array {
  return radii.map(
    (radius, i) =>
      radius /
      Math.hypot(
        stretch[0] * directions[3 * i]!,
        stretch[1] * directions[3 * i + 1]!,
        stretch[2] * directions[3 * i + 2]!,
      ),
  );
}

/** Of an icosphere of that many directions: 10 * 4^n + 2. */
function halvingsOf(count: number): number {
  return Math.round(Math.log((count - 2) / 10) / Math.log(4));
}

function range(values: Float64Array): { least: number; most: number } {
  let [least, most] = [Infinity, 0];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

/** Where the columns end at an edge in between, mm. */
export function radiiAt({ radii, visibleRadii }: BodySurface, edge: number): Float64Array {
  return radii.map((mm, i) => mm + edge * (visibleRadii[i]! - mm));
}

function indexBox(
  surface: BodySurface,
  { affine, dims }: Volume,
  edge: number,
): { low: number[]; high: number[] } {
  const { frame, directions } = surface;
  const radii = radiiAt(surface, edge);
  const { origin, left, posterior, superior } = frame;
  const inverse = invertAffine(affine);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let i = 0; i < radii.length; i++) {
    const [u, v, w] = [0, 1, 2].map((axis) => radii[i]! * directions[3 * i + axis]!) as [
      number,
      number,
      number,
    ];
    const index = indexToWorld(
      inverse,
      origin[0] + u * left[0] + v * posterior[0] + w * superior[0],
      origin[1] + u * left[1] + v * posterior[1] + w * superior[1],
      origin[2] + u * left[2] + v * posterior[2] + w * superior[2],
    );
    index.forEach((value, axis) => {
      low[axis] = Math.min(low[axis]!, value);
      high[axis] = Math.max(high[axis]!, value);
    });
  }
  return {
    low: low.map((value) => Math.max(0, Math.floor(value))),
    high: high.map((value, axis) => Math.min(dims[axis]! - 1, Math.ceil(value))),
  };
}
