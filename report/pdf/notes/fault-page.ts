/** The report of a study that was not assessed for a technical fault: which, where, and what to do. */
import { TECHNICAL_FAULTS } from '../../../contracts/codes/technical-faults.ts';
import type { Fault } from '../../../contracts/faults.ts';
import type { ReportData } from '../../report-data.ts';

import { paragraph, type Pdf } from '../kit/page.ts';
import { outcomeBox } from './outcome-box.ts';
import { shortAppendix } from './appendix.ts';

export function faultPage(pdf: Pdf, data: ReportData, { code, state, error }: Fault): void {
  const { meaning, whatToDo } = TECHNICAL_FAULTS[code];
  outcomeBox(pdf, {
    title: 'NOT ASSESSED: TECHNICAL FAULT',
    meaning,
    rows: [
      ['Step', `${state} (${error})`],
      ['Action', whatToDo],
    ],
  });
  paragraph(
    pdf,
    'Processing failed; no finding of this report refers to the images. Density, strength, fractures and fracture risk were not evaluated. This report neither confirms nor excludes disease. A result of the same assessment from another run, where there is one, is not affected.',
  );
  shortAppendix(pdf, data, code);
}
