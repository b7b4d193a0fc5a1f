/** A table whose rows are as high as their fullest cell, with its head again on every page. */
import { ACCENT, CONTENT_BOTTOM, GREY, INK, PAGE, RULE, TINT, type Pdf } from './page.ts';

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
}

const PAD = 3.5;
const SIZE = { text: 7.6, note: 6.3, head: 7 } as const;

export function table(pdf: Pdf, columns: readonly Column[], rows: readonly (readonly Cell[])[]): void {
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

function drawHead(pdf: Pdf, columns: readonly Column[]): void {
  const height = 23;
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
  { text, note, bold = false, colour = INK }: Cell,
  { width, align = 'left' }: Column,
  x: number,
  top: number,
): void {
  const options = { width: width - 2 * PAD, align };
  pdf
    .font(bold ? 'narrow-bold' : 'narrow')
    .fontSize(SIZE.text)
    .fillColor(colour);
  pdf.text(text, x + PAD, top + PAD, options);
  if (note !== undefined)
    pdf
      .font('narrow')
      .fontSize(SIZE.note)
      .fillColor(GREY)
      .text(note, x + PAD, pdf.y, options);
}

function rowHeight(pdf: Pdf, columns: readonly Column[], cells: readonly Cell[]): number {
  return cells.reduce((most, { text, note, bold = false }, c) => {
    const width = columns[c]!.width - 2 * PAD;
    let height = pdf
      .font(bold ? 'narrow-bold' : 'narrow')
      .fontSize(SIZE.text)
      .heightOfString(text || ' ', { width });
    if (note !== undefined) height += pdf.font('narrow').fontSize(SIZE.note).heightOfString(note, { width });
    return Math.max(most, height + 2 * PAD);
  }, 0);
}

function totalWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0);
}
