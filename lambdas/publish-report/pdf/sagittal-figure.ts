/** The spine from the side with its outlines, levels and height lines. */
import type { Heights } from '../../shared/contracts/level-result.ts';
import type { Vec3 } from '../../shared/contracts/primitives.ts';
import type { Level } from '../../shared/levels.ts';
import type { ReportData } from '../report-data.ts';
import type { SagittalPicture } from '../pictures/sagittal.ts';
import { gradeText, numberText } from '../wording.ts';

import { CONTENT_BOTTOM, GREY, INK, LIGHT_COLOUR, line, PAGE, paragraph, type Pdf } from './page.ts';

const OUTLINE = { green: '#4ade80', amber: '#fbbf24', red: '#f87171' } as const;
const REFUSED = '#cbd5e1';
const HEIGHT_LINE = '#60a5fa';
const SCALE_BAR_MM = 20;
const CAPTION_HEIGHT = 24;
const CAPTION =
  'Mid-sagittal CT along the vertebral bodies, anterior on the left. Solid: body as assessed (green, amber, red: see Quality in the table). ' +
  'Dashed, ×: seen but not assessed. Blue: anterior, middle and posterior height.';

/** Fills what is left of the page, in true proportion. */
export function sagittalFigure(pdf: Pdf, data: ReportData, picture: SagittalPicture): void {
  const { plane } = picture;
  const top = pdf.y;
  const scale = Math.min((CONTENT_BOTTOM - top - CAPTION_HEIGHT - 6) / plane.height, 290 / plane.width);
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
  for (const { level, frame } of data.segmentation!.levels) {
    const y = frame === null ? Number.NaN : to(...plane.project(frame.origin))[1];
    if (y > top && y < top + height) drawFindings(pdf, data, level, x0 + width + 12, y);
  }
  pdf.y = top + height + 4;
  paragraph(pdf, CAPTION, { size: 6.8, colour: GREY });
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

/** Beside each vertebra what was found there, so that picture and numbers are read together. */
function drawFindings(pdf: Pdf, data: ReportData, level: Level, x: number, y: number): void {
  const outcome = data.risk?.levels.find((candidate) => candidate.level === level);
  const measured = data.levels.get(level);
  const width = PAGE.width - PAGE.margin - x;
  line(pdf, level, { x, y: y - 4.5, size: 8, font: 'bold', width: 30 });
  if (outcome === undefined || measured === undefined || outcome.status !== 'assessed') {
    const why =
      outcome === undefined || outcome.status === 'assessed'
        ? 'not assessed'
        : outcome.refusal.code.toLowerCase().replaceAll('_', ' ');
    line(pdf, `× ${why}`, { x: x + 30, y: y - 4, size: 7.2, colour: GREY, width: width - 30 });
    return;
  }
  const density = measured.trabecular?.vbmd;
  const parts = [
    `${numberText(measured.strength.linearStrength.value, 'N')} N`,
    density === undefined ? 'no vBMD' : `${numberText(density.value, 'mg/cm3')} mg/cm³`,
    `grade ${gradeText(outcome.fracture)}`,
  ];
  const fractured = (outcome.fracture?.grade ?? 0) > 0;
  const style = {
    font: fractured ? 'narrow-bold' : 'narrow',
    colour: fractured ? LIGHT_COLOUR.red : INK,
  } as const;
  line(pdf, parts.join('   '), { x: x + 30, y: y - 4.3, size: 7.6, width: width - 30, ...style });
}
