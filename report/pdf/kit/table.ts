/** A table whose rows are as high as their fullest cell, with its head again on every page. */
import {
  ACCENT,
  CONTENT_BOTTOM,
  GREY,
  INK,
  LIGHT_COLOUR,
  LIGHT_LETTER,
  PAGE,
  printable,
  room,
  RULE,
  TINT,
  typeset,
  type Pdf,
} from './page.ts';
import { artefact, leaf, within } from './tags.ts';

export interface Column {
  readonly title: string;
  /** Second line of the head: the unit. */
  readonly unit?: string;
  /** Points. */
  readonly width: number;
  readonly align?: 'left' | 'right' | 'center';
}

export interface Cell {
  readonly text: string;
  /** Below the text, smaller and grey: an interval. */
  readonly note?: string;
  readonly bold?: boolean;
  readonly colour?: string;
  /** Before the text: a light of quality, told by shape, letter and colour. */
  readonly light?: TrafficLight;
}

type TrafficLight = keyof typeof LIGHT_COLOUR;

const PAD = 3.5;
const SIZE = { text: 7.6, note: 6.3, head: 7 } as const;
const HEAD_HEIGHT = { oneLine: 14, withUnits: 23 } as const;
/** Side of a light of quality, and the room that it takes before the text. */
const LIGHT = { size: 8.4, room: 12 } as const;

/** Of a page: a table that is no higher than this share of it is not broken. */
const WHOLE_SHARE = 0.4;

/**
 * What a table asks for on the page that it begins on, points: a head never stands alone at the foot of a page, a low table is not
 * broken, and a row never stands alone. A heading above it asks for the same.
 */
export function tableRoom(pdf: Pdf, columns: readonly Column[], rows: readonly (readonly Cell[])[]): number {
  const heights = rows.map((cells) => rowHeight(pdf, columns, cells));
  const head = headHeight(columns);
  const whole = head + heights.reduce((sum, height) => sum + height, 0);
  const low = whole <= WHOLE_SHARE * (CONTENT_BOTTOM - PAGE.top);
  return low ? whole : head + (heights[0] ?? 0) + (heights[1] ?? 0);
}

export function table(pdf: Pdf, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
  const heights = rows.map((cells) => rowHeight(pdf, columns, cells));
  room(pdf, tableRoom(pdf, columns, rows));
  within(pdf, 'Table', () => {
    drawHead(pdf, columns, false);
    rows.forEach((cells, n) => {
      const height = heights[n]!;
      const left = rows.length - n;
      const needed = left === 2 ? height + heights[n + 1]! : height;
      if (pdf.y + needed > CONTENT_BOTTOM) {
        pdf.addPage();
        pdf.y = PAGE.top;
        drawHead(pdf, columns, true);
      }
      drawRow(pdf, columns, cells, n, height);
    });
  });
  pdf.x = PAGE.margin;
  pdf.y += 6;
}

function drawRow(
  pdf: Pdf,
  columns: readonly Column[],
  cells: readonly Cell[],
  n: number,
  height: number,
): void {
  const top = pdf.y;
  artefact(pdf, () => {
    if (n % 2 === 1) pdf.rect(PAGE.margin, top, totalWidth(columns), height).fill('#f7f9fb');
    pdf.moveTo(PAGE.margin, top + height).lineTo(PAGE.margin + totalWidth(columns), top + height);
    pdf.lineWidth(0.4).strokeColor(RULE).stroke();
  });
  within(pdf, 'TR', () => {
    let x: number = PAGE.margin;
    columns.forEach((column, c) => {
      const left = x;
      const draw = (): void => {
        drawCell(pdf, cells[c]!, column, left, top);
      };
      if (c === 0) leaf(pdf, 'TH', draw, { scope: 'Row' });
      else leaf(pdf, 'TD', draw);
      x += column.width;
    });
  });
  pdf.y = top + height;
}

