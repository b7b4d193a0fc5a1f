/** A drawing as SVG: vectors and words, with the CT as PNG inside, so that one file opens in any browser. */
import { greyPng } from '../views/spine-views.ts';

import {
  LIGHT_COLOUR,
  lightCorners,
  type Drawing,
  type DrawingItem,
  type LightItem,
  type TextItem,
} from './drawing.ts';

const FONT = "'DejaVu Sans','Segoe UI',Helvetica,Arial,sans-serif";
const DASH = '4 3';

/** The same drawing gives the same bytes. */
export function svgOf({ width, height, title, ground, items }: Drawing): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" fill="${ground}"/>`,
    ...items.map(elementOf),
    '</svg>\n',
  ].join('\n');
}

function elementOf(item: DrawingItem): string {
  switch (item.kind) {
    case 'image': {
      const png = Buffer.from(greyPng(item.view)).toString('base64');
      const box = `x="${short(item.x)}" y="${short(item.y)}" width="${short(item.width)}" height="${short(item.height)}"`;
      return `<image ${box} preserveAspectRatio="none" href="data:image/png;base64,${png}"/>`;
    }
    case 'line': {
      const { points, colour, width, opacity = 1, dashed = false } = item;
      const faint = opacity === 1 ? '' : ` stroke-opacity="${opacity}"`;
      const dash = dashed ? ` stroke-dasharray="${DASH}"` : '';
      const path = points.map(short).join(' ');
      return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round"${faint}${dash}/>`;
    }
    case 'light':
      return lightOf(item);
    case 'text':
      return textOf(item);
  }
}

function lightOf(item: LightItem): string {
  return `<polygon points="${lightCorners(item).map(short).join(' ')}" fill="${LIGHT_COLOUR[item.light]}"/>`;
}

function textOf({
  text,
  x,
  y,
  size,
  colour,
  bold = false,
  anchor = 'start',
  rimmed = false,
  more = '',
}: TextItem): string {
  if (text === '') return '';
  const weight = bold ? ' font-weight="bold"' : '';
  const rim = rimmed ? ' stroke="#000000" stroke-width="3" stroke-opacity="0.6" paint-order="stroke"' : '';
  const told = more === '' ? '' : `<title>${escaped(more)}</title>`;
  return `<text x="${short(x)}" y="${short(y)}" font-size="${size}" fill="${colour}" text-anchor="${anchor}"${weight}${rim}>${escaped(text)}${told}</text>`;
}

/** To a tenth of a pixel. */
function short(value: number): string {
  return String(Math.round(10 * value) / 10);
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
