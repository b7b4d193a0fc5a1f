/** Beside the picture, at the height of each vertebra, what was found there: picture and numbers are read together. */
import { isPosition, type Level } from '../../../contracts/levels.ts';
import type { SegmentedLevel } from '../../../contracts/segmentation.ts';
import { spreadRows } from '../../pictures/kit/spread-rows.ts';
import { knownWords } from '../../../spine/judge/index.ts';
import { lightOf } from '../../words/level-light.ts';
import { primaryStrength } from '../../words/strength-words.ts';
import { codePhrase } from '../../words/code-phrases.ts';
import type { ReportData } from '../../report-data.ts';
import { gradeWords, numberText } from '../../words/wording.ts';

import { GRADE_STYLE } from './grade-style.ts';
import { GREY, INK, LIGHT_COLOUR, line, PAGE, RULE, type Pdf } from '../kit/page.ts';
import { drawLight } from '../kit/table.ts';
import { artefact, leaf } from '../kit/tags.ts';

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
const COLUMN = { level: 0, light: 22, strength: 36, vbmd: 74, grade: 106 } as const;
/** Least distance of two rows, points: neighbours that lie closer are moved apart. */
const ROW = { oneLine: 10.5, twoLines: 13.5 } as const;
const HEAD = 24;
const TEXT = { size: 7.6, head: 6.4, note: 5.8 } as const;

export function findingsBeside(pdf: Pdf, data: ReportData, marks: readonly LevelMark[], box: Beside): void {
  const head = [
    [COLUMN.strength, 'Strength', 'N'],
    [COLUMN.vbmd, 'Density', 'mg/cm³'],
    [COLUMN.grade, 'Fracture', 'Genant'],
  ] as const;
  const style = { size: TEXT.head, colour: GREY, font: 'narrow', width: 60 } as const;
  for (const [column, name, unit] of head) {
    line(pdf, name, { ...style, x: box.x + column, y: box.top, font: 'narrow-bold' });
    line(pdf, unit, { ...style, x: box.x + column, y: box.top + 8 });
  }
  const sorted = marks.toSorted((a, b) => a.y - b.y);
  const heights = sorted.map(({ y }) => y);
  // The measured grade stands under a known fracture, possible names under a position.
  const known = (data.risk?.levels ?? []).some((outcome) => outcome.known !== undefined);
  const row = known || marks.some(({ level }) => isPosition(level)) ? ROW.twoLines : ROW.oneLine;
  spreadRows(heights, row, box.top + HEAD, box.bottom - row / 2).forEach((y, n) => {
    const mark = sorted[n]!;
    if (Math.abs(y - mark.y) > 1)
      artefact(pdf, () => {
        pdf.moveTo(box.x - 12, mark.y).lineTo(box.x - 3, y);
        pdf.lineWidth(0.5).strokeColor(RULE).stroke();
      });
    drawRow(pdf, data, mark.level, box.x, y);
  });
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
  const names = likeliestTwo(segmented);
  if (names !== '')
    line(pdf, names, {
      x,
      y: y + 3.2,
      size: TEXT.note,
      font: 'narrow',
      colour: GREY,
      width: COLUMN.strength,
    });
  if (outcome === undefined || measured === undefined || outcome.status !== 'assessed') {
    const refusal = outcome?.status === 'assessed' ? undefined : (outcome?.refusal ?? segmented?.refusal);
    put(level, COLUMN.level, { bold: true, colour: LIGHT_COLOUR.red });
    const why = refusal == null ? '× not evaluated' : `× ${codePhrase(refusal.code)}`;
    const known = outcome?.known === undefined ? '' : `, ${knownWords(outcome.known, outcome.readGrade)}`;
    put(why + known, COLUMN.light, { colour: LIGHT_COLOUR.red });
    return;
  }
  const light = lightOf(level, data) ?? 'amber';
  const density = measured.trabecular?.vbmd;
  put(level, COLUMN.level, { bold: true });
  leaf(pdf, 'P', () => {
    drawLight(pdf, light, x + COLUMN.light, y - 4.2);
  });
  const strength = primaryStrength(measured);
  put(strength === null ? '–' : numberText(strength.value, 'N'), COLUMN.strength);
  put(density === undefined ? '–' : numberText(density.value, 'mg/cm3'), COLUMN.vbmd);
  const words = gradeWords(outcome);
  put(words.text, COLUMN.grade, GRADE_STYLE[words.weight]);
  if (words.measured !== null)
    line(pdf, words.measured, {
      x: x + COLUMN.grade,
      y: y + 3.2,
      size: TEXT.note,
      font: 'narrow',
      colour: GREY,
    });
}

/** "T8 or T9"; empty where the level has a name. */
function likeliestTwo(segmented: SegmentedLevel | undefined): string {
  const [first, second] = segmented?.candidates ?? [];
  return [first, second].flatMap((one) => one?.level ?? []).join(' or ');
}
