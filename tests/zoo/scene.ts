/** A trunk of a few voxels: air, fat, muscle and a vertebra, with noise; enough for what is asked at the door. */
import { writeNifti } from '../../spine/grid/nifti.ts';
import type { Affine, Volume, VoxelArray } from '../../spine/grid/volume.ts';

export const SIZE = [48, 48, 20] as const;
/** 2 x 2 x 2 mm, LPS. */
export const AFFINE: Affine = [2, 0, 0, -48, 0, 2, 0, -48, 0, 0, 2, -300];

/** HU, of -1024 and more. */
export function trunk(): Int16Array {
  let state = 9;
  const noise = (): number => {
    let sum = 0;
    for (let n = 0; n < 3; n++) {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      sum += (state / 2 ** 32 - 0.5) * 30;
    }
    return Math.round(sum);
  };
  const [nx, ny, nz] = SIZE;
  return Int16Array.from({ length: nx * ny * nz }, (_, at) => {
    const [x, y, k] = [(at % nx) - 23.5, (Math.floor(at / nx) % ny) - 23.5, Math.floor(at / (nx * ny))];
    const r = Math.hypot(x / 21, y / 17);
    const bone = Math.hypot(x, y - 6) < 8 && k % 10 > 1;
    const hu = r > 1 ? -1000 : bone ? (Math.hypot(x, y - 6) > 7 ? 1250 : 190) : r > 0.8 ? -105 : 50;
    return Math.max(-1024, hu + noise());
  });
}

/** The trunk as a NIfTI file, gzipped. */
export function niftiTrunk(change: (hu: Int16Array) => VoxelArray = (hu) => hu): Uint8Array {
  const volume: Volume = { dims: SIZE, affine: AFFINE, data: change(trunk()) };
  return writeNifti(volume);
}
