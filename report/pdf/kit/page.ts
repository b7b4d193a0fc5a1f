/** The report's pages: fonts, grid, header and footer, and the few marks that everything is drawn with. */
import PDFDocument from 'pdfkit';

import { fontFile } from '../../bundled-files.ts';
import { artefact, closeStructure, leaf, openStructure, type Pdf } from './tags.ts';

export type { Pdf } from './tags.ts';

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

/** Of the status and the title at the head of a page, points. */
const STATUS_WIDTH = 230;
/** Stands in every report's dates where the study has none: the same input must give the same bytes. */
const NO_DATE = new Date(0);

export interface PageFrame {
  /** In the header of every page: names of the patient, of which the first that can be printed whole is, else what stands for one. */
  readonly patient: { readonly names: readonly string[]; readonly unprintable: string };
  readonly study: string;
  readonly date: string | null;
  readonly footer: string;
  /** Under the footer where a letter could not be printed: what stands for it. */
  readonly missingLetter: string;
  /** Unsigned, or by whom and when. */
  readonly status: string;
  /** What the document is, in the header and among its properties. */
  readonly title: string;
  /** Of its words, BCP 47. */
  readonly language: string;
  /** "Page 2 of 9" */
  readonly numbered: (page: number, pages: number) => string;
}

/** PDF/A-2a: tagged, every font embedded, colours by a profile, no clock. */
export function openPdf({ date, title, language }: PageFrame): Pdf {
  const made = date === null ? NO_DATE : new Date(`${date}T00:00:00Z`);
  const pdf = new PDFDocument({
    size: 'A4',
    margins: { top: PAGE.top, bottom: 0, left: PAGE.margin, right: PAGE.margin },
    bufferPages: true,
    pdfVersion: '1.7',
    subset: 'PDF/A-2a',
    tagged: true,
    lang: language,
    displayTitle: true,
    font: fontFile('DejaVuSans'),
    info: {
      Title: title,
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
  openStructure(pdf);
  pdf.y = PAGE.top;
  return pdf;
}

/** Header and footer go onto all pages at the end, when their number is known. */
export async function closePdf(pdf: Pdf, frame: PageFrame): Promise<Uint8Array> {
  const { start, count } = pdf.bufferedPageRange();
  for (let page = start; page < start + count; page++) {
    pdf.switchToPage(page);
    artefact(pdf, () => {
      drawFrame(pdf, frame, page - start + 1, count);
    });
  }
  closeStructure(pdf);
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
  line(pdf, nameInPrint(pdf, frame.patient), {
    x: margin,
    y: 30,
    size: 8.5,
    font: 'bold',
    width: CONTENT_WIDTH - STATUS_WIDTH - 10,
  });
  line(pdf, frame.study, {
    x: margin,
    y: 42,
    size: 7.2,
    font: 'narrow',
    colour: GREY,
    width: CONTENT_WIDTH - STATUS_WIDTH - 10,
  });
  line(pdf, frame.status, {
    x: width - margin - STATUS_WIDTH,
    y: 30,
    size: 8.5,
    font: 'bold',
    width: STATUS_WIDTH,
    align: 'right',
  });
  line(pdf, frame.title, {
    x: width - margin - STATUS_WIDTH,
    y: 42,
    size: 7.5,
    width: STATUS_WIDTH,
    align: 'right',
    colour: GREY,
  });
  rule(pdf, 56);
  rule(pdf, height - 46);
  if (REPLACED.has(pdf))
    line(pdf, frame.missingLetter, {
      x: margin,
      y: height - 30,
      size: 6.5,
      width: CONTENT_WIDTH,
      colour: GREY,
    });
  line(pdf, frame.footer, { x: margin, y: height - 40, size: 7, width: CONTENT_WIDTH - 70, colour: GREY });
  line(pdf, frame.numbered(page, pages), {
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
  readonly tag?: 'P' | 'H1' | 'H2';
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
    tag = 'P',
  } = options;
  const at = { x: pdf.x, y: pdf.y };
  leaf(pdf, tag, () => {
    pdf.font(font).fontSize(size).fillColor(colour);
    const words = printable(pdf, text);
    pdf.text(words, x, y, { width, align, lineBreak: false, height: size * 1.3, ellipsis: true });
  });
  pdf.x = at.x;
  pdf.y = at.y;
}

/** An empty square in the place of a letter that the faces do not have: an archival PDF may print no letter without a shape. */
export function printable(pdf: Pdf, text: string): string {
  const { font } = (pdf as unknown as { _font: { font: FontFace } })._font;
  let words = '';
  for (const letter of text) {
    const there = letter === '\n' || font.hasGlyphForCodePoint(letter.codePointAt(0)!);
    if (!there) REPLACED.add(pdf);
    words += there ? letter : MISSING;
  }
  return words;
}

/** Documents in which a letter could not be printed: their footers say so. */
const REPLACED = new WeakSet<Pdf>();

/** A name with squares in it is somebody else's: the first that the faces have all letters of, or words that say that there is none. */
export function nameInPrint(pdf: Pdf, { names, unprintable }: PageFrame['patient']): string {
  pdf.font('bold');
  const { font } = (pdf as unknown as { _font: { font: FontFace } })._font;
  const whole = names.find((name) =>
    Array.from(name).every((letter) => font.hasGlyphForCodePoint(letter.codePointAt(0)!)),
  );
  return whole ?? unprintable;
}

/** Of fontkit, behind PDFKit's own. */
interface FontFace {
  hasGlyphForCodePoint(point: number): boolean;
}
const MISSING = '\u25a1';

/**
 * Words of other steps as print has them: raised digits in units, a true minus before a negative number, an en dash from level to level, and
 * no line that begins with a unit. A hyphen within a name, an ID or a date stays one.
 */
export function typeset(text: string): string {
  return text
    .replaceAll(/(?<=^|[\s([;:,=<>≤≥±/])-(?=\d)/g, '−')
    .replaceAll(/\b([CTLV]\d{1,2})-(?=[CTLV]\d{1,2}\b)/g, '$1–')
    .replaceAll(/\b(mg\/)?([cm]m)3\b/g, '$1$2³')
    .replaceAll(/\b(mm|kg\/m)2\b/g, '$1²')
    .replaceAll(/([\d³]) (%|mg\/|mm\b|mm²|cm³|kg\/|HU\b|N\b)/g, '$1\u00a0$2')
    .replaceAll(/(\d)-(\d+\u00a0%)/g, '$1\u00a0to\u00a0$2')
    .replaceAll('+-', '±')
    .replaceAll(/([±<>]) (?=\d)/g, '$1\u00a0');
}

export function rule(pdf: Pdf, y: number, colour: string = RULE): void {
  artefact(pdf, () => {
    pdf
      .moveTo(PAGE.margin, y)
      .lineTo(PAGE.width - PAGE.margin, y)
      .lineWidth(0.6)
      .strokeColor(colour)
      .stroke();
  });
}

/** Goes on to a new page where `height` points no longer fit. */
export function room(pdf: Pdf, height: number): void {
  if (pdf.y + height <= CONTENT_BOTTOM) return;
  pdf.addPage();
  pdf.y = PAGE.top;
}

const HEADINGS = new WeakMap<Pdf, Map<string, number>>();

/** Pages by the headings that they hold, the first page being 1; of a heading that stands twice the first. */
export function pagesOfHeadings(pdf: Pdf): ReadonlyMap<string, number> {
  return HEADINGS.get(pdf) ?? new Map();
}

/** A heading and, under it, the cursor. */
export function heading(pdf: Pdf, text: string, keepWith = 40): void {
  room(pdf, 24 + keepWith);
  const pages = HEADINGS.get(pdf) ?? new Map<string, number>();
  if (!pages.has(text)) HEADINGS.set(pdf, pages.set(text, pdf.bufferedPageRange().count));
  pdf.y += 6;
  line(pdf, text, { x: PAGE.margin, y: pdf.y, size: 10.5, font: 'bold', colour: ACCENT, tag: 'H2' });
  pdf.y += 17;
}

/** Running text over the width of the page, or a part of it. */
export function paragraph(
  pdf: Pdf,
  text: string,
  options: { size?: number; colour?: string; x?: number; width?: number; font?: string } = {},
): void {
  const { size = 8, colour = INK, x = PAGE.margin, width = CONTENT_WIDTH, font = 'regular' } = options;
  pdf.font(font).fontSize(size);
  const words = printable(pdf, typeset(text));
  room(pdf, pdf.heightOfString(words, { width, lineGap: 1.5 }) + 2);
  leaf(pdf, 'P', () => {
    pdf.font(font).fontSize(size);
    pdf.fillColor(colour).text(words, x, pdf.y, { width, lineGap: 1.5 });
  });
  pdf.y += 3;
  pdf.x = PAGE.margin;
}
