/** Thresholds with the methods that they belong to. */
import type { ReportData } from '../../report-data.ts';

import { CONTENT_WIDTH, heading, type Pdf } from '../kit/page.ts';
import { table, tableRoom } from '../kit/table.ts';

const COLUMNS = [
  { title: 'Thresholds', width: 120 },
  { title: 'Use', width: 58 },
  { title: 'Population', width: 130 },
  { title: 'Description', width: CONTENT_WIDTH - 308 },
];

const USE_WORDS = { applied: 'applied', 'by-label': 'by label', refused: 'not applied' } as const;

export function thresholdsSection(pdf: Pdf, { risk }: ReportData): void {
  if (risk === null || risk.thresholds.length === 0) return;
  const rows = risk.thresholds.map(({ title, use, population, statement }) => [
    { text: title },
    { text: USE_WORDS[use], bold: use !== 'applied' },
    { text: population },
    { text: statement },
  ]);
  heading(pdf, 'Thresholds and their scope', tableRoom(pdf, COLUMNS, rows));
  table(pdf, COLUMNS, rows);
}
