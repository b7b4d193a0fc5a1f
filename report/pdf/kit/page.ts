/** The report's pages: fonts, grid, header and footer, and the few marks that everything is drawn with. */
import PDFDocument from 'pdfkit';

import { fontFile } from '../../bundled-files.ts';

export type Pdf = InstanceType<typeof PDFDocument>;

export const INK = '#1b2733';
export const GREY = '#5d6b78';
export const RULE = '#c9d1d8';
export const ACCENT = '#123f63';
export const TINT = '#eef3f7';
/** Traffic lights that stay apart in grey; a letter always stands beside them. */
export const LIGHT_COLOUR = { green: '#2f7d4f', amber: '#b7791f', red: '#a3262a' } as const;
export const LIGHT_LETTER = { green: 'G', amber: 'A', red: 'R' } as const;

/** A4, points. */
export const PAGE = { width: 595.28, height: 841.89, margin: 42, top: 74, bottom: 64 } as const;
export const CONTENT_WIDTH = PAGE.width - 2 * PAGE.margin;
export const CONTENT_BOTTOM = PAGE.height - PAGE.bottom;

/** Stands in every report's dates where the study has none: the same input must give the same bytes. */
const NO_DATE = new Date(0);

export interface PageFrame {
  /** In the header of every page. */
  readonly patient: string;
  readonly study: string;
  readonly date: string | null;
  readonly footer: string;
}

export function openPdf({ date }: PageFrame): Pdf {
  const made = date === null ? NO_DATE : new Date(`${date}T00:00:00Z`);
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: PAGE.top, bottom: 0, left: PAGE.margin, right: PAGE.margin },
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    displayTitle: true,
    font: fontFile('DejaVuSans'),
    info: {
      Title: 'Vertebral bone strength and fracture risk',
      Creator: 'osteon',
      Producer: 'osteon',
      CreationDate: made,
      ModDate: made,
    },
  });
  pdf.registerFont('regular', fontFile('DejaVuSans'));
  pdf.registerFont('bold', fontFile('DejaVuSans-Bold'));
  pdf.registerFont('narrow', fontFile('DejaVuSansCondensed'));
  pdf.registerFont('narrow-bold', fontFile('DejaVuSansCondensed-Bold'));
  pdf.y = PAGE.top;
  return pdf;
}

/** Header and footer go onto all pages at the end, when their number is known. */
export async function closePdf(pdf: Pdf, frame: PageFrame): Promise<Uint8Array> {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    drawFrame(pdf, frame, page - start + 1, count);
  }
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', resolve);
    pdf.on('error', reject);
  });
  pdf.end();
  await done;
  return new Uint8Array(Buffer.concat(chunks));
}

function drawFrame(pdf: Pdf, frame: PageFrame, page: number, pages: number): void {
  const { margin, width, height } = PAGE;
  line(pdf, frame.patient, { x: margin, y: 30, size: 8.5, font: 'bold', width: CONTENT_WIDTH - 190 });
  line(pdf, frame.study, {
    x: margin,
    y: 42,
    size: 7.2,
    font: 'narrow',
    colour: GREY,
    width: CONTENT_WIDTH - 190,
  });
  line(pdf, 'PRELIMINARY – UNSIGNED', {
    x: width - margin - 180,
    y: 30,
    size: 8.5,
    font: 'bold',
    width: 180,
    align: 'right',
  });
  line(pdf, 'Vertebral bone strength and fracture risk', {
    x: width - margin - 230,
    y: 42,
    size: 7.5,
    width: 230,
    align: 'right',
    colour: GREY,
  });
  rule(pdf, 56);
  rule(pdf, height - 46);
  line(pdf, frame.footer, { x: margin, y: height - 40, size: 7, width: CONTENT_WIDTH - 70, colour: GREY });
  line(pdf, `Page ${page} of ${pages}`, {
    x: width - margin - 66,
    y: height - 40,
    size: 7,
    width: 66,
    align: 'right',
    colour: GREY,
  });
}

export interface LineOptions {
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly font?: 'regular' | 'bold' | 'narrow' | 'narrow-bold';
  readonly colour?: string;
  readonly width?: number;
  readonly align?: 'left' | 'right' | 'center';
}

/** One line of text, cut with an ellipsis where it would leave its width. The document's own cursor is left alone. */
export function line(pdf: Pdf, text: string, options: LineOptions): void {
  const {
    x,
    y,
    size = 8,
    font = 'regular',
    colour = INK,
    width = PAGE.width - PAGE.margin - x,
    align = 'left',
  } = options;
  const at = { x: pdf.x, y: pdf.y };
  pdf.font(font).fontSize(size).fillColor(colour);
  pdf.text(text, x, y, { width, align, lineBreak: false, height: size * 1.3, ellipsis: true });
  pdf.x = at.x;
  pdf.y = at.y;
}

/** Words of other steps as print has them: raised digits in units, and no line that begins with a unit. */
export function typeset(text: string): string {
  return text
    .replaceAll(/\b(mg\/)?([cm]m)3\b/g, '$1$2³')
    .replaceAll(/([\d³]) (%|mg\/|mm\b|cm³|HU\b|N\b)/g, '$1\u00a0$2')
    .replaceAll(/(\d)-(\d+\u00a0%)/g, '$1\u00a0to\u00a0$2')
    .replaceAll('+-', '±');
}

export function rule(pdf: Pdf, y: number, colour: string = RULE): void {
  pdf
    .moveTo(PAGE.margin, y)
    .lineTo(PAGE.width - PAGE.margin, y)
    .lineWidth(0.6)
    .strokeColor(colour)
    .stroke();
}

/** Goes on to a new page where `height` points no longer fit. */
export function room(pdf: Pdf, height: number): void {
  if (pdf.y + height <= CONTENT_BOTTOM) return;
  pdf.addPage();
  pdf.y = PAGE.top;
}

/** A heading and, under it, the cursor. */
export function heading(pdf: Pdf, text: string, keepWith = 40): void {
  room(pdf, 24 + keepWith);
  pdf.y += 6;
  line(pdf, text, { x: PAGE.margin, y: pdf.y, size: 10.5, font: 'bold', colour: ACCENT });
  pdf.y += 17;
}

/** Running text over the width of the page, or a part of it. */
export function paragraph(
  pdf: Pdf,
  text: string,
  options: { size?: number; colour?: string; x?: number; width?: number; font?: string } = {},
): void {
  const words = typeset(text);
  const { size = 8, colour = INK, x = PAGE.margin, width = CONTENT_WIDTH, font = 'regular' } = options;
  pdf.font(font).fontSize(size);
  room(pdf, pdf.heightOfString(words, { width, lineGap: 1.5 }) + 2);
  pdf.fillColor(colour).text(words, x, pdf.y, { width, lineGap: 1.5 });
  pdf.y += 3;
  pdf.x = PAGE.margin;
}
