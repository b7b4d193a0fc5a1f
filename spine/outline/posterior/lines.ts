/** The 13 lines through a voxel and its neighbours. */
import { spacingOf, type Affine, type Volume } from '../../grid/volume.ts';

export interface Line {
  /** From a voxel to the next one on the line, in the flat array. */
  readonly stride: number;
  readonly steps: number;
  /** Voxels that it covers to each side along the axes. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** @param reachMm length to each side; one voxel at least */
export function linesThrough([nx, ny]: Volume['dims'], affine: Affine, reachMm: number): readonly Line[] {
  const [sx, sy, sz] = spacingOf(affine);
  const lines: Line[] = [];
  for (let n = 14; n < 27; n++) {
    const [di, dj, dk] = [(n % 3) - 1, (Math.floor(n / 3) % 3) - 1, Math.floor(n / 9) - 1];
    const length = Math.hypot(di * sx, dj * sy, dk * sz);
    const steps = Math.max(1, Math.round(reachMm / length));
    const [x, y, z] = [Math.abs(di) * steps, Math.abs(dj) * steps, Math.abs(dk) * steps];
    lines.push({ stride: di + nx * (dj + ny * dk), steps, x, y, z });
  }
  return lines;
}
