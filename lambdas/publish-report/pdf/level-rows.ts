/** One row of the table of levels: what was measured, what it was graded, and what was remarked. */
import type { Endplates } from '../../shared/contracts/endplates.ts';
import type { FractureGrade } from '../../shared/contracts/fracture.ts';
import type { Heights, LevelResult } from '../../shared/contracts/level-result.ts';
import type { LevelOutcome } from '../../shared/contracts/risk.ts';
import type { Level } from '../../shared/levels.ts';
import { primaryStrength } from '../primary-strength.ts';
import { codeWords, remarksOf } from '../remarks.ts';
import type { ReportData } from '../report-data.ts';
import { gradeText, intervalText, numberText } from '../wording.ts';

import { CONTENT_WIDTH, GREY, INK, LIGHT_COLOUR } from './page.ts';
import type { Cell, Column } from './table.ts';

export const LEVEL_COLUMNS: readonly Column[] = [
  { title: 'Level', width: 30 },
  { title: 'Strength', unit: 'N (95 %)', width: 58, align: 'right' },
  { title: 'vBMD', unit: 'mg/cm³ (95 %)', width: 58, align: 'right' },
  { title: 'Heights a / m / p', unit: 'mm', width: 80, align: 'center' },
  { title: 'Endplates', unit: 'tilt °, depth mm', width: 64, align: 'center' },
  { title: 'Loss w / b / c', unit: '%', width: 54, align: 'center' },
  { title: 'Genant', unit: 'grade, shape', width: 58 },
  { title: 'Quality', unit: 'light, remarks', width: CONTENT_WIDTH - 402 },
];
const NONE: Cell = { text: '–', colour: GREY };
const MOST_REMARKS = 2;

export function levelRow(level: Level, data: ReportData, common: readonly string[]): Cell[] {
  const outcome = data.risk!.levels.find((candidate) => candidate.level === level)!;
  if (outcome.status !== 'assessed') {
    const why = { text: `× ${outcome.status}: ${codeWords(outcome.refusal.code)}`, colour: GREY };
    return [{ text: level, bold: true, colour: GREY }, ...Array.from({ length: 6 }, () => NONE), why];
  }
  const segmented = data.segmentation?.levels.find((candidate) => candidate.level === level);
  const codes = remarksOf(level, data).map(({ code }) => code);
  const remarks = [...new Set(codes)].filter((code) => !common.includes(code)).map(codeWords);
  const more = remarks.length - MOST_REMARKS;
  const text = remarks.slice(0, MOST_REMARKS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return [
    { text: level, bold: true },
    ...measuredCells(data.levels.get(level)),
    ...fractureCells(outcome),
    { text, ...(segmented === undefined ? {} : { light: segmented.qc.light }) },
  ];
}

/** Strength, density, heights, endplates. */
function measuredCells(measured: LevelResult | undefined): Cell[] {
  if (measured === undefined) return [NONE, NONE, NONE, NONE];
  const { trabecular, heights, endplates } = measured;
  const primary = primaryStrength(measured);
  const vbmd = trabecular?.vbmd;
  return [
    {
      text: numberText(primary.value, 'N'),
      note: intervalText(primary),
      bold: true,
    },
    vbmd === undefined ? NONE : { text: numberText(vbmd.value, 'mg/cm3'), note: intervalText(vbmd) },
    heights === null
      ? NONE
      : {
          text: [heights.anterior, heights.middle, heights.posterior]
            .map(({ value }) => numberText(value, 'mm'))
            .join(' / '),
          note: marginText(heights),
        },
    endplates == null ? NONE : endplatesCell(endplates),
  ];
}

/** Wedge angle, and how far both endplates are sunk in. */
function endplatesCell({ sagittalTilt, superior, inferior }: Endplates): Cell {
  const depth = [superior, inferior].map(({ concavity }) => numberText(concavity.value, 'mm')).join(' / ');
  return { text: `${sagittalTilt.value.toFixed(1)}°`, note: `sunk ${depth}` };
}

/** One margin for the three heights: the widest of theirs. */
function marginText({ anterior, middle, posterior }: Heights): string {
  let widest = 0;
  for (const { value, uncertainty } of [anterior, middle, posterior]) {
    if (uncertainty.kind === 'none') return 'interval not known';
    widest = Math.max(widest, uncertainty.high - value, value - uncertainty.low);
  }
  return `each ± ${numberText(widest, 'mm')}`;
}

function fractureCells(outcome: Extract<LevelOutcome, { status: 'assessed' }>): Cell[] {
  const { fracture } = outcome;
  const fractured = (fracture?.grade ?? 0) > 0;
  return [
    { text: lossText(fracture?.lossPercent) },
    {
      text: gradeText(outcome),
      bold: fractured,
      colour: !fractured ? INK : fracture?.needsReader === true ? LIGHT_COLOUR.amber : LIGHT_COLOUR.red,
    },
  ];
}

function lossText(loss: FractureGrade['lossPercent'] | undefined): string {
  if (loss === undefined) return '–';
  return [loss.wedge, loss.biconcave, loss.crush]
    .map((value) => (value === null ? '–' : String(Math.max(0, Math.round(value)))))
    .join(' / ');
}
