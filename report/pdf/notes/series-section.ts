/** Every series of the study, with why it was or was not used. */
import type { ReportData } from '../../report-data.ts';

import { CONTENT_WIDTH, heading, type Pdf } from '../kit/page.ts';
import { table, tableRoom } from '../kit/table.ts';

const COLUMNS = [
  { title: 'Series', width: 40 },
  { title: 'Description', width: 130 },
  { title: 'Images', width: 50, align: 'right' as const },
  { title: 'Selected, or reason for exclusion', width: CONTENT_WIDTH - 220 },
];

/** Nothing where there is none: a NIfTI has no series. */
export function seriesSection(pdf: Pdf, { about }: ReportData): void {
  if (about === null || about.series.length === 0) return;
  const rows = about.series.map(({ number, description, images, chosen, reasons }) => [
    { text: String(number) },
    { text: description ?? '' },
    { text: String(images) },
    { text: reasons.join('; '), bold: chosen },
  ]);
  heading(pdf, 'Series of the study', tableRoom(pdf, COLUMNS, rows));
  table(pdf, COLUMNS, rows);
}
