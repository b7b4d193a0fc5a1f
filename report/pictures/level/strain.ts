/** The strain field of one level in the cut through its middle, from the side. */
import { PNG } from 'pngjs';

import type { Volume } from '../../../spine/grid/volume.ts';
import { lowerQuantile } from '../../../spine/math/order-statistics.ts';

import { contourSegments, joinedLines } from '../kit/contours.ts';
import { fieldColour } from './colour-map.ts';

export interface StrainCut {
  readonly png: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
  /** Around what is strained beyond `YIELD_STRAIN`: x1, y1, x2, y2, ... each, in mm from the upper left corner. */
  readonly yielded: readonly (readonly number[])[];
}

/**
 * Near the yield strain of the material law, which is 0.6 to 0.8 % between 80 and 300 mg/cm3 (yield stress over modulus, Kopperdahl DL
 * et al., J Orthop Res 20:801, 2002).
 */
export const YIELD_STRAIN = 0.007;
/** Shortening of the elastic body whose strain is shown, of its height: that of the linear strength (Crawford RP et al., Bone 33:744, 2003). */
export const LINEAR_STRAIN = 0.0068;
/** The colour bar ends here: a few voxels beside pores strain far more than the rest. */
const SHOWN_QUANTILE = 0.98;
/** Picture pixels along an element, so that elements stay visible as squares. */
const ENLARGE = 6;

/** Strain at the top of the colour bar of all levels, dimensionless: the highest of theirs, each without its few voxels that strain most. */
export function highestStrain(fields: Iterable<Volume<Float32Array>>): number {
  let highest = 0;
  for (const { data } of fields) {
    const positive = data.filter((value) => value > 0);
    if (positive.length > 0) highest = Math.max(highest, lowerQuantile(positive, SHOWN_QUANTILE));
  }
  return highest === 0 ? 1 : highest;
}

/** The field's own axes: i to the left, j posterior, k superior, 1 mm apart; anterior is on the left of the picture. */
export function strainCut(strain: Volume<Float32Array>, highest: number): StrainCut {
  const [nx, ny, nz] = strain.dims;
  const middle = middleAcross(strain);
  const values = Float32Array.from(
    { length: ny * nz },
    (_, at) => strain.data[middle + nx * ((at % ny) + ny * (nz - 1 - Math.floor(at / ny)))]!,
  );
  const lines = joinedLines(contourSegments(values, ny, nz, YIELD_STRAIN));
  return {
    png: picture(values, ny, nz, highest),
    widthMm: ny,
    heightMm: nz,
    // A sample is the middle of its element.
    yielded: lines.map((points) => points.map((at) => at + 0.5)),
  };
}

/** Mean position of what is strained, from right to left. */
function middleAcross({ dims: [nx], data }: Volume<Float32Array>): number {
  let [count, i] = [0, 0];
  data.forEach((value, at) => {
    if (value === 0) return;
    count++;
    i += at % nx;
  });
  return count === 0 ? 0 : Math.round(i / count);
}

function picture(values: Float32Array, width: number, height: number, highest: number): Uint8Array {
  const png = new PNG({ width: ENLARGE * width, height: ENLARGE * height });
  for (let y = 0; y < png.height; y++) {
    for (let x = 0; x < png.width; x++) {
      const value = values[Math.floor(x / ENLARGE) + width * Math.floor(y / ENLARGE)]!;
      const [r, g, b] = value === 0 ? [255, 255, 255] : fieldColour(value / highest);
      png.data.set([r, g, b, 255], 4 * (x + png.width * y));
    }
  }
  // Without transparency: a PDF takes that apart in the background, and writes whichever picture is ready first.
  return PNG.sync.write(png, { colorType: 2 });
}
