/** An axial slice as a view, seen from the feet: the patient's left on the right, the front at the top. */
import { labelOutlines, type Outlines } from '../views/outlines.ts';
import { croppedPlane, type PicturePlane, type PixelBox } from '../views/plane.ts';
import { boxOfNumbers, sampledCubic } from '../views/sample.ts';
import { softGrey } from '../kit/window.ts';
import { indexToWorld, invertAffine, spacingOf, type Volume } from '../../../spine/grid/volume.ts';

export interface AxialView {
  readonly plane: PicturePlane;
  /** 0 to 255, row by row. */
  readonly grey: Uint8Array;
  readonly regions: Outlines;
}

/** mm (design value): finer than the regions' cells, and a sheet of three slices stays below 1 MB. */
const PIXEL_MM = 1;

/** Around the body air is shown up to here, mm. */
const AROUND_MM = 25;
/** Between air and body, HU. */
const BODY_ABOVE = -500;

/** Cut to the body and some air around it. @param slice of `labels` */
export function axialView(ct: Volume<Int16Array>, labels: Volume<Uint8Array>, slice: number): AxialView {
  const whole = axialPlane(labels, slice);
  const values = sampledCubic(ct, whole);
  const body = boxOfNumbers(
    values.map((hu) => (hu > BODY_ABOVE ? hu : Number.NaN)),
    whole.width,
  );
  const box = around(body, whole);
  const plane = croppedPlane(whole, box);
  const grey = new Uint8Array(plane.width * plane.height);
  for (let row = 0, at = 0; row < plane.height; row++) {
    const start = box.left + whole.width * (box.top + row);
    for (let column = 0; column < plane.width; column++, at++) grey[at] = softGrey(values[start + column]!);
  }
  return { plane, grey, regions: labelOutlines(labels, plane) };
}

function around(body: PixelBox | null, { width, height }: PicturePlane): PixelBox {
  if (body === null) return { left: 0, top: 0, right: width, bottom: height };
  const margin = Math.round(AROUND_MM / PIXEL_MM);
  return {
    left: Math.max(0, body.left - margin),
    top: Math.max(0, body.top - margin),
    right: Math.min(width, body.right + margin),
    bottom: Math.min(height, body.bottom + margin),
  };
}

function axialPlane({ dims, affine }: Volume, slice: number): PicturePlane {
  const [sx, sy, sz] = spacingOf(affine);
  const toIndex = invertAffine(affine);
  return {
    width: Math.max(1, Math.floor(((dims[0] - 1) * sx) / PIXEL_MM) + 1),
    height: Math.max(1, Math.floor(((dims[1] - 1) * sy) / PIXEL_MM) + 1),
    pixelMm: PIXEL_MM,
    at: (column, row) => indexToWorld(affine, (column * PIXEL_MM) / sx, (row * PIXEL_MM) / sy, slice),
    project: (point) => {
      const [i, j] = indexToWorld(toIndex, ...point);
      return [(i * sx) / PIXEL_MM, (j * sy) / PIXEL_MM];
    },
    side: (point) => (indexToWorld(toIndex, ...point)[2] - slice) * sz,
  };
}
