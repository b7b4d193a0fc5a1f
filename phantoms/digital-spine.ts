/** A digital spine: geometry, rendering and scanner put together. */
import { LABEL_VALUE } from '../contracts/levels.ts';
import type { Volume } from '../spine/grid/volume.ts';

import { placeSpine } from './anatomy/layout.ts';
import { codeOf, MATERIAL, PART } from './image/materials.ts';
import { distortionOf } from './image/distortion.ts';
import type { SpineOptions } from './options.ts';
import type { Placement } from './anatomy/placement.ts';
import { imageGrid, renderSlices } from './image/render.ts';
import { scannerOf } from './image/scanner.ts';
import { scannedObject } from './image/scanned-object.ts';
import { addStreaks } from './image/streaks.ts';
import { truthOf, type SpineTruth } from './truth.ts';

export interface DigitalSpine {
  /** HU. */
  readonly ct: Volume<Int16Array>;
  /** Bodies without posterior elements and osteophytes, with cement and metal; whole ones only; `LABEL_VALUE`. */
  readonly bodies: Volume<Uint8Array>;
  /** Bodies with osteophytes, arch and processes, without ribs; and the sacrum. */
  readonly vertebrae: Volume<Uint8Array>;
  readonly truth: SpineTruth;
}

/**
 * The same options give the same voxels.
 *
 * @throws ImpossibleSpine where the options describe no spine.
 */
export function digitalSpine(options: SpineOptions): DigitalSpine {
  const placed = placeSpine(options);
  const scanned = scannedObject(placed, options);
  const { scanner, streakHu = 0 } = options;
  const grid = imageGrid(scanner, ...placed.zRange);
  const [nx, ny, nz] = grid.dims;
  const ct = new Int16Array(nx * ny * nz);
  const bodies = new Uint8Array(ct.length);
  const vertebrae = new Uint8Array(ct.length);
  const { bodyValue, vertebraValue } = labelTables(placed);
  const rendered = renderSlices(scanned, grid, scanner.sliceThicknessMm);
  const distort = distortionOf(scanner, grid);
  const scan = scannerOf(scanner, [nx, ny], options.seed);
  for (let k = 0; k < nz; k++) {
    const at = k * nx * ny;
    const slice = rendered.slice(k);
    const codes = rendered.codes(k);
    distort(slice);
    if (streakHu > 0) addStreaks(slice, codes, { nx, ny, streakHu });
    scan(slice, ct, at);
    for (let i = 0; i < codes.length; i++) {
      if (codes[i]! < MATERIAL.firstVertebra) continue;
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
function labelTables({ vertebrae, sacrum }: Placement): {
  readonly bodyValue: Uint8Array;
  readonly vertebraValue: Uint8Array;
} {
  const bodyValue = new Uint8Array(256);
  const vertebraValue = new Uint8Array(256);
  vertebrae.forEach(({ spec, whole }, k) => {
    if (!whole) return;
    const value = LABEL_VALUE[spec.level];
    bodyValue.fill(value, codeOf(k) + PART.trabecular, codeOf(k) + PART.bodyMetal + 1);
    vertebraValue.fill(value, codeOf(k) + PART.trabecular, codeOf(k) + PART.posteriorMetal + 1);
  });
  if (sacrum.length > 0) {
    const code = codeOf(vertebrae.length);
    vertebraValue.fill(LABEL_VALUE.sacrum, code + PART.trabecular, code + PART.posteriorMetal + 1);
  }
  return { bodyValue, vertebraValue };
}
