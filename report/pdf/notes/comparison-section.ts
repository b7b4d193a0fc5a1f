/** Change since earlier assessments, within one method, each value with its least significant change; or that there is none. */
import type { Change, Comparison } from '../../../contracts/comparison/comparison.ts';
import { comparisonsOf } from '../../result.ts';
import type { ReportData } from '../../report-data.ts';
import { numberText, signedPercent } from '../../words/wording.ts';

import { CONTENT_WIDTH, heading, paragraph, type Pdf } from '../kit/page.ts';
import { table, tableRoom, type Cell } from '../kit/table.ts';

const NONE = [
  'No earlier assessment was available for comparison.',
  'A change is reported only between assessments of the same method, each level with its least significant change.',
].join(' ');
const COLUMNS = [
  { title: 'Level', width: 56 },
  { title: 'Density', unit: 'mg/cm³, then and now', width: 88 },
  { title: 'Change', unit: '% (LSC)', width: 84 },
  { title: 'Strength', unit: 'N, then and now', width: 96 },
  { title: 'Change', unit: '% (LSC)', width: 84 },
  { title: 'Fracture grade', unit: 'then and now', width: CONTENT_WIDTH - 408 },
];
const DASH = { text: '–' };
/** Of the sentence above the table, points. */
const SUMMARY = 28;
type Compared = Extract<Comparison, { status: 'compared' }>;

export function comparisonSection(pdf: Pdf, data: ReportData): void {
  const comparisons = comparisonsOf(data);
  const [first] = comparisons;
  const keepWith =
    first?.status === 'compared' ? SUMMARY + tableRoom(pdf, COLUMNS, rowsOf(first)) : undefined;
  heading(pdf, 'Comparison with earlier assessments', keepWith);
  if (comparisons.length === 0) paragraph(pdf, NONE, { size: 7.6 });
  for (const comparison of comparisons) oneComparison(pdf, comparison);
}

function oneComparison(pdf: Pdf, comparison: Comparison): void {
  const of = `CT of ${comparison.earlier.date ?? 'unknown date'}`;
  if (comparison.status === 'not-compared') {
    paragraph(pdf, `${of}: not compared (${comparison.reason}).`, { size: 7.6 });
    return;
  }
  const { years, density, strength, withheld, basis } = comparison;
  const told = [
    `${of}, ${years.toFixed(1)} years earlier.`,
    density === null ? '' : `Density ${changeText(density)}.`,
    strength === null ? '' : `Strength ${changeText(strength)}.`,
    withheld === null ? '' : `Not compared: ${withheld}.`,
  ];
  paragraph(pdf, told.filter((text) => text !== '').join(' '), { size: 7.6 });
  table(pdf, COLUMNS, rowsOf(comparison));
  paragraph(
    pdf,
    `LSC: least significant change (95 %); changes beyond it are in bold. It rests on the ${basis}, not on a precision study: no patient was scanned twice. Means are over the levels without a fracture in both.`,
    { size: 7.2 },
  );
}

function rowsOf({ levels }: Compared): Cell[][] {
  return levels.map(({ level, vbmd, strength, gradeThen, gradeNow }) => [
    { text: level, bold: true },
    ...cellsOf(vbmd, 'mg/cm3'),
    ...cellsOf(strength, 'N'),
    { text: `${gradeThen ?? 'not graded'}, ${gradeNow ?? 'not graded'}` },
  ]);
}

function cellsOf(change: Change | null, unit: 'mg/cm3' | 'N'): readonly [Cell, Cell] {
  if (change === null) return [DASH, DASH];
  const { then, now, percent, leastSignificantPercent: least, significant } = change;
  return [
    { text: `${numberText(then, unit)}, ${numberText(now, unit)}` },
    {
      text: `${signedPercent(percent)} (${least === null ? 'not known' : least.toFixed(0)})`,
      bold: significant,
    },
  ];
}

/** "-4.1 % (-0.7 % a year), within its least significant change of 12 %" */
function changeText({ percent, percentAYear, leastSignificantPercent: least, significant }: Change): string {
  const against =
    least === null
      ? 'its least significant change is not known'
      : `${significant ? 'beyond' : 'within'} its least significant change of ${least.toFixed(0)} %`;
  return `${signedPercent(percent)} % (${signedPercent(percentAYear)} % a year), ${against}`;
}
