/**
 * One item of each kind as vectors, against a file that people read (`drawn.svg`, written anew by
 * `npx vitest run tests/report/pictures/kit/png.test.ts -u`), and what of it stands in the pixels.
 */
import { PNG } from 'pngjs';
import { beforeAll, expect, test } from 'vitest';

import type { PicturePlane } from '../../../../report/pictures/views/plane.ts';
import type { Drawing } from '../../../../report/pictures/kit/drawing.ts';
import { pngOf } from '../../../../report/pictures/kit/png.ts';
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
    { kind: 'line', points: [22, 8.5, 36, 8.5], colour: '#ffffff', width: 1, dashed: true },
    { kind: 'line', points: [22, 13.5, 34, 13.5], colour: '#ffffff', width: 1, opacity: 0.5 },
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

let drawn: PNG;
beforeAll(async () => {
  drawn = PNG.sync.read(Buffer.from(await pngOf(DRAWING)));
});

/** The red of pixels in a row. */
function row(y: number, from: number, until: number): number[] {
  return Array.from({ length: until - from }, (_, n) => drawn.data[4 * (from + n + drawn.width * y)]!);
}

/** Pixels of a box that are brighter than the ground. */
function bright(left: number, top: number, right: number, bottom: number): number {
  let count = 0;
  for (let y = top; y < bottom; y++) count += row(y, left, right).filter((value) => value > 100).length;
  return count;
}

test('a drawing is written as ever', async () => {
  await expect(svgOf(DRAWING).replace(PNG_BYTES, '#')).toMatchFileSnapshot('drawn.svg');
});

test('the picture has the size of the drawing, no transparency, and grows brighter as its image does', () => {
  expect([drawn.width, drawn.height]).toEqual([76, 48]);
  expect(row(0, 0, 76)).toEqual(Array.from({ length: 76 }, () => 0x20));
  const greys = row(5, 4, 16);
  expect(greys.toSorted((a, b) => a - b)).toEqual(greys);
  expect(greys[0]).toBeLessThan(60);
  expect(greys.at(-1)).toBeGreaterThan(170);
});

test('a line covers its pixels wholly, a faint one in part, and a dashed one leaves gaps', () => {
  expect(row(3, 23, 39).every((value) => value === 255)).toBe(true);
  expect(row(8, 22, 36)).toEqual([255, 255, 255, 255, 32, 32, 32, 255, 255, 255, 255, 32, 32, 32]);
  const [faint] = row(13, 28, 29);
  expect(faint).toBeGreaterThan(130);
  expect(faint).toBeLessThan(160);
});

test('letters are of a face: words stand where they are put, a bold one is heavier, and a rim is darker than its ground', () => {
  expect(bright(3, 17, 16, 27)).toBeGreaterThan(20);
  expect(bright(20, 17, 28, 27)).toBeGreaterThan(4);
  expect(bright(29, 16, 48, 28)).toBeGreaterThan(bright(3, 17, 16, 27));
  const rimmed = row(38, 4, 12);
  expect(rimmed.some((value) => value < 0x80)).toBe(true);
});

test('the same drawing gives the same bytes', async () => {
  expect(Buffer.compare(Buffer.from(await pngOf(DRAWING)), Buffer.from(await pngOf(DRAWING)))).toBe(0);
});
