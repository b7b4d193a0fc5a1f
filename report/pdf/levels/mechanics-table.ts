/** Every solved level's mechanics in full: both strengths, what checks them, and what their intervals come from. */
import type { Quantity } from '../../../contracts/primitives.ts';
import { assessedLevels } from '../../words/remarks.ts';
import { solvedLevels, type SolvedLevel } from '../../words/strength-words.ts';
import type { ReportData } from '../../report-data.ts';
import { intervalText, numberText } from '../../words/wording.ts';

import { CONTENT_WIDTH, GREY, heading, paragraph, type Pdf } from '../kit/page.ts';
import { table, tableRoom, type Cell, type Column } from '../kit/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'Level', width: 30 },
  { title: 'Plastic', unit: 'N (95 %)', width: 60, align: 'right' },
  { title: '0.2 % offset', unit: 'N (95 %)', width: 60, align: 'right' },
  { title: 'Linear', unit: 'N (95 %)', width: 60, align: 'right' },
  { title: 'Stiffness', unit: 'N/mm (95 %)', width: 68, align: 'right' },
  { title: 'Bending', unit: 'N m (95 %)', width: 56, align: 'right' },
  { title: 'Analytical', unit: 'EA, slice; N', width: 66, align: 'right' },
  { title: 'Standard error', unit: '% of strength, by cause', width: CONTENT_WIDTH - 400 },
];
const NONE: Cell = { text: '–', colour: GREY };
const CAUSE = {
  calibration: 'calibration',
  outline: 'outline',
  'sagittal-tilt': 'sagittal tilt',
  'frontal-tilt': 'frontal tilt',
  discretisation: 'element size',
} as const;
const CAPTION =
  'The plastic strength is the strength of this report; the others check it and enter no result. Plastic: force at the read-out strain, elastic-perfectly plastic material. Linear: 0.0068 × stiffness × height. Bending: moment in forward bending, ' +
  'without an interval. Analytical: 0.0068 × axial rigidity, and the collapse load of the weakest slice; plausibility checks of the linear and the plastic strength, without an interval.';

export function mechanicsTable(pdf: Pdf, data: ReportData): void {
  const solved = solvedLevels(data);
  const rows = assessedLevels(data).flatMap((level) => {
    const measured = solved.find((other) => other.level === level);
    return measured === undefined ? [] : [rowOf(measured)];
  });
  if (rows.length === 0) return;
  heading(pdf, 'Strength and its checks', tableRoom(pdf, COLUMNS, rows));
  table(pdf, COLUMNS, rows);
  paragraph(pdf, CAPTION, { size: 6.8, colour: GREY });
}

function rowOf({ level, strength }: SolvedLevel): Cell[] {
  const { plastic, bending, sanity, errors } = strength;
  const parts = errors.parts.map(({ cause, plasticPercent, linearPercent }) => {
    return `${CAUSE[cause]} ${(plasticPercent ?? linearPercent).toFixed(1)}`;
  });
  return [
    { text: level, bold: true },
    cellOf(plastic?.strength ?? null, true),
    cellOf(plastic?.offsetStrength ?? null),
    cellOf(strength.linearStrength),
    cellOf(strength.stiffness),
    cellOf(bending?.moment ?? null),
    {
      text: `${numberText(sanity.axialRigidityN, 'N')}, ${sanity.sliceCollapseN === null ? '–' : numberText(sanity.sliceCollapseN, 'N')}`,
    },
    { text: parts.join(', ') },
  ];
}

function cellOf(quantity: Quantity | null, bold = false): Cell {
  if (quantity === null) return NONE;
  const note = quantity.uncertainty.kind === 'none' ? 'no interval' : intervalText(quantity);
  return { text: numberText(quantity.value, quantity.unit), note, bold };
}
