/** The load curve of one body: force over strain, with the read-out that is its strength. */
import type { Strength } from '../../../contracts/level/strength.ts';
import { numberText } from '../../words/wording.ts';

import { ACCENT, GREY, line, RULE, type Pdf } from '../kit/page.ts';

export interface CurveBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** At the top of the axis, the same for all levels of a study, N. */
  readonly mostN: number;
}

const AXIS = { left: 24, foot: 9, size: 5.8 } as const;
const STEP_N = 1000;

/** A multiple of 1,000 N above every strength. */
export function topOfAxis(strengths: readonly Strength[]): number {
  const most = strengths.reduce(
    (top, { plastic }) => (plastic?.curve ?? []).reduce((high, { forceN }) => Math.max(high, forceN), top),
    0,
  );
  return STEP_N * Math.max(1, Math.ceil(most / STEP_N));
}

/** Nothing where the body was solved linearly alone. */
export function forceCurve(pdf: Pdf, { plastic }: Strength, { x, y, width, height, mostN }: CurveBox): void {
  if (plastic === null) return;
  const { curve, readOutPercent, strength } = plastic;
  const [left, bottom, right] = [x + AXIS.left, y + height - AXIS.foot, x + width - 6];
  const toX = (percent: number): number => left + (percent / readOutPercent) * (right - left);
  const toY = (force: number): number => bottom - (force / mostN) * (bottom - y - 4);
  pdf.moveTo(left, y).lineTo(left, bottom).lineTo(right, bottom).lineWidth(0.6).strokeColor(RULE).stroke();
  pdf.moveTo(left, bottom);
  for (const { strainPercent, forceN } of curve) pdf.lineTo(toX(strainPercent), toY(forceN));
  pdf.lineWidth(1.1).strokeColor(ACCENT).stroke();
  pdf.circle(toX(readOutPercent), toY(strength.value), 2.2).fill(ACCENT);
  const small = { size: AXIS.size, colour: GREY } as const;
  line(pdf, numberText(mostN, 'N'), { ...small, x, y: toY(mostN) - 3, width: AXIS.left - 2, align: 'right' });
  line(pdf, '0', { ...small, x, y: bottom - 4, width: AXIS.left - 2, align: 'right' });
  line(pdf, 'N', { ...small, x, y: (y + bottom) / 2 - 4, width: AXIS.left - 2, align: 'right' });
  line(pdf, `strain ${readOutPercent} %`, {
    ...small,
    x: right - 60,
    y: bottom + 1.5,
    width: 64,
    align: 'right',
  });
}
