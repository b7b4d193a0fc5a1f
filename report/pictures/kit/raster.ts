/** A drawing as PNG, for viewers that take no SVG. */
import { PNG } from 'pngjs';

import { Canvas } from './canvas.ts';
import {
  lightCorners,
  LIGHT_COLOUR,
  type Drawing,
  type DrawingItem,
  type ImageItem,
  type LineItem,
  type TextItem,
} from './drawing.ts';
import { strokesOf, strokeTextWidth } from './stroke-font.ts';

/** Along a dashed line, pixels. */
const DASH = { on: 4, off: 3 } as const;
/** Thickness of letters over their height, and of the rim around them, pixels (design values). */
const PEN = { thin: 0.1, bold: 0.15, rim: 3 } as const;
const RIM = { colour: '#000000', opacity: 0.6 } as const;
/** The noise of a CT shrinks no further at higher levels, which take three times as long. */
const DEFLATE_LEVEL = 4;

/** The same drawing gives the same bytes. */
export function pngOf({ width, height, ground, items }: Drawing): Uint8Array {
  const canvas = new Canvas(width, height, ground);
  for (const item of items) draw(canvas, item);
  const png = new PNG({ width, height });
  png.data = Buffer.from(canvas.data.buffer);
  return PNG.sync.write(png, { colorType: 2, deflateLevel: DEFLATE_LEVEL });
}

function draw(canvas: Canvas, item: DrawingItem): void {
  switch (item.kind) {
    case 'image':
      drawImage(canvas, item);
      return;
    case 'line':
      drawLine(canvas, item);
      return;
    case 'light':
      canvas.fill(lightCorners(item), LIGHT_COLOUR[item.light]);
      return;
    case 'text':
      drawText(canvas, item);
  }
}

/** Bilinear between the view's pixels. */
function drawImage(canvas: Canvas, { view: { plane, grey }, x, y, width, height }: ImageItem): void {
  const near = (at: number, count: number): [number, number] => {
    const inside = Math.max(0, Math.min(count - 1, at));
    const low = Math.min(Math.floor(inside), Math.max(count - 2, 0));
    return [low, inside - low];
  };
  for (let row = Math.round(y); row < Math.round(y + height); row++) {
    const [top, v] = near(((row + 0.5 - y) / height) * plane.height - 0.5, plane.height);
    const below = Math.min(top + 1, plane.height - 1) * plane.width;
    for (let column = Math.round(x); column < Math.round(x + width); column++) {
      const [left, u] = near(((column + 0.5 - x) / width) * plane.width - 0.5, plane.width);
      const right = Math.min(left + 1, plane.width - 1);
      const upper = grey[top * plane.width + left]! * (1 - u) + grey[top * plane.width + right]! * u;
      const lower = grey[below + left]! * (1 - u) + grey[below + right]! * u;
      canvas.setGrey(column, row, Math.round(upper * (1 - v) + lower * v));
    }
  }
}

function drawLine(canvas: Canvas, { points, width, colour, opacity = 1, dashed = false }: LineItem): void {
  canvas.stroke(dashed ? dashes(points) : [points], { width, colour, opacity });
}

function drawText(canvas: Canvas, item: TextItem): void {
  const { text, x, y, size, colour, bold = false, anchor = 'start', rimmed = false } = item;
  const before = { start: 0, middle: 0.5, end: 1 }[anchor] * strokeTextWidth(text, size);
  const strokes = strokesOf(text, x - before, y, size);
  const width = Math.max(1, size * (bold ? PEN.bold : PEN.thin));
  if (rimmed) canvas.stroke(strokes, { width: width + PEN.rim, ...RIM });
  canvas.stroke(strokes, { width, colour, opacity: 1 });
}

/** The pieces of a line that are drawn. */
function dashes(points: readonly number[]): number[][] {
  const pieces: number[][] = [];
  let [drawn, left] = [true, DASH.on as number];
  let piece = points.slice(0, 2);
  for (let n = 2; n < points.length; n += 2) {
    let [x, y] = [points[n - 2]!, points[n - 1]!];
    let rest = Math.hypot(points[n]! - x, points[n + 1]! - y);
    while (rest > left) {
      x += ((points[n]! - x) * left) / rest;
      y += ((points[n + 1]! - y) * left) / rest;
      rest -= left;
      if (drawn) pieces.push([...piece, x, y]);
      drawn = !drawn;
      left = drawn ? DASH.on : DASH.off;
      piece = [x, y];
    }
    left -= rest;
    piece.push(points[n]!, points[n + 1]!);
  }
  return drawn ? [...pieces, piece] : pieces;
}
