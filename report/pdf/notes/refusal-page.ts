/** The report of a study that can't be evaluated: what was found, and what is required. */
import type { Refusal } from '../../../contracts/primitives.ts';
import { studyRemarks } from '../../words/remarks.ts';
import type { ReportData } from '../../report-data.ts';
import { outcomesOf } from '../../result.ts';

import { heading, paragraph, type Pdf } from '../kit/page.ts';
import { meaningOf, plain } from '../../words/plain.ts';

import { shortAppendix } from './appendix.ts';
import { outcomeBox } from './outcome-box.ts';
import { REFUSED_LEVEL_COLUMNS, refusalRows } from './refused-levels.ts';
import { seriesSection } from './series-section.ts';
import { table } from '../kit/table.ts';

export function refusalPage(pdf: Pdf, data: ReportData, refusal: Refusal): void {
  outcomeBox(pdf, {
    title: 'STUDY NOT EVALUATED',
    meaning: meaningOf(refusal.code),
    rows: [
      ['Found', plain(refusal.saw)],
      ['Required', plain(refusal.wanted)],
    ],
  });
  paragraph(
    pdf,
    'Density, strength, fractures and fracture risk were not evaluated. This report neither confirms nor excludes disease.',
  );
  seriesSection(pdf, data);
  const levels = outcomesOf(data).flatMap((outcome) => (outcome.status === 'assessed' ? [] : [outcome]));
  if (levels.length > 0) {
    heading(pdf, 'Levels not evaluated');
    table(pdf, REFUSED_LEVEL_COLUMNS, refusalRows(levels));
  }
  const remarks = studyRemarks(data);
  if (remarks.length > 0) {
    heading(pdf, 'Remarks on the study');
    for (const { code, message } of remarks)
      paragraph(pdf, plain(`${meaningOf(code)} In this study: ${message}.`), { size: 7.6 });
  }
  shortAppendix(pdf, data, refusal.code);
}
