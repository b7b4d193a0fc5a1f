/** Cells with less noise, for telling tissues apart. */
import type { WorkSlices } from './work-slices.ts';

/** Means of 3 x 3 cells of a slice, the middle weighing most; the outermost cells stay as they are. HU. */
export function smoothCells({ grid: { dims, data } }: WorkSlices): Float32Array {
  const [nx, ny, nz] = dims;
  const out = data.slice();
  for (let k = 0; k < nz; k++)
    for (let j = 1; j < ny - 1; j++)
      for (let i = 1, at = nx * (j + ny * k) + 1; i < nx - 1; i++, at++) {
        const beside = data[at - 1]! + data[at + 1]! + data[at - nx]! + data[at + nx]!;
        const across = data[at - nx - 1]! + data[at - nx + 1]! + data[at + nx - 1]! + data[at + nx + 1]!;
        out[at] = (4 * data[at]! + 2 * beside + across) / 16;
      }
  return out;
}

export function inRange(hu: Float32Array, [low, high]: readonly [number, number]): Uint8Array {
  const out = new Uint8Array(hu.length);
  for (let at = 0; at < hu.length; at++) if (hu[at]! > low && hu[at]! < high) out[at] = 1;
  return out;
}
