/** Strength and density over the levels: two small charts with intervals, side by side. */
import type { Level } from '../../../contracts/levels.ts';
import type { Density, Quantity } from '../../../contracts/primitives.ts';
import { cutOffsOf } from '../../words/cut-offs.ts';
import { primaryStrength, solvedLevels } from '../../words/strength-words.ts';
import type { ReportData } from '../../report-data.ts';
import { numberText } from '../../words/wording.ts';

import { ACCENT, GREY, line, RULE, type Pdf } from '../kit/page.ts';

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const AXIS_WIDTH = 34;
const TITLE_HEIGHT = 12;
/** Between the charts, and of the levels' names under them, points. */
const GAP = 16;
const LEGEND = 10;
/** Points; below `crowded` points a level the small size is taken. */
const LABEL = { width: 24, size: 6.8, small: 5.4, crowded: 15 } as const;

/** A line across a part of the axis: the cut-offs are those of lumbar levels. */
interface Cut {
  readonly value: number;
  /** Places of levels along the axis, from (inclusive) and until (exclusive). */
  readonly from: number;
  readonly until: number;
}

/** @param order the levels along the axis, cranial to caudal; those without a value stay empty */
export function profileChart(
  pdf: Pdf,
  { levels, risk }: ReportData,
  order: readonly Level[],
  box: Box,
): void {
  const solved = solvedLevels({ levels });
  const strength = (level: Level): Quantity | undefined => {
    const measured = solved.find((other) => other.level === level);
    return measured === undefined ? undefined : (primaryStrength(measured) ?? undefined);
  };
  const density = (level: Level): Density | undefined => levels.get(level)?.trabecular?.vbmd;
  const cuts = densityCuts(risk, order);
  const dashed = cuts.length === 0 ? '' : ` (dashed, lumbar: ${cuts.map(({ value }) => value).join(', ')})`;
  const titled = [
    ...(solved.length === 0 ? [] : [['Strength, N', strength, []] as const]),
    [`Density, mg/cm³${dashed}`, density, cuts] as const,
  ];
  const width = (box.width - (titled.length - 1) * GAP) / titled.length;
  titled.forEach(([title, valueOf, lines], n) => {
    const x = box.x + n * (width + GAP);
    panel(pdf, title, order, valueOf, { ...box, x, width, height: box.height - LEGEND }, lines);
    const step = (width - AXIS_WIDTH) / Math.max(order.length, 1);
    order.forEach((level, at) => {
      // A label is wider than the step where there are many levels: it gets room on both sides.
      const left = x + AXIS_WIDTH + (at + 0.5) * step - LABEL.width / 2;
      const size = step < LABEL.crowded ? LABEL.small : LABEL.size;
      const style = { font: 'narrow', width: LABEL.width, align: 'center', colour: GREY } as const;
      line(pdf, level, { x: left, y: box.y + box.height - LEGEND, size, ...style });
    });
  });
}

/** Where a category was given: a density that may not be held against the cut-offs is not drawn against them either. */
export function densityCuts(risk: ReportData['risk'], order: readonly Level[]): readonly Cut[] {
  const cutOffs = risk?.density.category == null ? null : cutOffsOf(risk);
  const from = order.findIndex((level) => level.startsWith('L'));
  if (cutOffs === null || from < 0) return [];
  const until = order.findLastIndex((level) => level.startsWith('L')) + 1;
  return [cutOffs.osteoporosisBelow, cutOffs.normalAbove].map((value) => ({ value, from, until }));
}

function panel(
  pdf: Pdf,
  title: string,
  order: readonly Level[],
  valueOf: (level: Level) => Quantity | Density | undefined,
  { x, y, width, height }: Box,
  cuts: readonly Cut[],
): void {
  const values = order.map(valueOf);
  const most = values.reduce(
    (high, quantity) => {
      if (quantity === undefined) return high;
      return Math.max(
        high,
        quantity.uncertainty.kind === 'interval95' ? quantity.uncertainty.high : quantity.value,
      );
    },
    cuts.at(-1)?.value ?? 0,
  );
  if (most === 0) return;
  const unit = values.find((quantity) => quantity !== undefined)?.unit ?? 'N';
  const bottom = y + height - 2;
  const tall = height - TITLE_HEIGHT - 2;
  const at = (value: number): number => bottom - (Math.max(0, value) / (1.05 * most)) * tall;
  line(pdf, title, { x: x + AXIS_WIDTH, y, size: 7, font: 'bold', width: width - AXIS_WIDTH });
  pdf
    .moveTo(x + AXIS_WIDTH, bottom)
    .lineTo(x + width, bottom)
    .lineWidth(0.6)
    .strokeColor(RULE)
    .stroke();
  for (const value of [0, most]) {
    line(pdf, numberText(value, unit), {
      x,
      y: at(value) - 4,
      size: 6.3,
      width: AXIS_WIDTH - 4,
      align: 'right',
      colour: GREY,
    });
  }
  const step = (width - AXIS_WIDTH) / order.length;
  for (const { value, from, until } of cuts) {
    pdf
      .moveTo(x + AXIS_WIDTH + from * step, at(value))
      .lineTo(x + AXIS_WIDTH + until * step, at(value))
      .dash(2, { space: 2 })
      .lineWidth(0.5)
      .strokeColor(GREY)
      .stroke()
      .undash();
  }
  values.forEach((quantity, n) => {
    if (quantity === undefined) return;
    const centre = x + AXIS_WIDTH + (n + 0.5) * step;
    const { value, uncertainty } = quantity;
    if (uncertainty.kind === 'interval95') {
      pdf
        .moveTo(centre, at(uncertainty.low))
        .lineTo(centre, at(uncertainty.high))
        .lineWidth(1)
        .strokeColor(ACCENT)
        .stroke();
    }
    pdf.circle(centre, at(value), 2.3).fill(ACCENT);
  });
}
