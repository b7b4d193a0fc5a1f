/** The report of a study that can't be evaluated: what was found, and what is required. */
import type { Refusal } from '../../../contracts/primitives.ts';
import { studyRemarks } from '../../words/remarks.ts';
import type { ReportData } from '../../report-data.ts';
import { outcomesOf } from '../../result.ts';

import {
  ACCENT,
  CONTENT_WIDTH,
  GREY,
  heading,
  INK,
  line,
  PAGE,
  paragraph,
  TINT,
  typeset,
  type Pdf,
} from '../kit/page.ts';
import { REFUSED_LEVEL_COLUMNS, refusalRows } from './refused-levels.ts';
import { table } from '../kit/table.ts';

const PAD = 12;
const SERIES_COLUMNS = [
  { title: 'Series', width: 40 },
  { title: 'Description', width: 130 },
  { title: 'Images', width: 50, align: 'right' as const },
  { title: 'Selected, or reason for exclusion', width: CONTENT_WIDTH - 220 },
];

export function refusalPage(pdf: Pdf, data: ReportData, refusal: Refusal): void {
  const width = CONTENT_WIDTH - 2 * PAD - 60;
  const rows: [string, string][] = [
    ['Found', typeset(refusal.saw)],
    ['Required', typeset(refusal.wanted)],
  ];
  const heights = rows.map(
    ([, text]) => pdf.font('regular').fontSize(9).heightOfString(text, { width, lineGap: 1.5 }) + 6,
  );
  const height = 48 + heights.reduce((sum, h) => sum + h, 0) + PAD;
  const top = pdf.y;
  pdf.roundedRect(PAGE.margin, top, CONTENT_WIDTH, height, 4).lineWidth(1).fillAndStroke(TINT, ACCENT);
  line(pdf, 'STUDY NOT EVALUATED', {
    x: PAGE.margin + PAD,
    y: top + 12,
    size: 13,
    font: 'bold',
    colour: ACCENT,
  });
  line(pdf, refusal.code, { x: PAGE.margin + PAD, y: top + 31, size: 8, colour: GREY });
  let y = top + 48;
  rows.forEach(([label, text], n) => {
    line(pdf, label, { x: PAGE.margin + PAD, y, size: 9, font: 'bold', width: 60 });
    pdf
      .font('regular')
      .fontSize(9)
      .fillColor(INK)
      .text(text, PAGE.margin + PAD + 60, y, { width, lineGap: 1.5 });
    y += heights[n]!;
  });
  pdf.x = PAGE.margin;
  pdf.y = top + height + 12;
  paragraph(
    pdf,
    'Density, strength, fractures and fracture risk were not evaluated. This report neither confirms nor excludes disease.',
  );
  if (data.about !== null && data.about.series.length > 0) {
    heading(pdf, 'Series of the study');
    const rowsOfSeries = data.about.series.map(({ number, description, images, chosen, reasons }) => [
      { text: String(number) },
      { text: description ?? '' },
      { text: String(images) },
      { text: reasons.join('; '), bold: chosen },
    ]);
    table(pdf, SERIES_COLUMNS, rowsOfSeries);
  }
  const levels = outcomesOf(data).flatMap((outcome) => (outcome.status === 'assessed' ? [] : [outcome]));
  if (levels.length > 0) {
    heading(pdf, 'Levels not evaluated');
    table(pdf, REFUSED_LEVEL_COLUMNS, refusalRows(levels));
  }
  const remarks = studyRemarks(data);
  if (remarks.length > 0) {
    heading(pdf, 'Remarks on the study');
    for (const { code, message } of remarks) paragraph(pdf, `${code}: ${message}.`, { size: 7.6 });
  }
  heading(pdf, 'Provenance');
  paragraph(
    pdf,
    `${data.software.name} ${data.software.version}, parameter set ${data.input.parameterSet}, study ${data.input.studyId}, assessment ${data.input.assessmentId}.`,
    { size: 7.4 },
  );
}
