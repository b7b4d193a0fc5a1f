/** The box at the head of a report without a result: that there is none, and why. */
import {
  ACCENT,
  CONTENT_WIDTH,
  GREY,
  INK,
  line,
  PAGE,
  printable,
  TINT,
  typeset,
  type Pdf,
} from '../kit/page.ts';
import { artefact, leaf } from '../kit/tags.ts';

const PAD = 12;
/** Of the words before each text, points. */
const LABEL_WIDTH = 60;

export interface OutcomeBox {
  readonly title: string;
  /** What the outcome means, as a sentence. */
  readonly meaning: string;
  readonly rows: readonly (readonly [label: string, text: string])[];
}

export function outcomeBox(pdf: Pdf, { title, meaning, rows }: OutcomeBox): void {
  const width = CONTENT_WIDTH - 2 * PAD - LABEL_WIDTH;
  const texts = rows.map(([label, text]) => [label, typeset(text)] as const);
  const heights = texts.map(
    ([, text]) => pdf.font('regular').fontSize(9).heightOfString(text, { width, lineGap: 1.5 }) + 6,
  );
  const height = 48 + heights.reduce((sum, h) => sum + h, 0) + PAD;
  const top = pdf.y;
  const x = PAGE.margin + PAD;
  artefact(pdf, () => {
    pdf.roundedRect(PAGE.margin, top, CONTENT_WIDTH, height, 4).lineWidth(1).fillAndStroke(TINT, ACCENT);
  });
  line(pdf, title, { x, y: top + 12, size: 13, font: 'bold', colour: ACCENT, tag: 'H2' });
  line(pdf, meaning, { x, y: top + 31, size: 8, colour: GREY });
  let y = top + 48;
  texts.forEach(([label, text], n) => {
    line(pdf, label, { x, y, size: 9, font: 'bold', width: LABEL_WIDTH });
    leaf(pdf, 'P', () => {
      pdf.font('regular').fontSize(9).fillColor(INK);
      pdf.text(printable(pdf, text), x + LABEL_WIDTH, y, { width, lineGap: 1.5 });
    });
    y += heights[n]!;
  });
  pdf.x = PAGE.margin;
  pdf.y = top + height + 12;
}
