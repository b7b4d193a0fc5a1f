/** Every level in a table, the strain field of one, and the profile along the spine. */
import type { FractureGrade } from '../../shared/contracts/fracture.ts';
import type { Heights, LevelResult } from '../../shared/contracts/level-result.ts';
import type { LevelOutcome } from '../../shared/contracts/risk.ts';
import type { Level } from '../../shared/levels.ts';
import type { StrainPicture } from '../pictures/strain.ts';
import { fieldColour } from '../pictures/colour-map.ts';
import { codesOfAllLevels, codeWords, remarksOf } from '../remarks.ts';
import type { ReportData } from '../report-data.ts';
import { gradeText, intervalText, numberText } from '../wording.ts';

import {
  CONTENT_WIDTH,
  GREY,
  heading,
  INK,
  LIGHT_COLOUR,
  line,
  PAGE,
  paragraph,
  room,
  type Pdf,
} from './page.ts';
import { profileChart } from './profile-chart.ts';
import { table, type Cell, type Column } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'Level', width: 30 },
  { title: 'Strength', unit: 'N (95 %)', width: 58, align: 'right' },
  { title: 'Stiffness', unit: 'N/mm (95 %)', width: 64, align: 'right' },
  { title: 'vBMD', unit: 'mg/cm³ (95 %)', width: 58, align: 'right' },
  { title: 'Heights a / m / p', unit: 'mm', width: 80, align: 'center' },
  { title: 'Loss w / b / c', unit: '%', width: 54, align: 'center' },
  { title: 'Genant', unit: 'grade, shape', width: 58 },
  { title: 'Quality', unit: 'light, remarks', width: CONTENT_WIDTH - 402 },
];
const NONE: Cell = { text: '–', colour: GREY };
/** A refusal of levels that this version never assesses: told once, not in a row each. */
const OUTSIDE_RANGE = 'LEVEL_NOT_SUPPORTED';
const MOST_REMARKS = 2;
const FIGURE_HEIGHT = 150;

export function levelsPage(pdf: Pdf, data: ReportData, strain: StrainPicture | null): void {
  heading(pdf, 'Level by level');
  const outcomes = data.risk?.levels ?? [];
  const outside = outcomes.filter(
    (outcome) => outcome.status !== 'assessed' && outcome.refusal.code === OUTSIDE_RANGE,
  );
  const shown = outcomes.filter((outcome) => !outside.includes(outcome)).map(({ level }) => level);
  const common = codesOfAllLevels(data);
  const rows = shown.map((level) => rowOf(level, data, common));
  table(pdf, COLUMNS, rows);
  const notes = [
    outside.length === 0
      ? ''
      : `Seen, and outside what this version assesses: ${outside.map(({ level }) => level).join(', ')}.`,
    common.length === 0 ? '' : `Remarked on every level: ${common.map(codeWords).join(', ')}.`,
    `Strength is 0.0068 × stiffness × height, linear finite elements, informational. ${data.calibration === null ? '' : `Density ${data.calibration.statement}.`}`,
    'Intervals hold the calibration and, for strength, the height; not the outline of the body. Losses: w wedge, b biconcave, ' +
      'c crush, against the reference that the method below names. Quality: G green, A amber (verify), R red.',
  ];
  paragraph(pdf, notes.filter(Boolean).join(' '), { size: 6.8, colour: GREY });
  if (strain === null || data.strainLevel === null) return;
  room(pdf, FIGURE_HEIGHT + 44);
  heading(pdf, `Strain in ${data.strainLevel}, and the profile along the spine`, FIGURE_HEIGHT);
  const top = pdf.y;
  const used = strainFigure(pdf, strain, top);
  profileChart(pdf, data, shown, {
    x: PAGE.margin + used + 26,
    y: top,
    width: CONTENT_WIDTH - used - 26,
    height: FIGURE_HEIGHT - 22,
  });
  pdf.y = top + FIGURE_HEIGHT + 2;
  pdf.x = PAGE.margin;
}

function rowOf(level: Level, data: ReportData, common: readonly string[]): Cell[] {
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

/** Strength, stiffness, density, heights. */
function measuredCells(measured: LevelResult | undefined): Cell[] {
  if (measured === undefined) return [NONE, NONE, NONE, NONE];
  const { strength, trabecular, heights } = measured;
  const vbmd = trabecular?.vbmd;
  return [
    {
      text: numberText(strength.linearStrength.value, 'N'),
      note: intervalText(strength.linearStrength),
      bold: true,
    },
    { text: numberText(strength.stiffness.value, 'N/mm'), note: intervalText(strength.stiffness) },
    vbmd === undefined ? NONE : { text: numberText(vbmd.value, 'mg/cm3'), note: intervalText(vbmd) },
    heights === null
      ? NONE
      : {
          text: [heights.anterior, heights.middle, heights.posterior]
            .map(({ value }) => numberText(value, 'mm'))
            .join(' / '),
          note: marginText(heights),
        },
  ];
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

/** @returns the points that it took from the left margin */
function strainFigure(pdf: Pdf, { sagittal, coronal, highest }: StrainPicture, top: number): number {
  const tallest = Math.max(sagittal.heightMm, coronal.heightMm);
  const scale = Math.min((FIGURE_HEIGHT - 30) / tallest, 250 / (sagittal.widthMm + coronal.widthMm + 8));
  let x: number = PAGE.margin;
  for (const [title, cut] of [
    ['From the side', sagittal],
    ['From the front', coronal],
  ] as const) {
    const [width, height] = [cut.widthMm * scale, cut.heightMm * scale];
    pdf.image(Buffer.from(cut.png), x, top, { width, height });
    line(pdf, title, { x, y: top + height + 2, size: 6.8, colour: GREY, width });
    x += width + 8 * scale;
  }
  const bar = { y: top + tallest * scale + 15, width: x - PAGE.margin - 8 * scale, height: 6 };
  const steps = 64;
  for (let n = 0; n < steps; n++) {
    const [r, g, b] = fieldColour((n + 0.5) / steps);
    pdf
      .rect(PAGE.margin + (bar.width * n) / steps, bar.y, bar.width / steps + 0.3, bar.height)
      .fill([r, g, b]);
  }
  line(pdf, '0', { x: PAGE.margin, y: bar.y + 8, size: 6.5, colour: GREY, width: 20 });
  const label = `effective strain at the strength read-out, to ${(100 * highest).toFixed(1)}\u00a0% and more`;
  line(pdf, label, {
    x: PAGE.margin + 14,
    y: bar.y + 8,
    size: 6.5,
    colour: GREY,
    width: bar.width - 14,
    align: 'right',
  });
  return bar.width;
}
