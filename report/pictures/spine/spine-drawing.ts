/** The sheet `spine.svg`: the spine from the side and from the front, what every level is and how far to trust it. */
import { codePhrase } from '../../words/code-phrases.ts';
import type { SegmentedLevel } from '../../../contracts/segmentation.ts';
import { candidatesText } from '../../../contracts/namings.ts';
import type { SpineView, SpineViews } from '../views/spine-views.ts';
import { spreadRows } from '../kit/spread-rows.ts';

import { type Drawing, type DrawingItem, GREY, INK, LIGHT_COLOUR, textWidth, TYPE } from '../kit/drawing.ts';
import { marksOf, type LevelMark } from './level-marks.ts';
import { notes, type SpineReader, type SpineStudy } from './notes.ts';
import { panel } from './panel.ts';

const GROUND = '#11161c';
const MARGIN = 16;
const HEAD = 64;
/** Between a panel and its labels, and between the panels. */
const GAP = { label: 20, panels: 28 } as const;
/** Of neighbouring labels. */
const ROW = 15;
/** A picture is about this high, and not smaller or larger than these, pixels and pixels per mm (design values). */
const SCALE = { height: 880, least: 1.5, most: 4 } as const;
/** Room of a light between texts. */
const LIGHT = 20;

/** @param reader left out: an operator, who may have to name vertebrae by a command */
export function spineDrawing(
  { sagittal, coronal }: SpineViews,
  study: SpineStudy,
  reader: SpineReader = 'operator',
): Drawing {
  const heightMm = Math.max(sagittal.plane.height, coronal.plane.height) * sagittal.plane.pixelMm;
  const scale = Math.min(SCALE.most, Math.max(SCALE.least, SCALE.height / heightMm));
  const remarks = study.levels.map((level) => remarkOf(level));
  const remarkWidth = remarks.reduce((most, { text }) => Math.max(most, textWidth(text, TYPE.label)), 40);
  const nameWidth = study.levels.reduce((most, { level }) => Math.max(most, textWidth(level, TYPE.name)), 0);
  const x = { side: MARGIN + remarkWidth + LIGHT + nameWidth + GAP.label, front: 0, right: 0 };
  x.front = x.side + widthOf(sagittal, scale) + GAP.panels;
  x.right = x.front + widthOf(coronal, scale);
  const width = Math.ceil(x.right + GAP.label + LIGHT + nameWidth + MARGIN);
  const rows = study.levels.length * ROW;
  const bottom = HEAD + Math.max(heightMm * scale, rows);
  const side = marksOf(sagittal, study.levels, { x: x.side, y: HEAD, scale });
  const front = marksOf(coronal, study.levels, { x: x.front, y: HEAD, scale });
  const unseen = study.levels.filter(({ level }) => !side.some((mark) => mark.level.level === level));
  const below = notes(study, unseen, { x: MARGIN, y: bottom + 24, width: width - 2 * MARGIN }, reader);
  return {
    width,
    height: Math.ceil(below.bottom + MARGIN),
    title: 'Vertebrae identified, sagittal and coronal',
    ground: GROUND,
    items: [
      ...headline(study, x.side, reader),
      ...panel(sagittal, study.levels, { x: x.side, y: HEAD, scale, letters: ['A', 'P'] }),
      ...panel(coronal, study.levels, { x: x.front, y: HEAD, scale, letters: ['R', 'L'] }),
      ...sideLabels(side, { left: x.side, nameWidth, bottom }),
      ...frontLabels(front, x.right, bottom),
      ...below.items,
    ],
  };
}

function headline({ provider }: SpineStudy, x: number, reader: SpineReader): DrawingItem[] {
  const convention = provider.convention === null ? '' : `, ${provider.convention}`;
  const source =
    reader === 'archive'
      ? 'Outlines and levels as evaluated by osteon; to be confirmed by the reader'
      : `${provider.id} ${provider.version}${convention}`;
  return [
    { kind: 'text', text: 'Vertebrae identified', x, y: 24, size: TYPE.title, colour: INK, bold: true },
    { kind: 'text', text: source, x, y: 44, size: TYPE.note, colour: GREY },
  ];
}

