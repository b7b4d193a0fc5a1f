/** The strain field of one level in two cuts through its middle. */
import { PNG } from 'pngjs';

import type { Volume } from '../../../spine/grid/volume.ts';
import { lowerQuantile } from '../../../spine/math/order-statistics.ts';

import { fieldColour } from './colour-map.ts';

export interface StrainPicture {
  readonly sagittal: Cut;
  readonly coronal: Cut;
  /** Strain at the top of the colour bar, dimensionless. */
  readonly highest: number;
}

export interface Cut {
  readonly png: Uint8Array;
  readonly widthMm: number;
  readonly heightMm: number;
}

/** The colour bar ends here: a few voxels beside pores strain far more than the rest. */
const SHOWN_QUANTILE = 0.98;
/** Picture pixels along an element, so that elements stay visible as squares. */
const ENLARGE = 6;

/** The field's own axes: i to the left, j posterior, k superior, 1 mm apart. */
export function strainPicture(strain: Volume<Float32Array>): StrainPicture {
  const [nx, ny, nz] = strain.dims;
  const positive = strain.data.filter((value) => value > 0);
  const highest = positive.length === 0 ? 1 : lowerQuantile(positive, SHOWN_QUANTILE);
  const value = (i: number, j: number, k: number): number => strain.data[i + nx * (j + ny * k)]!;
  const [ci, cj] = middle(strain);
  return {
    sagittal: cut(ny, nz, highest, (column, row) => value(ci, column, nz - 1 - row)),
    // Seen from the front: the patient's left is on the right of the picture.
    coronal: cut(nx, nz, highest, (column, row) => value(column, cj, nz - 1 - row)),
    highest,
  };
}

/** Mean position of what is strained, across and front to back. */
function middle({ dims: [nx, ny], data }: Volume<Float32Array>): [number, number] {
  let [count, i, j] = [0, 0, 0];
  data.forEach((value, at) => {
    if (value === 0) return;
    count++;
    i += at % nx;
    j += Math.floor(at / nx) % ny;
  });
  return count === 0 ? [0, 0] : [Math.round(i / count), Math.round(j / count)];
}

function cut(
  width: number,
  height: number,
  highest: number,
  valueAt: (column: number, row: number) => number,
): Cut {
  const png = new PNG({ width: ENLARGE * width, height: ENLARGE * height });
  for (let y = 0; y < png.height; y++) {
    for (let x = 0; x < png.width; x++) {
      const value = valueAt(Math.floor(x / ENLARGE), Math.floor(y / ENLARGE));
      const at = 4 * (x + png.width * y);
      const [r, g, b] = value === 0 ? [255, 255, 255] : fieldColour(value / highest);
      png.data.set([r, g, b, 255], at);
    }
  }
  // Without transparency: a PDF takes that apart in the background, and writes whichever picture is ready first.
  return { png: PNG.sync.write(png, { colorType: 2 }), widthMm: width, heightMm: height };
}
