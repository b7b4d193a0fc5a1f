/** Every level's strength against the same body with the average density: the modelled reference, and why a level has none. */
import type { Level } from '../../../contracts/levels.ts';
import { modelledOf, shareInterval, zText } from '../../words/reference-words.ts';
import { assessedLevels } from '../../words/remarks.ts';
import { primaryStrength } from '../../words/strength-words.ts';
import type { ReportData } from '../../report-data.ts';
import { numberText } from '../../words/wording.ts';

import { CONTENT_WIDTH, GREY, heading, paragraph, type Pdf } from '../kit/page.ts';
import { table, tableRoom, type Cell, type Column } from '../kit/table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'Level', width: 30 },
  { title: 'Strength', unit: 'N', width: 52, align: 'right' },
  { title: 'At average', unit: 'N', width: 52, align: 'right' },
  { title: 'At young adult', unit: 'N', width: 62, align: 'right' },
  { title: 'Of average', unit: '% (95 %)', width: 58, align: 'right' },
  { title: 'Of young adult', unit: '% (95 %)', width: 70, align: 'right' },
  { title: 'z-score', unit: '95 %', width: 76, align: 'right' },
  { title: 'Density, mg/cm³', unit: 'own; average ± SD; young', width: CONTENT_WIDTH - 400 },
];
const CAPTION =
  'Modelled reference: each body was solved again with all its densities scaled; “at average” and “at young adult” are the strengths it would have with the mean trabecular ' +
  'density of the patient’s age and sex, and of adults of 25 years. The z-score is by the standard deviation of density between people, carried through these solves: it rests on density alone, ' +
  'not on size or shape, and no population was measured with this method.';

export function referenceSection(pdf: Pdf, data: ReportData): void {
  const levels = assessedLevels(data);
  const rows = levels.flatMap((level) => rowOf(level, data));
  const without = reasonsText(levels, data);
  if (rows.length === 0 && without === '') return;
  heading(pdf, 'Strength against a modelled reference', tableRoom(pdf, COLUMNS, rows));
  if (rows.length > 0) table(pdf, COLUMNS, rows);
  if (without !== '') paragraph(pdf, without, { size: 7.4 });
  if (rows.length > 0) paragraph(pdf, CAPTION, { size: 6.8, colour: GREY });
}

function rowOf(level: Level, data: ReportData): Cell[][] {
  const measured = data.levels.get(level);
  const strength = measured === undefined ? null : primaryStrength(measured);
  const reference = modelledOf(level, data);
  if (strength === null || reference === null) return [];
  const { densityMgCc, averageN, youngAdultN, shareOfAverage, shareOfYoungAdult, z } = reference;
  const whole = (value: number): string => numberText(value, 'mg/cm3');
  return [
    [
      { text: level, bold: true },
      { text: numberText(strength.value, 'N') },
      { text: numberText(averageN, 'N') },
      { text: numberText(youngAdultN, 'N') },
      { text: shareOfAverage.value.toFixed(0), note: shareInterval(shareOfAverage), bold: true },
      { text: shareOfYoungAdult.value.toFixed(0), note: shareInterval(shareOfYoungAdult) },
      { text: zText(z) },
      {
        text: `${whole(densityMgCc.own)}; ${whole(densityMgCc.average)} ± ${whole(densityMgCc.standardDeviation)}; ${whole(densityMgCc.youngAdult)}`,
      },
    ],
  ];
}

/** "No reference: L1 (fractured ...); T12 (...)." Levels without a strength are told elsewhere. */
function reasonsText(levels: readonly Level[], { risk, levels: measured }: ReportData): string {
  const levelsOf = new Map<string, Level[]>();
  for (const outcome of risk?.levels ?? []) {
    if (outcome.status !== 'assessed' || !levels.includes(outcome.level)) continue;
    if (outcome.strengthReference?.status !== 'none' || measured.get(outcome.level)?.strength == null)
      continue;
    const { reason } = outcome.strengthReference;
    levelsOf.set(reason, [...(levelsOf.get(reason) ?? []), outcome.level]);
  }
  const parts = [...levelsOf].map(([reason, of]) => `${of.join(', ')} (${reason})`);
  return parts.length === 0 ? '' : `Not compared: ${parts.join('; ')}.`;
}
