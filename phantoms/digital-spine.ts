/** A digital spine: geometry, rendering and scanner put together. */
import { LABEL_VALUE } from '../lambdas/shared/levels.ts';
import type { Volume } from '../lambdas/shared/volume.ts';

import type { PlacedVertebra } from './layout.ts';
import { placeVertebrae } from './layout.ts';
import type { SpineOptions } from './options.ts';
import { imageGrid, renderSlices } from './render.ts';
import { scannerOf } from './scanner.ts';
import { MATERIAL, PART, spineScene } from './scene.ts';
import { truthOf, type SpineTruth } from './truth.ts';

/** Beyond the highest and the lowest point of the whole bodies, mm. */
const MARGIN_MM = { absent: 9, cut: 18 } as const;

export interface DigitalSpine {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  /** Bodies without posterior elements, whole ones only, in the values of `LABEL_VALUE`. */
  readonly bodies: Volume<Uint8Array>;
  /** Bodies with arch and processes, without ribs. */
  readonly vertebrae: Volume<Uint8Array>;
  readonly truth: SpineTruth;
}

/**
 * The same options give the same voxels.
 *
 * @throws ImpossibleSpine where the options describe no spine.
 */
export function digitalSpine(options: SpineOptions): DigitalSpine {
  const placed = placeVertebrae(options);
  const scene = spineScene(placed, options);
  const { scanner } = options;
  const grid = imageGrid(scanner, ...extent(placed, MARGIN_MM[options.neighbours]));
  const [nx, ny, nz] = grid.dims;
  const ct = new Int16Array(nx * ny * nz);
  const bodies = new Uint8Array(ct.length);
  const vertebrae = new Uint8Array(ct.length);
  const { bodyValue, vertebraValue } = labelTables(placed);
  const rendered = renderSlices(scene, grid, scanner.sliceThicknessMm);
  const scan = scannerOf(scanner, [nx, ny], options.seed);
  for (let k = 0; k < nz; k++) {
    const at = k * nx * ny;
    scan(rendered.slice(k), ct, at);
    const codes = rendered.codes(k);
    for (let i = 0; i < codes.length; i++) {
      bodies[at + i] = bodyValue[codes[i]!]!;
      vertebrae[at + i] = vertebraValue[codes[i]!]!;
    }
  }
  return {
    ct: { ...grid, data: ct },
    bodies: { ...grid, data: bodies },
    vertebrae: { ...grid, data: vertebrae },
    truth: truthOf(placed, options),
  };
}

/** Label value by material code; 0 for what is no whole vertebra. */
function labelTables(placed: readonly PlacedVertebra[]): {
  readonly bodyValue: Uint8Array;
  readonly vertebraValue: Uint8Array;
} {
  const bodyValue = new Uint8Array(256);
  const vertebraValue = new Uint8Array(256);
  placed.forEach(({ spec, whole }, k) => {
    if (!whole) return;
    const code = MATERIAL.firstVertebra + 4 * k;
    const value = LABEL_VALUE[spec.level];
    bodyValue.fill(value, code + PART.trabecular, code + PART.bodyShell + 1);
    vertebraValue.fill(value, code + PART.trabecular, code + PART.posteriorShell + 1);
  });
  return { bodyValue, vertebraValue };
}

function extent(placed: readonly PlacedVertebra[], margin: number): [number, number] {
  const ends = placed
    .filter(({ whole }) => whole)
    .map(({ frame: { origin, left, posterior, superior }, body }) => {
      const { halfWidth: a, halfDepth: b, heights } = body;
      const half = Math.max(heights.anterior, heights.posterior) / 2;
      const reach = Math.abs(left[2]) * a + Math.abs(posterior[2]) * b + Math.abs(superior[2]) * half;
      return { low: origin[2] - reach, high: origin[2] + reach };
    });
  const low = ends.reduce((least, end) => Math.min(least, end.low), Infinity);
  const high = ends.reduce((most, end) => Math.max(most, end.high), -Infinity);
  return [low - margin, high + margin];
}
