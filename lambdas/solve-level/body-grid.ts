/** A vertebral body brought onto a 1 mm grid in its own frame: density and mask, ready for finite elements. */
import type { Vec3 } from '../shared/contracts/primitives.ts';
import type { Frame } from '../shared/contracts/segmentation.ts';
import { indexToWorld, invertAffine, sampleLinear, type Affine, type Volume } from '../shared/volume.ts';

import { boxInFrame, labelMask } from './body-in-frame.ts';

/** Axes of the grid: x to the patient's left, y posterior, z superior along the frame. */
export interface BodyGrid {
  readonly dims: readonly [number, number, number];
  /** mm, the same along all axes. */
  readonly spacingMm: number;
  /** From voxel index to patient LPS, mm. */
  readonly affine: Affine;
  /** mg/cm3, mean over the voxel. */
  readonly densityMgCc: Float64Array;
  /** 1 in the body. */
  readonly body: Uint8Array;
  /** Body voxels of which a part lies beyond the CT: they hold no true density. */
  readonly outside: number;
}

export interface BodyGridInput {
  readonly ct: Volume<Int16Array>;
  readonly bodies: Volume<Uint8Array>;
  readonly labelValue: number;
  readonly frame: Frame;
  /** density = slope HU + intercept, mg/cm3. */
  readonly calibration: { readonly slope: number; readonly intercept: number };
  readonly spacingMm: number;
}

/** Empty voxels around the body, room for caps and for strain pictures. */
const MARGIN_VOXELS = 2;
/** Samples along each axis of a voxel, so that a voxel averages what lies in it. */
const SAMPLES = 2;
/** A voxel is bone where half of its samples, or more, lie in the mask. */
const HALF = 0.5;
const BEYOND_CT = Number.NaN;

/** The mask is interpolated as a number from 0 to 1, so that slices thicker than the grid leave no steps of a slice. */
export function bodyGrid({ ct, bodies, labelValue, frame, calibration, spacingMm }: BodyGridInput): BodyGrid {
  const mask = labelMask(bodies, labelValue);
  if (mask === null) throw new RangeError(`label ${labelValue} is not in the map`);
  const box = boxInFrame(mask, frame);
  const dims = box.map(([low, high]) => Math.ceil((high - low) / spacingMm) + 1 + 2 * MARGIN_VOXELS) as [
    number,
    number,
    number,
  ];
  const first = box.map(([low, high], axis) => (low + high) / 2 - (spacingMm * (dims[axis]! - 1)) / 2);
  const affine = gridAffine(frame, first as unknown as Vec3, spacingMm);
  const toCt = invertAffine(ct.affine);
  const toMask = invertAffine(mask.affine);

  const count = dims[0] * dims[1] * dims[2];
  const densityMgCc = new Float64Array(count);
  const body = new Uint8Array(count);
  let outside = 0;
  const offsets = Array.from({ length: SAMPLES }, (_, s) => (s + HALF) / SAMPLES - HALF);
  const share = 1 / SAMPLES ** 3;
  for (let at = 0; at < count; at++) {
    const i = at % dims[0];
    const j = Math.floor(at / dims[0]) % dims[1];
    const k = Math.floor(at / (dims[0] * dims[1]));
    let hu = 0;
    let inside = 0;
    for (const dz of offsets) {
      for (const dy of offsets) {
        for (const dx of offsets) {
          const p = indexToWorld(affine, i + dx, j + dy, k + dz);
          hu += share * sampleLinear(ct, ...indexToWorld(toCt, ...p), BEYOND_CT);
          inside += share * sampleLinear(mask, ...indexToWorld(toMask, ...p), 0);
        }
      }
    }
    body[at] = inside >= HALF ? 1 : 0;
    if (Number.isNaN(hu)) outside += body[at]!;
    else densityMgCc[at] = calibration.slope * hu + calibration.intercept;
  }
  return { dims, spacingMm, affine, densityMgCc, body, outside };
}

function gridAffine({ origin, left, posterior, superior }: Frame, first: Vec3, h: number): Affine {
  return [0, 1, 2].flatMap((c) => [
    h * left[c]!,
    h * posterior[c]!,
    h * superior[c]!,
    origin[c]! + first[0] * left[c]! + first[1] * posterior[c]! + first[2] * superior[c]!,
  ]) as unknown as Affine;
}
