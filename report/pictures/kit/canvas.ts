/** Lines, areas and greys on a raster of colours, with smooth edges. Pixel n reaches from n to n + 1. */
import type { Colour } from './drawing.ts';

export interface Stroke {
  readonly width: number;
  readonly colour: Colour;
  readonly opacity: number;
}

/** Along a pixel's side, samples for the share of it that an area covers. */
const SAMPLES = 4;

export class Canvas {
  /** RGBA, row by row. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** What the shape at hand covers of each pixel, 0 to 1, and the pixels that it touches; both empty between shapes. */
  readonly #cover: Float32Array;
  #touched: number[] = [];

  constructor(width: number, height: number, ground: Colour) {
    this.width = width;
    this.height = height;
    const [r, g, b] = channels(ground);
    this.data = new Uint8Array(4 * width * height);
    for (let at = 0; at < this.data.length; at += 4) this.data.set([r, g, b, 255], at);
    this.#cover = new Float32Array(width * height);
  }

  setGrey(x: number, y: number, grey: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    this.data.fill(grey, 4 * (x + this.width * y), 4 * (x + this.width * y) + 3);
  }

  /** @param lines x1, y1, x2, y2, ... each; where they meet they cover no more than once */
  stroke(lines: readonly (readonly number[])[], { width, colour, opacity }: Stroke): void {
    for (const line of lines)
      for (let n = 0; n + 3 < line.length; n += 2)
        this.#segment(line[n]!, line[n + 1]!, line[n + 2]!, line[n + 3]!, width / 2);
    this.#blend(colour, opacity);
  }

  /** @param corners x1, y1, x2, y2, ... of a small area */
  fill(corners: readonly number[], colour: Colour): void {
    const xs = corners.filter((_, n) => n % 2 === 0).sort((a, b) => a - b);
    const ys = corners.filter((_, n) => n % 2 === 1).sort((a, b) => a - b);
    for (let y = Math.floor(ys[0]!); y < ys.at(-1)!; y++)
      for (let x = Math.floor(xs[0]!); x < xs.at(-1)!; x++) {
        let hits = 0;
        for (let n = 0; n < SAMPLES * SAMPLES; n++) {
          const [u, v] = [n % SAMPLES, Math.floor(n / SAMPLES)];
          if (isInside(corners, x + (u + 0.5) / SAMPLES, y + (v + 0.5) / SAMPLES)) hits++;
        }
        this.#raise(x, y, hits / (SAMPLES * SAMPLES));
      }
    this.#blend(colour, 1);
  }

  #segment(x1: number, y1: number, x2: number, y2: number, half: number): void {
    const reach = half + 1;
    const [dx, dy] = [x2 - x1, y2 - y1];
    const length2 = dx * dx + dy * dy || 1;
    for (let y = Math.floor(Math.min(y1, y2) - reach); y <= Math.max(y1, y2) + reach; y++)
      for (let x = Math.floor(Math.min(x1, x2) - reach); x <= Math.max(x1, x2) + reach; x++) {
        const [px, py] = [x + 0.5 - x1, y + 0.5 - y1];
        const part = Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
        const away = Math.hypot(px - part * dx, py - part * dy);
        this.#raise(x, y, Math.min(1, half + 0.5 - away));
      }
  }

  #raise(x: number, y: number, cover: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height || cover <= 0) return;
    const at = x + this.width * y;
    if (this.#cover[at] === 0) this.#touched.push(at);
    if (cover > this.#cover[at]!) this.#cover[at] = cover;
  }

  #blend(colour: Colour, opacity: number): void {
    const rgb = channels(colour);
    for (const at of this.#touched) {
      const share = opacity * this.#cover[at]!;
      rgb.forEach((value, c) => {
        const under = this.data[4 * at + c]!;
        this.data[4 * at + c] = Math.round(under + share * (value - under));
      });
      this.#cover[at] = 0;
    }
    this.#touched = [];
  }
}

function channels(colour: Colour): readonly [number, number, number] {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** Even-odd rule. */
function isInside(corners: readonly number[], x: number, y: number): boolean {
  let inside = false;
  for (let n = 0, m = corners.length - 2; n < corners.length; m = n, n += 2) {
    const [x1, y1, x2, y2] = [corners[n]!, corners[n + 1]!, corners[m]!, corners[m + 1]!];
    if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
  }
  return inside;
}