function headHeight(columns: readonly Column[]): number {
  return columns.some(({ unit }) => unit !== undefined) ? HEAD_HEIGHT.withUnits : HEAD_HEIGHT.oneLine;
}

/** @param again on a further page, where it repeats what was said */
function drawHead(pdf: Pdf, columns: readonly Column[], again: boolean): void {
  const height = headHeight(columns);
  const top = pdf.y;
  const ground = (): void => {
    pdf.rect(PAGE.margin, top, totalWidth(columns), height).fill(TINT);
  };
  const titles = (): void => {
    let x: number = PAGE.margin;
    for (const column of columns) {
      const left = x;
      const draw = (): void => {
        drawTitle(pdf, column, left, top);
      };
      leaf(pdf, 'TH', draw, { scope: 'Column' });
      x += column.width;
    }
  };
  if (again)
    artefact(pdf, () => {
      ground();
      titles();
    });
  else {
    artefact(pdf, ground);
    within(pdf, 'TR', titles);
  }
  pdf.y = top + height;
}

function drawTitle(
  pdf: Pdf,
  { title, unit = '', width, align = 'left' }: Column,
  x: number,
  top: number,
): void {
  const options = { width: width - 2 * PAD, align, lineBreak: false } as const;
  pdf
    .font('narrow-bold')
    .fontSize(SIZE.head)
    .fillColor(ACCENT)
    .text(title, x + PAD, top + 3.5, options);
  if (unit === '') return;
  pdf
    .font('narrow')
    .fontSize(SIZE.note)
    .fillColor(GREY)
    .text(unit, x + PAD, top + 13, options);
}

function drawCell(
  pdf: Pdf,
  { text, note, bold = false, colour = INK, light }: Cell,
  { width, align = 'left' }: Column,
  left: number,
  top: number,
): void {
  const indent = light === undefined ? 0 : LIGHT.room;
  const x = left + indent;
  const options = { width: width - 2 * PAD - indent, align };
  if (light !== undefined) drawLight(pdf, light, left + PAD, top + PAD + 0.2);
  pdf
    .font(bold ? 'narrow-bold' : 'narrow')
    .fontSize(SIZE.text)
    .fillColor(colour);
  pdf.text(printable(pdf, typeset(text)), x + PAD, top + PAD, options);
  if (note !== undefined)
    pdf
      .font('narrow')
      .fontSize(SIZE.note)
      .fillColor(GREY)
      .text(printable(pdf, typeset(note)), x + PAD, pdf.y, options);
}

/** A circle, a triangle or a square, each with its letter: they stay apart without colour. */
export function drawLight(pdf: Pdf, light: TrafficLight, x: number, y: number): void {
  const { size } = LIGHT;
  if (light === 'green') pdf.circle(x + size / 2, y + size / 2, size / 2);
  else if (light === 'red') pdf.rect(x, y, size, size);
  else pdf.polygon([x + size / 2, y - 0.8], [x + size + 0.8, y + size], [x - 0.8, y + size]);
  pdf.fill(LIGHT_COLOUR[light]);
  const drop = light === 'amber' ? 2.4 : 1.4;
  pdf.font('narrow-bold').fontSize(5.6).fillColor('#ffffff');
  pdf.text(LIGHT_LETTER[light], x, y + drop, { width: size, align: 'center', lineBreak: false });
}

function rowHeight(pdf: Pdf, columns: readonly Column[], cells: readonly Cell[]): number {
  return cells.reduce((most, { text, note, bold = false, light }, c) => {
    const width = columns[c]!.width - 2 * PAD - (light === undefined ? 0 : LIGHT.room);
    let height = pdf
      .font(bold ? 'narrow-bold' : 'narrow')
      .fontSize(SIZE.text)
      .heightOfString(typeset(text) || ' ', { width });
    if (note !== undefined)
      height += pdf.font('narrow').fontSize(SIZE.note).heightOfString(typeset(note), { width });
    return Math.max(most, height + 2 * PAD);
  }, 0);
}

function totalWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}
