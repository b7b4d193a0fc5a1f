/** One row of the table of levels: what was measured, what it was graded, and what was remarked. */
import type { Endplates } from '../../../contracts/level/endplates.ts';
import type { FractureGrade } from '../../../contracts/risk/fracture.ts';
import type { Heights, LevelResult } from '../../../contracts/level/level-result.ts';
import type { Quantity, Unit } from '../../../contracts/primitives.ts';
import type { LevelOutcome } from '../../../contracts/risk/risk.ts';
import type { Level } from '../../../contracts/levels.ts';
import { knownWords } from '../../../spine/judge/index.ts';
import { lightOf } from '../../words/level-light.ts';
import type { ModelledStrength } from '../../../contracts/risk/strength-reference.ts';
import { modelledOf, shareInterval, signed } from '../../words/reference-words.ts';
import { primaryStrength } from '../../words/strength-words.ts';
import { codePhrase } from '../../words/code-phrases.ts';
import { remarksOf } from '../../words/remarks.ts';
import type { ReportData } from '../../report-data.ts';
import { gradeWords, intervalText, numberText } from '../../words/wording.ts';

import { GRADE_STYLE } from './grade-style.ts';
import { CONTENT_WIDTH, GREY } from '../kit/page.ts';
import type { Cell, Column } from '../kit/table.ts';

export const LEVEL_COLUMNS: readonly Column[] = [
  { title: 'Level', width: 28 },
  { title: 'Strength', unit: 'N (95 %)', width: 52, align: 'right' },
  { title: 'Of average', unit: '% (95 %), z', width: 48, align: 'right' },
  { title: 'Density', unit: 'mg/cm³ (95 %)', width: 52, align: 'right' },
  { title: 'Heights a / m / p', unit: 'mm', width: 70, align: 'center' },
  { title: 'Endplates', unit: 'tilt °, depth mm', width: 66, align: 'center' },
  { title: 'Loss w / b / c', unit: '%', width: 54, align: 'center' },
  { title: 'Genant', unit: 'grade, shape', width: 62 },
  { title: 'Quality', unit: 'and remarks', width: CONTENT_WIDTH - 432 },
];
const SHAPES = ['wedge', 'biconcave', 'crush'] as const;
const NONE: Cell = { text: '–', colour: GREY };
const MOST_REMARKS = 2;

export function levelRow(level: Level, data: ReportData, common: readonly string[]): Cell[] {
  const outcome = data.risk!.levels.find((candidate) => candidate.level === level)!;
  if (outcome.status !== 'assessed') {
    const why = { text: `× ${outcome.status}: ${codePhrase(outcome.refusal.code)}`, colour: GREY };
    const known = outcome.known === undefined ? NONE : { text: knownWords(outcome.known, outcome.readGrade) };
    return [{ text: level, bold: true, colour: GREY }, NONE, NONE, NONE, NONE, NONE, NONE, known, why];
  }
  const segmented = data.segmentation?.levels.find((candidate) => candidate.level === level);
  const names = segmented?.candidates
    ?.slice(0, 2)
    .map((one) => one.level)
    .join(', ');
  const light = lightOf(level, data);
  const codes = remarksOf(level, data).map(({ code }) => code);
  const remarks = [...new Set(codes)].filter((code) => !common.includes(code)).map(codePhrase);
  const more = remarks.length - MOST_REMARKS;
  const text = remarks.slice(0, MOST_REMARKS).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return [
    { text: level, bold: true, ...(names === undefined ? {} : { note: names }) },
    ...measuredCells(data.levels.get(level), modelledOf(level, data)),
    ...fractureCells(outcome),
    { text, ...(light === null ? {} : { light }) },
  ];
}

/** Strength, its share of the average, density, heights, endplates. */
function measuredCells(measured: LevelResult | undefined, reference: ModelledStrength | null): Cell[] {
  if (measured === undefined) return [NONE, NONE, NONE, NONE, NONE];
  const { trabecular, heights, endplates } = measured;
  const primary = primaryStrength(measured);
  const vbmd = trabecular?.vbmd;
  return [
    primary === null
      ? NONE
      : { text: numberText(primary.value, 'N'), note: shortInterval(primary), bold: true },
    reference === null
      ? NONE
      : {
          text: `${reference.shareOfAverage.value.toFixed(0)}, z ${signed(reference.z.value)}`,
          note: shareInterval(reference.shareOfAverage),
        },
    vbmd === undefined ? NONE : { text: numberText(vbmd.value, 'mg/cm3'), note: shortInterval(vbmd) },
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

/** Fits its column on one line. */
function shortInterval(of: Parameters<typeof intervalText>[0]): string {
  return of.uncertainty.kind === 'none' ? 'no interval' : intervalText(of);
}

/** Wedge angle, and how far both endplates are sunk in. */
function endplatesCell({ sagittalTilt, superior, inferior }: Endplates): Cell {
  const depths = [superior.concavity, inferior.concavity];
  const depth = depths.map(({ value }) => numberText(value, 'mm')).join('/');
  const [tilt, sunk] = [widestMargin([sagittalTilt]), widestMargin(depths)];
  return {
    text: `${sagittalTilt.value.toFixed(1)}°${tilt === null ? '' : ` ± ${tilt.toFixed(1)}`}`,
    note: `depth ${depth}${sunk === null ? '' : ` ± ${numberText(sunk, 'mm')}`}`,
  };
}

function marginText({ anterior, middle, posterior }: Heights): string {
  const widest = widestMargin([anterior, middle, posterior]);
  return widest === null ? 'interval not available' : `each ± ${numberText(widest, 'mm')}`;
}

/** One margin for all: the widest of theirs; null where one has none. */
function widestMargin<U extends Unit>(quantities: readonly Quantity<U>[]): number | null {
  let widest = 0;
  for (const { value, uncertainty } of quantities) {
    if (uncertainty.kind === 'none') return null;
    widest = Math.max(widest, uncertainty.high - value, value - uncertainty.low);
  }
  return widest;
}

function fractureCells(outcome: Extract<LevelOutcome, { status: 'assessed' }>): Cell[] {
  const { text, measured, weight } = gradeWords(outcome);
  const note = measured === null ? {} : { note: measured };
  return [lossCell(outcome.fracture), { text, ...note, ...GRADE_STYLE[weight] }];
}

/** The three losses, and the interval of the largest. */
function lossCell(fracture: FractureGrade | null): Cell {
  if (fracture === null) return NONE;
  const { lossPercent, evidence } = fracture;
  const text = SHAPES.map((shape) => {
    const loss = lossPercent[shape];
    return loss === null ? '–' : wholePercent(loss);
  }).join(' / ');
  const largest = SHAPES.reduce((most, shape) =>
    (lossPercent[shape] ?? -Infinity) > (lossPercent[most] ?? -Infinity) ? shape : most,
  );
  const interval = evidence?.lossInterval[largest] ?? null;
  return interval === null ? { text } : { text, note: `${largest[0]!} ${rangeText(interval)}` };
}

function rangeText([low, high]: readonly [number, number]): string {
  return Math.round(low) > 0 ? `${wholePercent(low)}–${wholePercent(high)}` : `≤ ${wholePercent(high)}`;
}

/** Rounded once, from what is kept; a body that is taller than expected has lost nothing. */
function wholePercent(loss: number): string {
  return String(Math.max(0, Math.round(loss)));
}
