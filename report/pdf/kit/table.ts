/** A table whose rows are as high as their fullest cell, with its head again on every page. */
import {
  ACCENT,
  CONTENT_BOTTOM,
  GREY,
  INK,
  LIGHT_COLOUR,
  LIGHT_LETTER,
  PAGE,
  room,
  RULE,
  TINT,
  typeset,
  type Pdf,
} from './page.ts';

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

export function table(pdf: Pdf, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
  // A head never stands alone at the foot of a page.
  room(pdf, headHeight(columns) + (rows.length === 0 ? 0 : rowHeight(pdf, columns, rows[0]!)));
  drawHead(pdf, columns);
  rows.forEach((cells, n) => {
    const height = rowHeight(pdf, columns, cells);
    if (pdf.y + height > CONTENT_BOTTOM) {
      pdf.addPage();
      pdf.y = PAGE.top;
      drawHead(pdf, columns);
    }
    const top = pdf.y;
    if (n % 2 === 1) pdf.rect(PAGE.margin, top, totalWidth(columns), height).fill('#f7f9fb');
    let x: number = PAGE.margin;
    columns.forEach((column, c) => {
      drawCell(pdf, cells[c]!, column, x, top);
      x += column.width;
    });
    pdf.moveTo(PAGE.margin, top + height).lineTo(PAGE.margin + totalWidth(columns), top + height);
    pdf.lineWidth(0.4).strokeColor(RULE).stroke();
    pdf.y = top + height;
  });
  pdf.x = PAGE.margin;
  pdf.y += 6;
}

function headHeight(columns: readonly Column[]): number {
  return columns.some(({ unit }) => unit !== undefined) ? HEAD_HEIGHT.withUnits : HEAD_HEIGHT.oneLine;
}

function drawHead(pdf: Pdf, columns: readonly Column[]): void {
  const height = headHeight(columns);
  const top = pdf.y;
  pdf.rect(PAGE.margin, top, totalWidth(columns), height).fill(TINT);
  let x: number = PAGE.margin;
  for (const { title, unit = '', width, align = 'left' } of columns) {
    const options = { width: width - 2 * PAD, align, lineBreak: false } as const;
    pdf
      .font('narrow-bold')
      .fontSize(SIZE.head)
      .fillColor(ACCENT)
      .text(title, x + PAD, top + 3.5, options);
    pdf
      .font('narrow')
      .fontSize(SIZE.note)
      .fillColor(GREY)
      .text(unit, x + PAD, top + 13, options);
    x += width;
  }
  pdf.y = top + height;
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
  pdf.text(typeset(text), x + PAD, top + PAD, options);
  if (note !== undefined)
    pdf
      .font('narrow')
      .fontSize(SIZE.note)
      .fillColor(GREY)
      .text(typeset(note), x + PAD, pdf.y, options);
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
