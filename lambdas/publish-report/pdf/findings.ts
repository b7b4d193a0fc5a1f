/** Beside the picture, at the height of each vertebra, what was found there: picture and numbers are read together. */
import type { Level } from '../../shared/levels.ts';
import { codeWords } from '../remarks.ts';
import type { ReportData } from '../report-data.ts';
import { gradeText, numberText } from '../wording.ts';

import { GREY, INK, LIGHT_COLOUR, LIGHT_LETTER, line, PAGE, RULE, type Pdf } from './page.ts';

/** A level and where its centre stands on the page, points. */
export interface LevelMark {
  readonly level: Level;
  readonly refused: boolean;
  readonly x: number;
  readonly y: number;
}

export interface Beside {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

/** Columns from the left edge, points. */
const COLUMN = { level: 0, light: 30, strength: 44, vbmd: 94, grade: 136 } as const;
/** Least distance of two rows, points: neighbours that lie closer are moved apart. */
const ROW = 10.5;
const HEAD = 24;
const TEXT = { size: 7.6, head: 6.4 } as const;

export function findingsBeside(pdf: Pdf, data: ReportData, marks: readonly LevelMark[], box: Beside): void {
  const head = [
    [COLUMN.strength, 'Strength', 'N'],
    [COLUMN.vbmd, 'vBMD', 'mg/cm³'],
    [COLUMN.grade, 'Fracture', 'Genant'],
  ] as const;
  const style = { size: TEXT.head, colour: GREY, font: 'narrow', width: 60 } as const;
  for (const [column, name, unit] of head) {
    line(pdf, name, { ...style, x: box.x + column, y: box.top, font: 'narrow-bold' });
    line(pdf, unit, { ...style, x: box.x + column, y: box.top + 8 });
  }
  const sorted = marks.toSorted((a, b) => a.y - b.y);
  apart(sorted, box).forEach((y, n) => {
    const mark = sorted[n]!;
    if (Math.abs(y - mark.y) > 1)
      pdf
        .moveTo(box.x - 12, mark.y)
        .lineTo(box.x - 3, y)
        .lineWidth(0.5)
        .strokeColor(RULE)
        .stroke();
    drawRow(pdf, data, mark.level, box.x, y);
  });
}

/** Heights on the page of the rows: as near to their vertebrae as `ROW` lets them. */
function apart(sorted: readonly LevelMark[], { top, bottom }: Beside): number[] {
  const rows: number[] = [];
  let least = top + HEAD;
  for (const { y } of sorted) {
    rows.push(Math.max(y, least));
    least = rows.at(-1)! + ROW;
  }
  let most = bottom - ROW / 2;
  for (let n = rows.length - 1; n >= 0; n--) {
    rows[n] = Math.min(rows[n]!, most);
    most = rows[n]! - ROW;
  }
  return rows;
}

function drawRow(pdf: Pdf, data: ReportData, level: Level, x: number, y: number): void {
  const outcome = data.risk?.levels.find((candidate) => candidate.level === level);
  const segmented = data.segmentation?.levels.find((candidate) => candidate.level === level);
  const measured = data.levels.get(level);
  const put = (text: string, column: number, options: { bold?: boolean; colour?: string } = {}): void => {
    const { bold = false, colour = INK } = options;
    const at = {
      x: x + column,
      y: y - 4.6,
      size: TEXT.size,
      colour,
      width: PAGE.width - PAGE.margin - x - column,
    };
    line(pdf, text, { ...at, font: bold ? 'narrow-bold' : 'narrow' });
  };
  if (outcome === undefined || measured === undefined || outcome.status !== 'assessed') {
    const refusal = outcome?.status === 'assessed' ? undefined : (outcome?.refusal ?? segmented?.refusal);
    put(level, COLUMN.level, { bold: true, colour: GREY });
    put(refusal == null ? '× not assessed' : `× ${codeWords(refusal.code)}`, COLUMN.light, { colour: GREY });
    return;
  }
  const { light } = segmented?.qc ?? { light: 'amber' as const };
  const { fracture } = outcome;
  const density = measured.trabecular?.vbmd;
  put(level, COLUMN.level, { bold: true });
  put(LIGHT_LETTER[light], COLUMN.light, { bold: true, colour: LIGHT_COLOUR[light] });
  put(numberText(measured.strength.linearStrength.value, 'N'), COLUMN.strength);
  put(density === undefined ? '–' : numberText(density.value, 'mg/cm3'), COLUMN.vbmd);
  const fractured = (fracture?.grade ?? 0) > 0;
  const colour = !fractured ? INK : fracture?.needsReader === true ? LIGHT_COLOUR.amber : LIGHT_COLOUR.red;
  put(gradeText(outcome), COLUMN.grade, { bold: fractured, colour });
}
