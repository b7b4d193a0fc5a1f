/** The body between its caps: what all solves of a level share, before a calibration makes densities of its HU. */
import type { RefusalCode } from '../../../../contracts/codes/codes.ts';
import type { DensityLine } from '../../../../contracts/calibration/calibration.ts';
import { densityAt } from '../../../calibrate/index.ts';
import { LevelRefused } from '../../../../contracts/refusals.ts';
import { affineFrom, indexToWorld, type Affine } from '../../../grid/volume.ts';
import { largestComponent } from '../../../../solver/voxel/index.ts';

import type { Parameters } from '../../../definitions/parameter-sets.ts';

import { bodyGrid, type BodyGrid, type BodyGridInput } from './body-grid.ts';
import { columnDims, type Columns } from './columns.ts';
import { NO_SPREAD, spreadWithin, type DensitySpread } from './density-spread.ts';
import { withEndplateCaps } from './endplate-caps.ts';
import { boneParts, columnsInside, columnsWithin, partsOf } from './parts.ts';
import type { VertebraGrid } from './vertebra-model.ts';

export interface BodyModel extends Omit<VertebraGrid, 'densityMgCc'> {
  readonly affine: Affine;
  /** Of an element, how much is bone or cement, 0 to 1. */
  readonly part: Float64Array;
  /** Mean over what of the element lies in the body, spread within it; 0 outside of it. */
  readonly hu: Float64Array;
  readonly spread: DensitySpread;
  /** Bone alone. */
  readonly columns: Columns;
  /** Lowest and highest slice between the plates. */
  readonly boneSlices: readonly [number, number];
}

/** Less bone makes no vertebral body, even a child's, mm3 (design value). */
const LEAST_VOLUME = 2000;
/** A body whose largest piece is less than this part of it is broken up (design value). */
const WHOLE = 0.9;

/** The body of a surface as a parameter set models it. */
export function modelledBody(
  body: Pick<BodyGridInput, 'ct' | 'surface' | 'frame'>,
  { caps, elements, elementMm }: Pick<Parameters, 'caps' | 'elements' | 'elementMm'>,
  spacingMm = elementMm,
): BodyModel {
  const grid = bodyGrid({ ...body, spacingMm, columnsAcross: elements?.columnsAcross ?? 1 });
  const spread = {
    sigmaMm: elements?.densitySpreadMm ?? 0,
    withElement: elements?.spreadWithElement ?? false,
  };
  return bodyModel(grid, caps.thicknessMm, spread);
}

/**
 * The largest piece, capped; the crumbs that resampling leaves are dropped.
 * @throws LevelRefused where it makes no body
 */
export function bodyModel(grid: BodyGrid, capMm: number, spread = NO_SPREAD): BodyModel {
  const { dims, spacing, affine, hu } = grid;
  const { across, inside } = wholeBody(grid);
  const capped = withEndplateCaps(inside, columnDims(dims, across), spacing[2], capMm, grid.ends);
  const tall = [dims[0], dims[1], capped.dims[2]] as const;
  const columns = { across, inside: capped.body };
  const parts = partsOf(tall, columns, capped.caps);
  const own = shiftedSlices(hu, dims, tall, capped.slicesBelow).map((value, at) => value * parts.body[at]!);
  return {
    ...parts,
    dims: tall,
    spacing,
    affine: shiftedAffine(affine, capped.slicesBelow),
    hu: spreadWithin(own, boneParts(parts), tall, spacing, spread),
    spread,
    columns,
    boneSlices: capped.boneSlices,
  };
}

/** H, mm: of the slices between the plates, which fill the surface's extent. */
export function heightOf({ boneSlices, spacing }: Pick<BodyModel, 'boneSlices' | 'spacing'>): number {
  return (boneSlices[1] - boneSlices[0] + 1) * spacing[2];
}

/** The model's densities by a calibration line. */
export function vertebraGrid(model: BodyModel, line: Pick<DensityLine, 'slope' | 'intercept'>): VertebraGrid {
  const { dims, spacing, hu, body, caps, part } = model;
  const densityMgCc = new Float64Array(hu.length);
  for (let at = 0; at < hu.length; at++) if (body[at] === 1) densityMgCc[at] = densityAt(line, hu[at]!);
  return { dims, spacing, densityMgCc, body, caps, part };
}

function wholeBody({ columns, dims, outside, spacing }: BodyGrid): Columns {
  const counts = columnsInside(dims, columns);
  const [voxels, count] = [counts.filter((inside) => inside > 0).length, sum(counts)];
  if (outside > 0)
    throw refused(
      'BODY_OUTSIDE_CT',
      `${outside} of ${voxels} voxels outside the CT`,
      'a vertebral body within the CT',
    );
  const volume = (count * spacing[0] * spacing[1] * spacing[2]) / columns.across ** 2;
  if (volume < LEAST_VOLUME)
    throw refused('BODY_TOO_SMALL', `${Math.round(volume)} mm3 of bone`, `${LEAST_VOLUME} mm3 or more`);
  const piece = largestComponent(counts, dims);
  const kept = sum(counts.map((inside, at) => inside * piece[at]!));
  if (kept < WHOLE * count) {
    throw refused(
      'BODY_FRAGMENTED',
      `a largest connected part of ${Math.round((100 * kept) / count)} %`,
      `${100 * WHOLE} % or more`,
    );
  }
  return kept === count ? columns : columnsWithin(dims, columns, piece);
}

/** Values on the taller grid of the capped body; 0 where that has slices of its own. */
function shiftedSlices(
  values: Float64Array,
  [nx, ny, nz]: BodyGrid['dims'],
  tall: BodyGrid['dims'],
  slicesBelow: number,
): Float64Array {
  const out = new Float64Array(tall[0] * tall[1] * tall[2]);
  const plane = nx * ny;
  for (let k = 0; k < tall[2]; k++) {
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
