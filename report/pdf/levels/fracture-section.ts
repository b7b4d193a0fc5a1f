/** The fractures of the spine as a whole: deformity index, prompts for a reader, and morphometry against a reference. */
import type { FractureSummary } from '../../../contracts/risk/fracture.ts';
import { codePhrase } from '../../words/code-phrases.ts';
import type { ReportData } from '../../report-data.ts';

import { CONTENT_WIDTH, GREY, heading, paragraph, type Pdf } from '../kit/page.ts';
import { table } from '../kit/table.ts';
import { lossMap, lossMapHeight } from './loss-map.ts';

const PROMPT_COLUMNS = [
  { title: 'Level', width: 34 },
  { title: 'Endplate finding', width: 120 },
  { title: 'Description', width: CONTENT_WIDTH - 154 },
];
const RATIO_COLUMNS = [
  { title: 'Level', width: 34 },
  { title: 'Ratio', width: 80 },
  { title: 'Measured (95 %)', width: 90 },
  { title: 'Reference, mean ± SD', width: 120 },
  { title: 'z', width: CONTENT_WIDTH - 324 },
];
/** A ratio this far below the mean of intact bodies is told (Eastell R et al. 1991 take 3). */
const TOLD_BELOW_Z = -2;
const RATIOS_NOTE = `Ratios more than ${-TOLD_BELOW_Z} SD below the mean of intact bodies; Ha, Hm, Hp: anterior, middle and posterior height.`;
/** What is said above the map of losses, points: both stay on one page. */
const STATEMENTS = 38;

export function fractureSection(pdf: Pdf, data: ReportData): void {
  if (data.risk === null) return;
  const { fractures } = data.risk;
  heading(pdf, 'Vertebral fractures', STATEMENTS + lossMapHeight(data));
  paragraph(
    pdf,
    `${fractures.statement} Spinal deformity index: ${fractures.deformityIndex.statement}.`.replaceAll(
      '..',
      '.',
    ),
    { size: 7.4 },
  );
  paragraph(pdf, fractures.table.statement, { size: 6.8, colour: GREY });
  lossMap(pdf, data);
  prompts(pdf, fractures);
  morphometry(pdf, data);
}

function prompts(pdf: Pdf, { prompts: found }: FractureSummary): void {
  if (found.length === 0) return;
  const rows = found.map(({ level, prompt: { code, endplate, message } }) => [
    { text: level, bold: true },
    { text: `${codePhrase(code)}, ${endplate}` },
    { text: message },
  ]);
  table(pdf, PROMPT_COLUMNS, rows);
}

function morphometry(pdf: Pdf, { risk }: ReportData): void {
  const rows = (risk?.levels ?? []).flatMap((outcome) => {
    if (outcome.status !== 'assessed') return [];
    const low = outcome.fracture?.evidence?.morphometry.filter(({ z }) => z < TOLD_BELOW_Z) ?? [];
    return low.map(({ ratio, value, mean, sd, z, interval }) => [
      { text: outcome.level, bold: true },
      { text: ratio },
      { text: value.toFixed(2) + (interval === undefined ? '' : ` (${interval.map(twoDigits).join('–')})`) },
      { text: `${mean.toFixed(2)} ± ${sd.toFixed(2)}` },
      { text: z.toFixed(1), bold: z < -3 },
    ]);
  });
  if (rows.length === 0) return;
  table(pdf, RATIO_COLUMNS, rows);
  paragraph(pdf, RATIOS_NOTE, { size: 6.8, colour: GREY });
}

function twoDigits(ratio: number): string {
  return ratio.toFixed(2);
}
