/** One view on the sheet: CT, outlines, orientation, scale. */
import type { Segmentation } from '../../../contracts/segmentation.ts';
import type { Outlines } from '../views/outlines.ts';
import type { SpineView } from '../views/spine-views.ts';

import { type DrawingItem, LIGHT_COLOUR, TYPE } from '../kit/drawing.ts';
import { sheetAt, type Placed } from './level-marks.ts';

const WHITE = '#ffffff';
const SCALE_BAR_MM = 20;
const WIDTH = { body: 1.8, vertebra: 0.8 } as const;
const VERTEBRA_OPACITY = 0.8;

interface PanelPlace extends Placed {
  /** At the left and at the right edge. */
  readonly letters: readonly [string, string];
}

export function panel(view: SpineView, levels: Segmentation['levels'], at: PanelPlace): DrawingItem[] {
  const { plane } = view;
  const [width, height] = [plane.width, plane.height].map((n) => n * plane.pixelMm * at.scale) as [
    number,
    number,
  ];
  const outline = (lines: Outlines, wide: boolean): DrawingItem[] =>
    levels.flatMap(({ labelValue, qc, refusal }) =>
      (lines.get(labelValue) ?? []).map((line) => ({
        kind: 'line',
        points: onSheet(view, at, line),
        colour: LIGHT_COLOUR[qc.light],
        width: wide ? WIDTH.body : WIDTH.vertebra,
        opacity: wide ? 1 : VERTEBRA_OPACITY,
        dashed: refusal !== null,
      })),
    );
  return [
    { kind: 'image', view, x: at.x, y: at.y, width, height },
    ...outline(view.vertebrae, false),
    ...outline(view.bodies, true),
    ...letters(at, width, height),
    ...scaleBar(at.x + width - 10, at.y + height - 10, SCALE_BAR_MM * at.scale),
  ];
}

function letters({ x, y, letters: [left, right] }: PanelPlace, width: number, height: number): DrawingItem[] {
  const put = (text: string, column: number, row: number): DrawingItem => ({
    kind: 'text',
    text,
    x: column,
    y: row + TYPE.letter / 3,
    size: TYPE.letter,
    colour: WHITE,
    bold: true,
    rimmed: true,
    anchor: 'middle',
  });
  return [
    put(left, x + 10, y + 0.5 * height),
    put(right, x + width - 10, y + 0.5 * height),
    put('H', x + width / 2, y + 11),
    put('F', x + width / 2, y + height - 11),
  ];
}

function scaleBar(right: number, y: number, length: number): DrawingItem[] {
  const text = `${SCALE_BAR_MM} mm`;
  return [
    { kind: 'line', points: [right - length, y, right, y], colour: WHITE, width: 2 },
    { kind: 'text', text, x: right, y: y - 5, size: TYPE.label, colour: WHITE, anchor: 'end', rimmed: true },
  ];
}

function onSheet(view: SpineView, at: Placed, line: readonly number[]): number[] {
  return line.flatMap((column, n) => (n % 2 === 0 ? sheetAt(view, at, column, line[n + 1]!) : []));
}
