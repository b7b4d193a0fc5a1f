/**
 * Mid-sagittal and mid-coronal pictures, side by side, curved so as to run through every body's centre: the reference's
 * outline green, what was found red, where both run together yellow.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PNG } from 'pngjs';

import type { Vec3 } from '../../../contracts/primitives.ts';
import { indexToWorld, invertAffine, sampleLinear, type Volume } from '../../../spine/grid/volume.ts';

import { centresOf, type Reference } from '../reference.ts';

/** Width of a pixel, and half the width of a picture about the spine, mm. */
const PIXEL_MM = 0.5;
const HALF_WIDTH_MM = 75;
/** Black and white of the bone window, HU. */
const WINDOW_HU = [-250, 900] as const;
const OUTSIDE_HU = -1000;

/** A place across the picture (mm from the spine) and a height (patient z, mm) to a point of the patient. */
type Plane = (across: number, z: number) => Vec3;

export function drawCase(
  folder: string,
  name: string,
  ct: Volume<Int16Array>,
  found: Volume<Uint8Array>,
  reference: Reference | null,
): void {
  const centres = [...centresOf(reference?.bodies ?? found).values()].sort((a, b) => a[2] - b[2]);
  if (centres.length === 0) return;
  const middle = (z: number): Vec3 => between(centres, z);
  const sagittal: Plane = (across, z) => [middle(z)[0], middle(z)[1] + across, z];
  const coronal: Plane = (across, z) => [middle(z)[0] + across, middle(z)[1], z];
  const [low, high] = heightRange(ct);
  const width = Math.round((2 * HALF_WIDTH_MM) / PIXEL_MM);
  const height = Math.max(1, Math.round((high - low) / PIXEL_MM));
  const png = new PNG({ width: 2 * width, height });
  [sagittal, coronal].forEach((plane, side) => {
    const at = (column: number, row: number): Vec3 =>
      plane(column * PIXEL_MM - HALF_WIDTH_MM, high - row * PIXEL_MM);
    const outlines = [
      outlineOf(reference?.bodies ?? null, at, width, height),
      outlineOf(found, at, width, height),
    ] as const;
    const toIndex = invertAffine(ct.affine);
    for (let row = 0, n = 0; row < height; row++) {
      for (let column = 0; column < width; column++, n++) {
        const hu = sampleLinear(ct, ...indexToWorld(toIndex, ...at(column, row)), OUTSIDE_HU);
        const grey = Math.max(0, Math.min(255, (255 * (hu - WINDOW_HU[0])) / (WINDOW_HU[1] - WINDOW_HU[0])));
        const [inReference, inFound] = [outlines[0]?.[n] === 1, outlines[1]?.[n] === 1];
        const colour =
          inReference || inFound ? [inFound ? 255 : 0, inReference ? 255 : 0, 0] : [grey, grey, grey];
        png.data.set([...colour, 255], 4 * (row * 2 * width + side * width + column));
      }
    }
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), PNG.sync.write(png));
}

/** 1 where a pixel has a label and one of its four neighbours has not. */
function outlineOf(
  labels: Volume<Uint8Array> | null,
  at: (column: number, row: number) => Vec3,
  width: number,
  height: number,
): Uint8Array | null {
  if (labels === null) return null;
  const [nx, ny, nz] = labels.dims;
  const toIndex = invertAffine(labels.affine);
  const values = new Uint8Array(width * height);
  for (let row = 0, n = 0; row < height; row++) {
    for (let column = 0; column < width; column++, n++) {
      const [i, j, k] = indexToWorld(toIndex, ...at(column, row)).map(Math.round) as [number, number, number];
      if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) continue;
      values[n] = labels.data[i + nx * (j + ny * k)]!;
    }
  }
  return values.map((value, n) => {
    if (value === 0) return 0;
    return [n - 1, n + 1, n - width, n + width].some((near) => (values[near] ?? 0) !== value) ? 1 : 0;
  });
}

/** The point at height z of the line through the centres, which stand one above the other. */
function between(centres: readonly Vec3[], z: number): Vec3 {
  const above = centres.findIndex((centre) => centre[2] >= z);
  if (above === 0) return centres[0]!;
  if (above === -1) return centres.at(-1)!;
  const [a, b] = [centres[above - 1]!, centres[above]!];
  const part = (z - a[2]) / (b[2] - a[2]);
  return [a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]), z];
}

function heightRange({ dims, affine }: Volume): readonly [number, number] {
  const ends = [
    indexToWorld(affine, 0, 0, 0)[2],
    indexToWorld(affine, dims[0] - 1, dims[1] - 1, dims[2] - 1)[2],
  ];
  return [Math.min(ends[0]!, ends[1]!), Math.max(ends[0]!, ends[1]!)];
}
