/** Outlines to voxels. */
import { invertAffine, indexToWorld, type Volume } from '../../shared/volume.ts';

import { toLocal, type Outline } from './outline.ts';
import { along } from '../../shared/vector.ts';

/** The outline reaches no farther than this from its frame's axis, relative to its own size. */
const REACH = 1.4;

/** Writes `value` where a voxel's centre lies within the outline and `labels` is still 0; returns the count. */
export function rasterise(outline: Outline, value: number, labels: Volume<Uint8Array>): number {
  const { frame, wall, upper, lower } = outline;
  const [nx, ny, nz] = labels.dims;
  const { low, high } = indexBox(outline, labels);
  const half = outline.heightMm / 2;
  let count = 0;
  for (let k = Math.max(0, low[2]!); k <= Math.min(nz - 1, high[2]!); k++) {
    for (let j = Math.max(0, low[1]!); j <= Math.min(ny - 1, high[1]!); j++) {
      for (let i = Math.max(0, low[0]!); i <= Math.min(nx - 1, high[0]!); i++) {
        const [u, v, w] = toLocal(frame, indexToWorld(labels.affine, i, j, k));
        const r = Math.hypot(u, v);
        if (r > outline.widthMm) continue;
        const height = Math.max(-1, Math.min(1, w / half));
        if (r > wall.radius(Math.atan2(v, u), height)) continue;
        if (w > upper.height(u, v) || w < lower.height(u, v)) continue;
        const at = i + nx * (j + ny * k);
        if (labels.data[at] !== 0) continue;
        labels.data[at] = value;
        count += 1;
      }
    }
  }
  return count;
}

function indexBox(
  { frame, widthMm, depthMm, heightMm }: Outline,
  { affine }: Volume,
): { low: number[]; high: number[] } {
  const inverse = invertAffine(affine);
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let corner = 0; corner < 8; corner++) {
    const side = (bit: number): number => ((corner >> bit) & 1 ? REACH / 2 : -REACH / 2);
    const p = along(
      along(along(frame.origin, side(0) * widthMm, frame.left), side(1) * depthMm, frame.posterior),
      side(2) * heightMm,
      frame.superior,
    );
    indexToWorld(inverse, p[0], p[1], p[2]).forEach((value, axis) => {
      low[axis] = Math.min(low[axis]!, Math.floor(value));
      high[axis] = Math.max(high[axis]!, Math.ceil(value));
    });
  }
  return { low, high };
}
