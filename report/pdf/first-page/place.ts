/** Where a panel of page 1 is written, and the marks that it is written with; a dry one takes its room and draws nothing. */
import { localised } from '../../words/strings/localised.ts';
import type { Strings } from '../../words/strings/strings.ts';

import { ACCENT, CONTENT_WIDTH, GREY, INK, line, PAGE, printable, typeset, type Pdf } from '../kit/page.ts';
import { artefact, figure, leaf } from '../kit/tags.ts';
import type { Box } from './reference-charts.ts';

/** Words on the left, the picture beside them on the right, points: one panel under the other, as the text is read. */
export const WORDS = 258;
export const CHARTS = { x: PAGE.margin + WORDS + 18, width: CONTENT_WIDTH - WORDS - 18 } as const;

/** Of a row, what it is about, points. */
const ABOUT = 128;

export interface Place {
  readonly language: Strings['language'];
  readonly x: number;
  readonly width: number;
  /** Of the line above the panel's title, points. */
  readonly rule: number;
  /** Where the next line goes. */
  y: number;
  /** The lower end of a picture beside the words. */
  bottom: number;
  /** To find out how high it becomes. */
  readonly dry: boolean;
  /** Heights of the charts, points. */
  readonly charts: { readonly density: number; readonly strength: number };
  /** The page has too little room: what can go on one line does. */
  readonly crowded: boolean;
}

export function title(pdf: Pdf, told: string, place: Place): void {
  if (!place.dry) {
    artefact(pdf, () => {
      pdf.moveTo(place.x, place.y).lineTo(place.x + place.rule, place.y);
      pdf.lineWidth(0.8).strokeColor(ACCENT).stroke();
    });
    line(pdf, told, {
      x: place.x,
      y: place.y + 4,
      size: 9.5,
      font: 'bold',
      colour: ACCENT,
      width: place.width,
      tag: 'H2',
    });
  }
  place.bottom = place.y + 8;
  place.y += 18;
}

/** @param what of which the value is, beside it; empty where the next line says it */
export function value(pdf: Pdf, told: string, interval: string, place: Place, what = ''): void {
  figures(pdf, told, interval, place, what, 'bold');
}

/** A value that was not measured: marked, and not in bold, under the one that it is made of. */
export function estimate(pdf: Pdf, told: string, interval: string, place: Place, what: string): void {
  figures(pdf, `≈ ${told}`, interval, place, what, 'regular');
}

function figures(
  pdf: Pdf,
  told: string,
  interval: string,
  place: Place,
  what: string,
  font: 'bold' | 'regular',
): void {
  const top = place.y;
  if (!place.dry)
    leaf(pdf, 'P', () => {
      pdf.font(font).fontSize(13).fillColor(INK);
      const number = localised(place, told);
      pdf.text(`${number} `, place.x, top, { lineBreak: false });
      const after = place.x + pdf.widthOfString(`${number} `);
      pdf.font('regular').fontSize(8).fillColor(GREY);
      pdf.text(`${interval} `, after, top + 4.4, { lineBreak: false });
      if (what === '') return;
      const last = after + pdf.widthOfString(`${interval} `) + 2;
      pdf
        .font(font)
        .fillColor(INK)
        .text(what, last, top + 4.4, { lineBreak: false });
    });
  place.y += 17;
}

export function text(
  pdf: Pdf,
  told: string,
  place: Place,
  font: 'regular' | 'bold' = 'regular',
  width: number = place.width,
): void {
  const words = typeset(localised(place, told));
  pdf.font(font).fontSize(8);
  const height = pdf.heightOfString(words, { width, lineGap: 1 });
  if (!place.dry)
    leaf(pdf, 'P', () => {
      pdf.font(font).fontSize(8).fillColor(INK);
      pdf.text(printable(pdf, words), place.x, place.y, { width, lineGap: 1 });
    });
  place.y += height + 2;
}

/** What a row is about, and its values in columns of one width over the whole page. */
export function row(pdf: Pdf, about: string, values: readonly string[], place: Place): void {
  if (!place.dry) {
    const rest = (CONTENT_WIDTH - ABOUT) / Math.max(1, values.length);
    [about, ...values].forEach((told, n) => {
      if (told === '') return;
      const x = place.x + (n === 0 ? 0 : ABOUT + (n - 1) * rest);
      const font = about === '' ? 'regular' : 'bold';
      line(pdf, localised(place, told), { x, y: place.y, size: 8, font, width: n === 0 ? ABOUT : rest });
    });
  }
  place.y += 12;
}

/** A picture beside the words, its axis' title under it. */
export function chart(
  pdf: Pdf,
  axis: string,
  alt: string,
  height: number,
  place: Place,
  draw: (box: Box) => void,
): void {
  const top = place.bottom;
  if (!place.dry)
    figure(pdf, localised(place, alt), () => {
      draw({ x: CHARTS.x, y: top, width: CHARTS.width, height });
    });
  pdf.font('narrow').fontSize(6.6);
  const told = localised(place, axis);
  const lines = pdf.heightOfString(told, { width: CHARTS.width });
  if (!place.dry)
    leaf(pdf, 'P', () => {
      pdf.font('narrow').fontSize(6.6).fillColor(GREY);
      pdf.text(printable(pdf, told), CHARTS.x, top + height + 2, { width: CHARTS.width });
    });
  place.bottom = top + height + lines + 4;
}
