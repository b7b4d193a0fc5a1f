/**
 * One item of each kind as vectors and as pixels, against files that people read: `drawn.svg`, and `drawn.txt`, where a letter
 * stands for a pixel. Written anew by `npx vitest run tests/report/pictures/kit/raster.test.ts -u`.
 */
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';

import type { PicturePlane } from '../../../../report/pictures/views/plane.ts';
import type { Drawing } from '../../../../report/pictures/kit/drawing.ts';
import { pngOf } from '../../../../report/pictures/kit/raster.ts';
import { svgOf } from '../../../../report/pictures/kit/svg.ts';

/** A ramp to the right that is darker in the lower row; nothing else of its plane is read. */
const VIEW = {
  plane: { width: 4, height: 2 } as PicturePlane,
  grey: Uint8Array.of(30, 90, 150, 210, 0, 60, 120, 180),
};
const DRAWING: Drawing = {
  width: 76,
  height: 48,
  title: 'A & <B>',
  ground: '#202020',
  items: [
    { kind: 'image', view: VIEW, x: 2, y: 2, width: 16, height: 12 },
    { kind: 'line', points: [22, 3.5, 40, 3.5, 40, 13], colour: '#ffffff', width: 1 },
    { kind: 'line', points: [22, 8, 36, 8, 36, 14], colour: '#ffffff', width: 2, dashed: true },
    { kind: 'line', points: [22, 14, 34, 11], colour: '#ffffff', width: 1, opacity: 0.5 },
    { kind: 'light', light: 'green', x: 48, y: 8 },
    { kind: 'light', light: 'amber', x: 60, y: 8 },
    { kind: 'light', light: 'red', x: 71, y: 8 },
    { kind: 'text', text: 'L1 ~', x: 3, y: 26, size: 11, colour: '#ffffff' },
    { kind: 'text', text: 'T9', x: 38, y: 26, size: 11, colour: '#c0c0c0', bold: true, anchor: 'middle' },
    { kind: 'text', text: '5', x: 74, y: 26, size: 11, colour: '#ffffff', anchor: 'end', more: 'five "5"' },
    { kind: 'line', points: [2, 38, 74, 38], colour: '#a0a0a0', width: 14 },
    { kind: 'text', text: 'x, y', x: 6, y: 42, size: 11, colour: '#ffffff', rimmed: true },
    { kind: 'text', text: '', x: 40, y: 42, size: 11, colour: '#ff0000' },
  ],
};
/** How they are packed is the library's. */
const PNG_BYTES = /(?<=base64,)[^"]+/;
/** From black to white. */
const RAMP = ' .,:-=+*%@';

/** Row by row, a letter a pixel. */
function rowsOf(drawing: Drawing): string[] {
  const { data, width } = PNG.sync.read(Buffer.from(pngOf(drawing)));
  const letters = Array.from({ length: data.length / 4 }, (_, n) => {
    const [r, g, b] = data.subarray(4 * n);
    return RAMP[Math.floor((RAMP.length * (0.3 * r! + 0.6 * g! + 0.1 * b!)) / 256)]!;
  }).join('');
  return letters.match(new RegExp(`.{${width}}`, 'g'))!.map((row) => `|${row}|`);
}

test('a drawing is drawn as ever', async () => {
  await expect(`${rowsOf(DRAWING).join('\n')}\n`).toMatchFileSnapshot('drawn.txt');
  await expect(svgOf(DRAWING).replace(PNG_BYTES, '#')).toMatchFileSnapshot('drawn.svg');
});

test('every letter is drawn as ever', async () => {
  const lines = ['ABCDEFGHIJKLM', 'NOPQRSTUVWXYZ', '0123456789', '.,:;-–_+±/%', '()=<>\'"?×'];
  const items = lines.map(
    (text, n) => ({ kind: 'text', text, x: 2, y: 13 + 15 * n, size: 13, colour: '#ffffff' }) as const,
  );
  const rows = rowsOf({ width: 102, height: 78, title: '', ground: '#000000', items });
  await expect(`${rows.join('\n')}\n`).toMatchFileSnapshot('letters.txt');
});

test('a dashed line that ends with a gap has no dot at its end', () => {
  const points = [4, 2.5, 11, 2.5];
  const items = [{ kind: 'line', points, colour: '#ffffff', width: 1, dashed: true } as const];
  const [, , row] = rowsOf({ width: 16, height: 5, title: '', ground: '#000000', items });
  expect(row).toMatch(/^\| {3}[^ ]{6} {7}\|$/);
});

test('a dashed line that ends within a dash has that piece of it', () => {
  const points = [4, 2.5, 13, 2.5];
  const items = [{ kind: 'line', points, colour: '#ffffff', width: 1, dashed: true } as const];
  const [, , row] = rowsOf({ width: 16, height: 5, title: '', ground: '#000000', items });
  expect(row).toMatch(/^\| {3}[^ ]{6} [^ ]{4} {2}\|$/);
});
