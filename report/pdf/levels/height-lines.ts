/** The three heights of a body as lines between their points. */
import type { Heights } from '../../../contracts/level/level-result.ts';
import type { Vec3 } from '../../../contracts/primitives.ts';

import type { Pdf } from '../kit/page.ts';

const COLOUR = '#60a5fa';

export function drawHeights(pdf: Pdf, { points }: Heights, to: (point: Vec3) => [number, number]): void {
  const lines: [Vec3, Vec3][] = [
    [points.anteriorSuperior, points.anteriorInferior],
    [points.middleSuperior, points.middleInferior],
    [points.posteriorSuperior, points.posteriorInferior],
  ];
  pdf.lineWidth(0.7).strokeColor(COLOUR);
  for (const [from, until] of lines) pdf.moveTo(...to(from)).lineTo(...to(until));
  pdf.stroke();
  pdf.fillColor(COLOUR);
  for (const end of lines.flat()) pdf.circle(...to(end), 1.1);
  pdf.fill();
}
