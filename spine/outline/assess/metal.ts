/**
 * Metal behind a body: screws, hooks and rods of a fixation. The rods carry a part of the load past the body and their
 * streaks cross its slices, wherever the metal ends before it touches the body.
 *
 *      ____________
 *     |            |  canal   | rods and heads |     skin
 *     |    body    |          |                |
 *     |____________|<-------- reach ---------->|     within the body's own height
 */
import type { Volume } from '../../grid/volume.ts';
import { indexToWorld, invertAffine, voxelVolume } from '../../grid/volume.ts';
import { METAL_BEHIND, METAL_HU } from '../../definitions/hounsfield.ts';
import { along, dot } from '../../math/vector.ts';

import type { FramedBody } from './body-frame.ts';

export interface MetalBehind {
  /** Behind the body, within its height, mm3. */
  readonly behindMm3: number;
  /** Behind, and up to `METAL_BEHIND.nextMm` above or below it, mm3. */
  readonly aroundMm3: number;
}

/** Voxels above `METAL_HU` behind a body. @param ct HU; what its field of view does not show is not there */
export function metalBehind({ frame, heightMm, depthMm }: FramedBody, ct: Volume<Int16Array>): MetalBehind {
  const { origin, left, posterior, superior } = frame;
  const [nx, ny] = ct.dims;
  const [half, wall] = [heightMm / 2, depthMm / 2];
  const reachUp = half + METAL_BEHIND.nextMm;
  const corners = [-METAL_BEHIND.besideMm, METAL_BEHIND.besideMm].flatMap((u) =>
    [wall, wall + METAL_BEHIND.reachMm].flatMap((v) =>
      [-reachUp, reachUp].map((w) => {
        const point = along(along(along(origin, u, left), v, posterior), w, superior);
        return indexToWorld(invertAffine(ct.affine), ...point);
      }),
    ),
  );
  const [is, js, ks] = ([0, 1, 2] as const).map((axis) => {
    const values = corners.map((corner) => corner[axis]);
    const low = values.reduce((least, value) => Math.min(least, value));
    const high = values.reduce((most, value) => Math.max(most, value));
    return [Math.max(0, Math.ceil(low)), Math.min(ct.dims[axis] - 1, Math.floor(high))] as const;
  }) as [readonly [number, number], readonly [number, number], readonly [number, number]];
  let [behind, around] = [0, 0];
  for (let k = ks[0]; k <= ks[1]; k++) {
    for (let j = js[0]; j <= js[1]; j++) {
      for (let i = is[0]; i <= is[1]; i++) {
        if (ct.data[i + nx * (j + ny * k)]! <= METAL_HU) continue;
        const from = along(indexToWorld(ct.affine, i, j, k), -1, origin);
        const [u, v, w] = [dot(from, left), dot(from, posterior), Math.abs(dot(from, superior))];
        if (Math.abs(u) > METAL_BEHIND.besideMm || v < wall || v > wall + METAL_BEHIND.reachMm) continue;
        if (w <= half) behind += 1;
        if (w <= reachUp) around += 1;
      }
    }
  }
  const voxel = voxelVolume(ct.affine);
  return { behindMm3: behind * voxel, aroundMm3: around * voxel };
}
