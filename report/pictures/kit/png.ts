/**
 * A drawing as PNG, for viewers that take no SVG: its SVG drawn by resvg, letters in DejaVu.
 *
 * resvg runs as WebAssembly, whose arithmetic is the same on every processor: the same drawing gives the same pixels on
 * arm64 and on x64, and one file of 2.5 MB is all that a bundle needs.
 */
import { readFile } from 'node:fs/promises';

import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { PNG } from 'pngjs';

import { fontFile, rendererFile } from '../../bundled-files.ts';
import type { Drawing } from './drawing.ts';
import { svgOf } from './svg.ts';

const FAMILY = 'DejaVu Sans';
/**
 * Every row by the same predictor (Paeth), and few repetitions looked for: a CT's noise has none. Against the library's choice of
 * a predictor a row, and repetitions of bytes alone, a quarter smaller in less time; higher levels take three times as long.
 */
const PACKING = { filterType: 4, deflateLevel: 4, deflateStrategy: 1 } as const;

let faces: Promise<Uint8Array[]> | null = null;

/** Compiles the renderer once a process. */
async function prepared(): Promise<Uint8Array[]> {
  faces ??= (async () => {
    await initWasm(await readFile(rendererFile()));
    return await Promise.all([readFile(fontFile('DejaVuSans')), readFile(fontFile('DejaVuSans-Bold'))]);
  })();
  return await faces;
}

/** Without an alpha channel: PDFKit would take it apart in the background, and write whichever picture is ready first. */
export async function pngOf(drawing: Drawing): Promise<Uint8Array> {
  const fontBuffers = await prepared();
  const resvg = new Resvg(svgOf(drawing), {
    font: { fontBuffers, defaultFontFamily: FAMILY, sansSerifFamily: FAMILY },
  });
  const rendered = resvg.render();
  const png = new PNG({ width: rendered.width, height: rendered.height });
  png.data = Buffer.from(rendered.pixels);
  rendered.free();
  resvg.free();
  return PNG.sync.write(png, { colorType: 2, ...PACKING });
}