/** From left to right: remark, light, name, and a line to the body. */
function sideLabels(
  marks: readonly LevelMark[],
  { left, nameWidth, bottom }: { readonly left: number; readonly nameWidth: number; readonly bottom: number },
): DrawingItem[] {
  const rows = rowsOf(marks, bottom);
  return marks.flatMap(({ level, edges, y }, n): DrawingItem[] => {
    const row = rows[n]!;
    const { text, more } = remarkOf(level);
    const colour = level.refusal === null ? GREY : LIGHT_COLOUR.red;
    const [name, end] = [left - GAP.label - 2, 'end'] as const;
    const feet = row + TYPE.label / 3;
    return [
      {
        kind: 'line',
        points: [name + 4, row, left, y, edges[0], y],
        colour: GREY,
        width: 0.8,
        opacity: 0.55,
      },
      {
        kind: 'text',
        text: level.level,
        x: name,
        y: feet,
        size: TYPE.name,
        colour: INK,
        bold: true,
        anchor: end,
      },
      { kind: 'light', light: level.qc.light, x: name - nameWidth - LIGHT / 2, y: row },
      {
        kind: 'text',
        text,
        x: name - nameWidth - LIGHT,
        y: feet,
        size: TYPE.label,
        colour,
        anchor: end,
        more,
      },
    ];
  });
}

function frontLabels(marks: readonly LevelMark[], right: number, bottom: number): DrawingItem[] {
  const rows = rowsOf(marks, bottom);
  return marks.flatMap(({ level, edges, y }, n): DrawingItem[] => {
    const row = rows[n]!;
    const name = right + GAP.label + LIGHT;
    const feet = row + TYPE.label / 3;
    return [
      {
        kind: 'line',
        points: [edges[1], y, right, y, name - LIGHT, row],
        colour: GREY,
        width: 0.8,
        opacity: 0.55,
      },
      { kind: 'text', text: level.level, x: name, y: feet, size: TYPE.name, colour: INK, bold: true },
      { kind: 'light', light: level.qc.light, x: name - LIGHT / 2, y: row },
    ];
  });
}

/** The code of the refusal in words, or of the first doubt and how many more there are; every message with it. */
function remarkOf(level: SegmentedLevel): { readonly text: string; readonly more: string } {
  const { text, more } = qualityOf(level);
  const { candidates = [] } = level;
  const [first, second] = candidates;
  if (first === undefined) return { text, more };
  const names = [first, second].flatMap((one) => one?.level ?? []).join(' or ');
  return { text: `${names}  ${text}`.trim(), more: [candidatesText(candidates), more].join('\n') };
}

function qualityOf({ refusal, qc }: SegmentedLevel): { readonly text: string; readonly more: string } {
  const doubts = qc.flags.map(({ code, message }) => `${code}: ${message}`);
  if (refusal !== null) {
    const why = `${refusal.code}: found: ${refusal.saw}; required: ${refusal.wanted}`;
    return { text: codePhrase(refusal.code), more: [why, ...doubts].join('\n') };
  }
  const [first, ...others] = qc.flags;
  const count = others.length === 0 ? '' : ` +${others.length}`;
  return { text: first === undefined ? '' : `${codePhrase(first.code)}${count}`, more: doubts.join('\n') };
}

function widthOf({ plane }: SpineView, scale: number): number {
  return plane.width * plane.pixelMm * scale;
}

/** Where each mark's words stand: beside it, or as near as the other words let them. */
function rowsOf(marks: readonly LevelMark[], bottom: number): readonly number[] {
  return spreadRows(
    marks.map(({ y }) => y),
    ROW,
    HEAD + ROW / 2,
    bottom - ROW / 2,
  );
}
