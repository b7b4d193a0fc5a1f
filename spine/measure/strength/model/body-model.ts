/** The body between its caps: what all solves of a level share, before a calibration makes densities of its HU. */
import type { RefusalCode } from '../../../../contracts/codes/codes.ts';
import type { DensityLine } from '../../../../contracts/calibration/calibration.ts';
import { densityAt } from '../../../calibrate/index.ts';
import { LevelRefused } from '../../../../contracts/refusals.ts';
import { affineFrom, indexToWorld, type Affine } from '../../../grid/volume.ts';
import { largestComponent } from '../../../../solver/voxel/index.ts';

import type { BodyGrid } from './body-grid.ts';
import { spreadWithin } from './density-spread.ts';
import { withEndplateCaps } from './endplate-caps.ts';
import type { VertebraGrid } from './vertebra-model.ts';

export interface BodyModel extends Omit<VertebraGrid, 'densityMgCc'> {
  readonly affine: Affine;
  /** Mean over the voxel, spread within the body; 0 outside of it. */
  readonly hu: Float64Array;
  /** How far, standard deviation, mm. */
  readonly spreadMm: number;
  /** Lowest and highest slice between the plates. */
  readonly boneSlices: readonly [number, number];
}

/** Less bone makes no vertebral body, even a child's, mm3 (design value). */
const LEAST_VOLUME = 2000;
/** A body whose largest piece is less than this part of it is broken up (design value). */
const WHOLE = 0.9;

/**
 * The largest piece, capped; the crumbs that resampling leaves are dropped.
 * @param spreadMm see density-spread.ts
 * @throws LevelRefused where it makes no body
 */
export function bodyModel(grid: BodyGrid, capMm: number, spreadMm = 0): BodyModel {
  const { dims, spacing, affine, hu } = grid;
  const body = wholeBody(grid);
  const capped = withEndplateCaps(body, dims, spacing[2], capMm, grid.ends);
  return {
    dims: capped.dims,
    spacing,
    affine: shiftedAffine(affine, capped.slicesBelow),
    hu: shiftedSlices(spreadWithin(hu, body, dims, spacing, spreadMm), dims, capped),
    spreadMm,
    body: capped.body,
    caps: capped.caps,
    boneSlices: capped.boneSlices,
  };
}

/** H, mm: of the slices between the plates, which fill the surface's extent. */
export function heightOf({ boneSlices, spacing }: Pick<BodyModel, 'boneSlices' | 'spacing'>): number {
  return (boneSlices[1] - boneSlices[0] + 1) * spacing[2];
}

/** The model's densities by a calibration line. */
export function vertebraGrid(model: BodyModel, line: Pick<DensityLine, 'slope' | 'intercept'>): VertebraGrid {
  const { dims, spacing, hu, body, caps } = model;
  const densityMgCc = new Float64Array(hu.length);
  for (let at = 0; at < hu.length; at++) if (body[at] === 1) densityMgCc[at] = densityAt(line, hu[at]!);
  return { dims, spacing, densityMgCc, body, caps };
}

function wholeBody({ body, dims, outside, spacing }: BodyGrid): Uint8Array {
  const count = sum(body);
  if (outside > 0)
    throw refused(
      'BODY_OUTSIDE_CT',
      `${outside} of ${count} voxels outside the CT`,
      'a vertebral body within the CT',
    );
  const volume = count * spacing[0] * spacing[1] * spacing[2];
  if (volume < LEAST_VOLUME)
    throw refused('BODY_TOO_SMALL', `${Math.round(volume)} mm3 of bone`, `${LEAST_VOLUME} mm3 or more`);
  const piece = largestComponent(body, dims);
  const kept = sum(piece);
  if (kept < WHOLE * count) {
    throw refused(
      'BODY_FRAGMENTED',
      `a largest connected part of ${Math.round((100 * kept) / count)} %`,
      `${100 * WHOLE} % or more`,
    );
  }
  return piece;
}

/** Values on the taller grid of the capped body; 0 where that has slices of its own. */
function shiftedSlices(
  values: Float64Array,
  [nx, ny, nz]: BodyGrid['dims'],
  { dims, slicesBelow }: { readonly dims: BodyGrid['dims']; readonly slicesBelow: number },
): Float64Array {
  const out = new Float64Array(dims[0] * dims[1] * dims[2]);
  const plane = nx * ny;
  for (let k = 0; k < dims[2]; k++) {
    const from = k - slicesBelow;
    if (from >= 0 && from < nz) out.set(values.subarray(from * plane, (from + 1) * plane), k * plane);
  }
  return out;
}

function shiftedAffine(affine: Affine, slicesBelow: number): Affine {
  const first = indexToWorld(affine, 0, 0, -slicesBelow);
  return affineFrom(affine.map((value, n) => (n % 4 === 3 ? first[Math.floor(n / 4)]! : value)));
}

function sum(mask: Uint8Array): number {
  return mask.reduce((total, value) => total + value, 0);
}

function refused(code: RefusalCode, saw: string, wanted: string): LevelRefused {
  return new LevelRefused({ code, saw, wanted });
}
