/** The last table: values that no primary source supports, and what hangs on them. */
import { ASSUMPTION_TABLE } from '../../assumptions/assumptions.ts';
import type { ReportData } from '../../report-data.ts';

import { CONTENT_WIDTH, GREY, heading, paragraph, type Pdf } from '../kit/page.ts';
import { table, type Column } from '../kit/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'Assumption', width: 132 },
  { title: 'Value', unit: '(range)', width: 84 },
  { title: 'Example', width: 98 },
  { title: 'Effect', unit: 'value used (lowest to highest)', width: CONTENT_WIDTH - 314 },
];

export function assumptionsSection(pdf: Pdf, { risk }: ReportData): void {
  if (risk === null) return;
  heading(pdf, 'Assumptions of this software and their effect', 90);
  paragraph(
    pdf,
    `No primary source supports the following values of figures and verdict. ${ASSUMPTION_TABLE.statement} Intact height ratios by level and sex: sources disagree from level to level, so one difference between the sexes is used at all levels.`,
    { size: 6.8, colour: GREY },
  );
  table(
    pdf,
    COLUMNS,
    ASSUMPTION_TABLE.rows.map(({ assumption, value, case: example, effect }) => [
      { text: assumption },
      { text: value },
      { text: example },
      { text: effect },
    ]),
  );
}
