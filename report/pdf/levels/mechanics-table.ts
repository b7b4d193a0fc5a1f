/** Every solved level's mechanics in full: both strengths, what checks them, and what their intervals come from. */
import type { LevelResult } from '../../../contracts/level/level-result.ts';
import type { Quantity } from '../../../contracts/primitives.ts';
import { assessedLevels } from '../../words/remarks.ts';
import type { ReportData } from '../../report-data.ts';
import { intervalText, numberText } from '../../words/wording.ts';

import { CONTENT_WIDTH, GREY, heading, paragraph, type Pdf } from '../kit/page.ts';
import { table, type Cell, type Column } from '../kit/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'Level', width: 30 },
  { title: 'Yielding', unit: 'N (95 %)', width: 60, align: 'right' },
  { title: '0.2 % offset', unit: 'N (95 %)', width: 60, align: 'right' },
  { title: 'Linear', unit: 'N (95 %)', width: 60, align: 'right' },
  { title: 'Stiffness', unit: 'N/mm (95 %)', width: 68, align: 'right' },
  { title: 'Bending', unit: 'N m (95 %)', width: 56, align: 'right' },
  { title: 'By hand', unit: 'EA, slice; N', width: 66, align: 'right' },
  { title: 'Error of the strength', unit: '% by cause', width: CONTENT_WIDTH - 400 },
];
const NONE: Cell = { text: '–', colour: GREY };
const CAUSE = {
  calibration: 'calibration',
  outline: 'outline',
  'sagittal-tilt': 'tilt to the front',
  'frontal-tilt': 'tilt to the side',
} as const;
const CAPTION =
  'Yielding: force at the read-out strain of an elastic, perfectly plastic body. Linear: 0.0068 × stiffness × height. Bending: moment of the plate that turns ' +
  'forward. By hand: 0.0068 × axial rigidity, and the collapse load of the weakest slice, as checks of the solve: the difference to the linear and the yielding strength is what they tell, so they have no interval. Bending was not solved again, so it has none. Error: standard error in % of the strength.';

export function mechanicsTable(pdf: Pdf, data: ReportData): void {
  const rows = assessedLevels(data).flatMap((level) => {
    const measured = data.levels.get(level);
    return measured === undefined ? [] : [rowOf(measured)];
  });
  if (rows.length === 0) return;
  heading(pdf, 'Strength in full', 60);
  table(pdf, COLUMNS, rows);
  paragraph(pdf, CAPTION, { size: 6.8, colour: GREY });
}

function rowOf({ level, strength }: LevelResult): Cell[] {
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
