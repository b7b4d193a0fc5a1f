/** Voxels that hold no number: outside a resampled image they are padding, inside it they are holes. */
import type { Volume } from '../grid/volume.ts';

export interface WithoutValue {
  readonly count: number;
  /** Along each axis they lie before the first or after the last voxel with a value, as around a convex image. */
  readonly atBorder: boolean;
}

/** Null where every voxel holds a number. */
export function withoutValue({ dims, data }: Volume): WithoutValue | null {
  let count = 0;
  for (let at = 0; at < data.length; at++) if (!Number.isFinite(data[at])) count += 1;
  if (count === 0) return null;
  const [nx, ny, nz] = dims;
  const axes = [
    { length: nx, step: 1, across: [[ny, nx], [nz, nx * ny]] },
    { length: ny, step: nx, across: [[nx, 1], [nz, nx * ny]] },
    { length: nz, step: nx * ny, across: [[nx, 1], [ny, nx]] },
  ] as const; // prettier-ignore
  const atBorder = axes.every(({ length, step, across: [[n, p], [m, q]] }) => {
    for (let b = 0; b < m; b++) {
      for (let a = 0; a < n; a++) if (hasHole(data, a * p + b * q, step, length)) return false;
    }
    return true;
  });
  return { count, atBorder };
}

function hasHole(data: Volume['data'], from: number, step: number, length: number): boolean {
  let [seen, ended] = [false, false];
  for (let n = 0, at = from; n < length; n++, at += step) {
    const valid = Number.isFinite(data[at]);
    if (valid && ended) return true;
    if (valid) seen = true;
    else if (seen) ended = true;
  }
  return false;
}
