/**
 * A digital spine as a tilted gantry scans it: the table goes on along z, the images lie across z, and each begins a part of a pixel
 * further back than the one below. Every image is rendered where it lies: nothing is resampled.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { digitalSpine, writeDicomSeries, type SpineOptions } from '../../phantoms/index.ts';
import { affineFrom, type Volume } from '../../spine/grid/volume.ts';

/** More rows than the images have, so that all of them lie within what is rendered. */
const MORE_ROWS = 60;

function tilted(options: SpineOptions, part: number): Volume<Int16Array> {
  const { scanner } = options;
  const { pixelMm, fieldOfViewMm, fieldOfViewCentreMm: [x, y] = [0, 0] } = scanner;
  const rows = Math.round(fieldOfViewMm[1] / pixelMm);
  const rendered = Array.from(
    { length: part === 0 ? 1 : 1 / part },
    (_, n) =>
      digitalSpine({
        ...options,
        scanner: {
          ...scanner,
          fieldOfViewMm: [fieldOfViewMm[0], (rows + MORE_ROWS) * pixelMm],
          fieldOfViewCentreMm: [x, y + n * part * pixelMm],
        },
      }).ct,
  );
  const [nx, wide, nz] = rendered[0]!.dims;
  const spare = MORE_ROWS - Math.floor(part * (nz - 1));
  if (spare < 0) throw new RangeError(`saw ${nz} slices; wanted as many as ${MORE_ROWS} rows let lean`);
  const firstRow = Math.floor(spare / 2);
  const data = new Int16Array(nx * rows * nz);
  for (let k = 0; k < nz; k++) {
    const [whole, phase] = [Math.floor(part * k), k % rendered.length];
    const from = nx * (firstRow + whole + wide * k);
    data.set(rendered[phase]!.data.subarray(from, from + nx * rows), nx * rows * k);
  }
  const affine = [...rendered[0]!.affine];
  affine[6] = part * pixelMm;
  affine[7] = affine[7]! + firstRow * pixelMm;
  return { dims: [nx, rows, nz], affine: affineFrom(affine), data };
}

/**
 * As DICOM files in a folder of its own, where they are not there yet.
 * @param part of a pixel from image to image, a whole number of which make one; 0: without tilt
 */
export function writeTilted(folder: string, options: SpineOptions, part: number): void {
  if (existsSync(folder)) return;
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of writeDicomSeries({ ct: tilted(options, part) }, options))
    writeFileSync(join(folder, name), bytes);
}
