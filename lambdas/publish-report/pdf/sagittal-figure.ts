/** The spine from the side with its outlines, levels and height lines. */
import type { Heights } from '../../shared/contracts/level-result.ts';
import type { Vec3 } from '../../shared/contracts/primitives.ts';
import type { ReportData } from '../report-data.ts';
import type { SagittalPicture } from '../pictures/sagittal.ts';

import { CONTENT_BOTTOM, GREY, LIGHT_COLOUR, line, PAGE, type Pdf } from './page.ts';

const OUTLINE = { green: '#4ade80', amber: '#fbbf24', red: '#f87171' } as const;
const REFUSED = '#cbd5e1';
const HEIGHT_LINE = '#60a5fa';
const SCALE_BAR_MM = 20;
const LEGEND_WIDTH = 200;

/** Fills what is left of the page, in true proportion. */
export function sagittalFigure(pdf: Pdf, data: ReportData, picture: SagittalPicture): void {
  const { plane } = picture;
  const top = pdf.y;
  const scale = Math.min((CONTENT_BOTTOM - top - 4) / plane.height, 300 / plane.width);
  const [width, height] = [plane.width * scale, plane.height * scale];
  const x0 = PAGE.margin;
  pdf.image(Buffer.from(picture.png), x0, top, { width, height });
  pdf.save().rect(x0, top, width, height).clip();
  const to = (column: number, row: number): [number, number] => [
    x0 + (column + 0.5) * scale,
    top + (row + 0.5) * scale,
  ];
  for (const segmented of data.segmentation!.levels) {
    const refused = segmented.refusal !== null;
    pdf.lineWidth(refused ? 0.7 : 1).strokeColor(refused ? REFUSED : OUTLINE[segmented.qc.light]);
    if (refused) pdf.dash(2, { space: 2 });
    for (const [x1, y1, x2, y2] of picture.outlines.get(segmented.level) ?? []) {
      pdf.moveTo(...to(x1, y1)).lineTo(...to(x2, y2));
    }
    pdf.stroke().undash();
    const heights = data.levels.get(segmented.level)?.heights;
    if (heights != null) drawHeights(pdf, heights, (point) => to(...plane.project(point)));
    if (segmented.frame !== null) {
      const [, y] = to(...plane.project(segmented.frame.origin));
      const label = refused ? `${segmented.level} ×` : segmented.level;
      pdf.font('narrow-bold').fontSize(8).fillColor('#ffffff');
      pdf.text(label, x0 + 5, y - 5, { lineBreak: false });
    }
  }
  drawScaleBar(pdf, x0 + width - 10, top + height - 10, (SCALE_BAR_MM / plane.pixelMm) * scale);
  pdf.restore();
  drawLegend(
    pdf,
    data,
    x0 + width + 14,
    top,
    Math.min(LEGEND_WIDTH, PAGE.width - PAGE.margin - x0 - width - 14),
  );
  pdf.y = top + height + 4;
  pdf.x = PAGE.margin;
}

function drawHeights(pdf: Pdf, { points }: Heights, to: (point: Vec3) => [number, number]): void {
  const lines: [Vec3, Vec3][] = [
    [points.anteriorSuperior, points.anteriorInferior],
    [points.middleSuperior, points.middleInferior],
    [points.posteriorSuperior, points.posteriorInferior],
  ];
  pdf.lineWidth(0.7).strokeColor(HEIGHT_LINE);
  for (const [from, until] of lines) pdf.moveTo(...to(from)).lineTo(...to(until));
  pdf.stroke();
  pdf.fillColor(HEIGHT_LINE);
  for (const end of lines.flat()) pdf.circle(...to(end), 1.3);
  pdf.fill();
}

function drawScaleBar(pdf: Pdf, right: number, bottom: number, length: number): void {
  pdf
    .lineWidth(1.5)
    .strokeColor('#ffffff')
    .moveTo(right - length, bottom)
    .lineTo(right, bottom)
    .stroke();
  pdf.font('narrow').fontSize(7).fillColor('#ffffff');
  pdf.text(`${SCALE_BAR_MM} mm`, right - length, bottom - 10, {
    width: length,
    align: 'center',
    lineBreak: false,
  });
}

function drawLegend(pdf: Pdf, data: ReportData, x: number, top: number, width: number): void {
  const entries: [string, string][] = [
    ['Mid-sagittal CT', 'The cut follows the vertebral bodies from side to side. Anterior is on the left.'],
    [
      'Solid outline',
      'Body as assessed; colour and letter in the table tell its quality: green, amber, red.',
    ],
    ['Dashed outline, ×', 'Seen, but not assessed; page 3 says why.'],
    ['Blue lines', 'Anterior, middle and posterior height, between the six points.'],
  ];
  let y = top;
  for (const [title, text] of entries) {
    line(pdf, title, { x, y, size: 7.6, font: 'bold', width });
    pdf
      .font('regular')
      .fontSize(7.2)
      .fillColor(GREY)
      .text(text, x, y + 10, { width, lineGap: 1 });
    y = pdf.y + 6;
  }
  const doubtful = data.segmentation!.levels.filter(
    ({ qc, refusal }) => qc.light !== 'green' && refusal === null,
  );
  if (doubtful.length > 0) {
    line(pdf, 'To be looked at', { x, y, size: 7.6, font: 'bold', width, colour: LIGHT_COLOUR.amber });
    const text = doubtful.map(
      ({ level, qc }) =>
        `${level}: ${qc.flags.map(({ code }) => code.toLowerCase().replaceAll('_', ' ')).join(', ')}`,
    );
    pdf
      .font('regular')
      .fontSize(7.2)
      .fillColor(GREY)
      .text(text.join('\n'), x, y + 10, { width, lineGap: 1, height: 220, ellipsis: true });
  }
}
