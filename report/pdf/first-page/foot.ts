/** The foot of page 1: what limits the result, and the place for the reader's name. */
import { limitsOf } from '../../words/page-one/limits.ts';
import { minuteText, signatureOf } from '../../words/signature.ts';
import { localised } from '../../words/strings/localised.ts';
import type { Strings } from '../../words/strings/strings.ts';
import type { ReportData } from '../../report-data.ts';

import {
  CONTENT_BOTTOM,
  CONTENT_WIDTH,
  GREY,
  INK,
  line,
  PAGE,
  printable,
  room,
  RULE,
  typeset,
  type Pdf,
} from '../kit/page.ts';
import { artefact, leaf } from '../kit/tags.ts';

const SIZE = { limits: 8, other: 7.4 } as const;
/** Of the reader's name with the lines above it, points. */
const ATTESTATION = 34;

/** What the foot takes of the page, points. */
export function footHeight(pdf: Pdf, data: ReportData, strings: Strings): number {
  pdf.font('bold').fontSize(SIZE.limits);
  const limits = pdf.heightOfString(limitsText(data, strings), { width: CONTENT_WIDTH, lineGap: 1.2 });
  pdf.font('regular').fontSize(SIZE.other);
  const other =
    strings.otherPages === '' ? 0 : pdf.heightOfString(strings.otherPages, { width: CONTENT_WIDTH });
  return limits + 3 + other + ATTESTATION;
}

function limitsText(data: ReportData, strings: Strings): string {
  const limits = limitsOf(data, strings);
  const told = limits.length === 0 ? strings.limits.none : `${strings.limits.title}: ${limits.join('; ')}.`;
  return typeset(localised(strings, told));
}

/** At most three limits that matter for this patient, and the place for the reader's name. */
export function limitsLine(pdf: Pdf, data: ReportData, strings: Strings): void {
  const words = limitsText(data, strings);
  pdf.font('bold').fontSize(SIZE.limits);
  room(pdf, pdf.heightOfString(words, { width: CONTENT_WIDTH }) + 4);
  leaf(pdf, 'P', () => {
    pdf.font('bold').fontSize(SIZE.limits).fillColor(INK);
    pdf.text(printable(pdf, words), PAGE.margin, pdf.y, { width: CONTENT_WIDTH, lineGap: 1.2 });
  });
  pdf.y += 3;
  if (strings.otherPages === '') return;
  leaf(pdf, 'P', () => {
    pdf.font('regular').fontSize(SIZE.other).fillColor(GREY);
    pdf.text(strings.otherPages, PAGE.margin, pdf.y, { width: CONTENT_WIDTH });
  });
}

export function attestation(pdf: Pdf, { reviewed }: ReportData, strings: Strings): void {
  const { attestation: words } = strings;
  // At the foot of the page, above its rule, where little is left of it.
  const top = Math.min(pdf.y + 6, CONTENT_BOTTOM - 12);
  const width = CONTENT_WIDTH / 3 - 12;
  const signature = signatureOf(reviewed);
  const { reader, at = '', meaning = '' } = signature ?? {};
  const signed = [
    [reader?.name, reader?.role].filter((part) => part != null).join(', '),
    at === '' ? '' : localised(strings, minuteText(at)),
    meaning ?? '',
  ];
  [words.interpretedBy, words.time, words.meaning].forEach((told, n) => {
    const x = PAGE.margin + n * (width + 18);
    if (signed[n] !== '') line(pdf, signed[n]!, { x, y: top + 3, size: 8, font: 'bold', width });
    artefact(pdf, () => {
      pdf.moveTo(x, top + 14).lineTo(x + width, top + 14);
      pdf.lineWidth(0.7).strokeColor(RULE).stroke();
    });
    line(pdf, told, { x, y: top + 16.5, size: 7, colour: GREY, width });
  });
  pdf.x = PAGE.margin;
  pdf.y = top + 26;
}
