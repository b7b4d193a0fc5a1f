/** Thresholds with the methods that they belong to, and on which side of the density's the study lies. */
import type { Risk } from '../../shared/contracts/risk.ts';
import { cutOffsOf } from '../cut-offs.ts';
import type { ReportData } from '../report-data.ts';

import { CONTENT_WIDTH, heading, paragraph, type Pdf } from './page.ts';
import { table } from './table.ts';

const COLUMNS = [
  { title: 'Thresholds', width: 120 },
  { title: 'Use', width: 44 },
  { title: 'Population', width: 130 },
  { title: 'In words', width: CONTENT_WIDTH - 294 },
];

export function thresholdsSection(pdf: Pdf, { risk }: ReportData): void {
  if (risk === null || risk.thresholds.length === 0) return;
  heading(pdf, 'Thresholds, and the methods that they belong to');
  const rows = risk.thresholds.map(({ title, use, population, statement }) => [
    { text: title },
    { text: use.replace('-', ' '), bold: use !== 'applied' },
    { text: population },
    { text: statement },
  ]);
  table(pdf, COLUMNS, rows);
  const sides = sidesText(risk);
  if (sides !== '') paragraph(pdf, sides, { size: 7.4 });
}

/** How likely the density lies on each side of the cut-offs, by its own error. */
function sidesText(risk: Risk): string {
  const { sides } = risk.density;
  const cutOffs = cutOffsOf(risk);
  if (sides === null || cutOffs === null) return '';
  const { osteoporosisBelow: low, normalAbove: high } = cutOffs;
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return `Density of the study, by its own error: below ${low} mg/cm3 with a probability of ${percent(sides.osteoporosis)}, between ${percent(sides.lowBoneMass)}, above ${high} ${percent(sides.normal)}.`;
}
