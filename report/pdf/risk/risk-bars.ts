/** Ten-year probabilities as points on intervals, the methods one under the other. */
import type { RiskEstimate } from '../../../contracts/risk/absolute-risk.ts';

import { ACCENT, CONTENT_WIDTH, GREY, line, PAGE, room, RULE, type Pdf } from '../kit/page.ts';
import { figure } from '../kit/tags.ts';

const ROW = 13;
const LABEL_WIDTH = 150;
const PANEL_GAP = 16;
const HEAD = 12;
const FOOT = 12;
/** The axis ends at a multiple of this, %. */
const STEP_PERCENT = 5;

interface Row {
  readonly title: string;
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

export function riskBars(pdf: Pdf, estimates: readonly RiskEstimate[]): void {
  const major = rowsOf(estimates, false);
  const hip = rowsOf(estimates, true);
  const count = Math.max(major.length, hip.length);
  room(pdf, HEAD + ROW * count + FOOT + 6);
  const top = pdf.y;
  const width = (CONTENT_WIDTH - PANEL_GAP) / 2;
  figure(pdf, '10-year probabilities with their intervals by method; values in the table above', () => {
    panel(pdf, 'Major osteoporotic fracture in 10 years, %', major, PAGE.margin, top, width);
    panel(pdf, 'Hip fracture in 10 years, %', hip, PAGE.margin + width + PANEL_GAP, top, width);
  });
  pdf.x = PAGE.margin;
  pdf.y = top + HEAD + ROW * count + FOOT + 6;
}

function rowsOf(estimates: readonly RiskEstimate[], hip: boolean): Row[] {
  return estimates.flatMap((estimate) => {
    if (estimate.status !== 'evaluated') return [];
    const figure = estimate.figures.find((one) => (one.outcome === 'hip') === hip && one.years === 10);
    if (figure === undefined) return [];
    const { value, uncertainty } = figure.probability;
    const interval = uncertainty.kind === 'none' ? null : ([uncertainty.low, uncertainty.high] as const);
    return [{ title: estimate.shortTitle, value, interval }];
  });
}

function panel(pdf: Pdf, title: string, rows: readonly Row[], x: number, y: number, width: number): void {
  line(pdf, title, { x, y, size: 7, font: 'bold', width });
  const most = rows.reduce((high, { value, interval }) => Math.max(high, value, interval?.[1] ?? 0), 0);
  const end = Math.max(STEP_PERCENT, STEP_PERCENT * Math.ceil(most / STEP_PERCENT));
  const label = Math.min(LABEL_WIDTH, 0.45 * width);
  const at = (value: number): number => x + label + (value / end) * (width - label - 8);
  const bottom = y + HEAD + ROW * rows.length;
  for (const tick of [0, end / 2, end]) {
    pdf
      .moveTo(at(tick), y + HEAD)
      .lineTo(at(tick), bottom)
      .lineWidth(0.4)
      .strokeColor(RULE)
      .stroke();
    line(pdf, String(tick), {
      x: at(tick) - 15,
      y: bottom + 2,
      size: 6.3,
      width: 30,
      align: 'center',
      colour: GREY,
    });
  }
  rows.forEach((row, n) => {
    const middle = y + HEAD + ROW * (n + 0.5);
    line(pdf, row.title, { x, y: middle - 4.4, size: 6.6, font: 'narrow', width: label - 4 });
    if (row.interval !== null)
      pdf
        .moveTo(at(row.interval[0]), middle)
        .lineTo(at(row.interval[1]), middle)
        .lineWidth(1.4)
        .strokeColor(ACCENT)
        .stroke();
    pdf.circle(at(row.value), middle, 2.4).fill(ACCENT);
  });
}
