/** A picture as a list of what is on it, back to front, so that vectors and pixels are made from the same. Units: pixels. */
import type { TRAFFIC_LIGHTS } from '../../../contracts/segmentation.ts';
import type { SpineView } from '../views/spine-views.ts';

/** Sizes of type (pixels) and colours of words on the dark ground. */
export const TYPE = { title: 17, name: 12.5, label: 11, note: 11.5, letter: 13 } as const;
export const INK = '#eef2f6';
export const GREY = '#9fb0c0';

export type TrafficLight = (typeof TRAFFIC_LIGHTS)[number];
/** `#rrggbb` */
export type Colour = `#${string}`;

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly ground: Colour;
  readonly items: readonly DrawingItem[];
}

export interface ImageItem {
  readonly kind: 'image';
  readonly view: Pick<SpineView, 'plane' | 'grey'>;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LineItem {
  readonly kind: 'line';
  /** x1, y1, x2, y2, ... */
  readonly points: readonly number[];
  readonly colour: Colour;
  readonly width: number;
  readonly opacity?: number;
  readonly dashed?: boolean;
}

/** A circle (green), a triangle (amber) or a square (red): they stay apart without colour. */
export interface LightItem {
  readonly kind: 'light';
  readonly light: TrafficLight;
  /** Of its centre. */
  readonly x: number;
  readonly y: number;
}

export interface TextItem {
  readonly kind: 'text';
  readonly text: string;
  readonly x: number;
  /** Of the letters' feet. */
  readonly y: number;
  /** Height of the type. */
  readonly size: number;
  readonly colour: Colour;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** On a picture: with a dark rim, for it may lie over bright bone. */
  readonly rimmed?: boolean;
  /** Told where a browser's pointer rests on it. */
  readonly more?: string;
}

export type DrawingItem = ImageItem | LineItem | LightItem | TextItem;

/** Words of a chart, beside what they tell of. */
export function chartLabel(
  text: string,
  x: number,
  y: number,
  colour: Colour,
  more: Pick<TextItem, 'anchor' | 'bold'> = {},
): TextItem {
  return { kind: 'text', text, x, y, size: TYPE.label, colour, ...more };
}

export const LIGHT_COLOUR = { green: '#4ade80', amber: '#fbbf24', red: '#f87171' } as const;
/** Half the width of a light, and the corners that stand for a circle. */
const LIGHT_RADIUS = 4.5;
const ROUND = 24;
/** Mean width of letters over the height of the type, in common sans-serif faces at most (design values). */
const LETTER_WIDTH = { capital: 0.7, small: 0.6 } as const;

/** What a text takes at most, whichever face a browser finds for it. */
export function textWidth(text: string, size: number): number {
  const capitals = text.replaceAll(/[^A-Z_]/g, '').length;
  return size * (capitals * LETTER_WIDTH.capital + (text.length - capitals) * LETTER_WIDTH.small);
}

/** Words in lines that are at most `width` wide; a longer word has a line of its own. */
export function wrapped(text: string, size: number, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && textWidth(longer.trim(), size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The corners of a light, x1, y1, x2, y2, ...: of a circle, a triangle or a square. */
export function lightCorners({ light, x, y }: LightItem): readonly number[] {
  const r = LIGHT_RADIUS;
  if (light === 'red') return [x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r];
  if (light === 'amber') return [x, y - r - 1, x + r + 1, y + r, x - r - 1, y + r];
  return Array.from({ length: 2 * ROUND }, (_, n) => {
    const angle = (2 * Math.PI * (n >> 1)) / ROUND;
    return n % 2 === 0 ? x + r * Math.cos(angle) : y + r * Math.sin(angle);
  });
}
