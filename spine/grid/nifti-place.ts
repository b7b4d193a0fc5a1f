/**
 * Where a NIfTI lies: sform, or else qform (the rule of the standard's method 3 before 2, and of nibabel), in mm, LPS.
 *
 * Negative voxel sizes count as positive, and a quaternion is brought to unit length, as other readers do.
 */
import { NIFTI2, type NIFTI1 } from 'nifti-reader-js';

import { NotNifti } from './nifti-voxels.ts';
import { affineFrom, indexToWorld, spacingOf, type Affine } from './volume.ts';

export interface NiftiPlace {
  readonly affine: Affine;
  /** What the header says elsewhere about the place and differs from it; null where nothing does. */
  readonly doubt: string | null;
}

type Header = NIFTI1 | NIFTI2;
type Rows = readonly (readonly number[])[];

/** NIfTI's world is RAS; ours is patient LPS. */
const FLIP_XY = [-1, -1, 1] as const;
/** xyzt_units (low three bits): metre, mm, micrometre; mm where the header does not say. */
const UNIT_BITS = 7;
const MM_OF_UNIT: Readonly<Record<number, number>> = { 1: 1000, 3: 0.001 };
/** Of srow_x in a NIfTI-1 header; three rows of four float32 follow. */
const SFORM_OFFSET = 280;
/** Volume of a voxel over the product of its edges: less is no grid. */
const LEAST_INDEPENDENCE = 1e-3;
/** sform and qform that differ by more at a corner of the image are two places, mm. */
const SAME_PLACE_MM = 1;

/** @param buffer the header's bytes @throws NotNifti where neither form is set, or what it says is no grid */
export function placeOf(header: Header, buffer: ArrayBuffer): NiftiPlace {
  const [sform, qform] = [header.sform_code > 0, header.qform_code > 0];
  if (!sform && !qform)
    throw new NotNifti('neither sform nor qform; required: an image with a defined orientation');
  const affine = lps(sform ? sformRows(header, buffer) : qformRows(header), header);
  if (!affine.every(Number.isFinite)) throw new NotNifti('orientation matrix with non-finite values');
  if (!isGrid(affine)) throw new NotNifti('orientation matrix without three directions');
  return {
    affine,
    doubt: sform && qform ? difference(affine, lps(qformRows(header), header), header) : null,
  };
}

function lps(rows: Rows, { xyzt_units: units }: Header): Affine {
  const mm = MM_OF_UNIT[units & UNIT_BITS] ?? 1;
  return affineFrom(FLIP_XY.flatMap((sign, row) => rows[row]!.map((value) => sign * mm * value)));
}

function isGrid(a: Affine): boolean {
  const [x, y, z] = spacingOf(a);
  const determinant =
    a[0] * (a[5] * a[10] - a[6] * a[9]) -
    a[1] * (a[4] * a[10] - a[6] * a[8]) +
    a[2] * (a[4] * a[9] - a[5] * a[8]);
  return Math.abs(determinant) > LEAST_INDEPENDENCE * x * y * z;
}

function difference(sform: Affine, qform: Affine, { dims }: Header): string | null {
  if (!qform.every(Number.isFinite) || !isGrid(qform)) return null;
  const far = [0, 1, 2, 3, 4, 5, 6, 7].map((corner) => {
    const [i, j, k] = [1, 2, 3].map((n) => (corner & (1 << (n - 1)) ? dims[n]! - 1 : 0));
    const [p, q] = [indexToWorld(sform, i!, j!, k!), indexToWorld(qform, i!, j!, k!)];
    return Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]);
  });
  const most = far.reduce((a, b) => Math.max(a, b), 0);
  return most <= SAME_PLACE_MM
    ? null
    : `sform and qform place the image differently, by up to ${most.toFixed(0)} mm; sform used`;
}

/** The parser's own matrix of a NIfTI-1 file is that of qform wherever its code is the larger one: read here instead. */
function sformRows(header: Header, buffer: ArrayBuffer): Rows {
  if (header instanceof NIFTI2) return header.affine;
  const view = new DataView(buffer, SFORM_OFFSET);
  return [0, 1, 2].map((row) =>
    [0, 1, 2, 3].map((column) => view.getFloat32(16 * row + 4 * column, header.littleEndian)),
  );
}

/** Rotation from the quaternion of qform (NIfTI-1 standard, method 2). */
function qformRows(header: Header): number[][] {
  const { pixDims } = header;
  const [x, y, z] = [header.quatern_b, header.quatern_c, header.quatern_d];
  const w = Math.sqrt(Math.max(0, 1 - x * x - y * y - z * z));
  const length = Math.hypot(w, x, y, z);
  const [a, b, c, d] = [w / length, x / length, y / length, z / length];
  const qfac = pixDims[0]! < 0 ? -1 : 1;
  const [sx, sy, sz] = [Math.abs(pixDims[1]!), Math.abs(pixDims[2]!), Math.abs(pixDims[3]!) * qfac];
  return [
    [
      (a * a + b * b - c * c - d * d) * sx,
      2 * (b * c - a * d) * sy,
      2 * (b * d + a * c) * sz,
      header.qoffset_x,
    ],
    [
      2 * (b * c + a * d) * sx,
      (a * a + c * c - b * b - d * d) * sy,
      2 * (c * d - a * b) * sz,
      header.qoffset_y,
    ],
    [
      2 * (b * d - a * c) * sx,
      2 * (c * d + a * b) * sy,
      (a * a + d * d - b * b - c * c) * sz,
      header.qoffset_z,
    ],
  ];
}
