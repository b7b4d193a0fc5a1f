/** The report of a study that can't be evaluated: what was found, and what is required. */
import type { Refusal } from '../../../contracts/primitives.ts';
import { studyRemarks } from '../../words/remarks.ts';
import type { ReportData } from '../../report-data.ts';
import { outcomesOf } from '../../result.ts';

import { heading, paragraph, type Pdf } from '../kit/page.ts';
import { outcomeBox } from './outcome-box.ts';
import { REFUSED_LEVEL_COLUMNS, refusalRows } from './refused-levels.ts';
import { seriesSection } from './series-section.ts';
import { table } from '../kit/table.ts';

export function refusalPage(pdf: Pdf, data: ReportData, refusal: Refusal): void {
  outcomeBox(pdf, {
    title: 'STUDY NOT EVALUATED',
    code: refusal.code,
    rows: [
      ['Found', refusal.saw],
      ['Required', refusal.wanted],
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
    for (const { code, message } of remarks) paragraph(pdf, `${code}: ${message}.`, { size: 7.6 });
  }
  provenanceSection(pdf, data);
}

export function provenanceSection(pdf: Pdf, { software, input }: ReportData): void {
  heading(pdf, 'Provenance');
  paragraph(
    pdf,
    `${software.name} ${software.version}, parameter set ${input.parameterSet}, study ${input.studyId}, assessment ${input.assessmentId}.`,
    { size: 7.4 },
  );
}
