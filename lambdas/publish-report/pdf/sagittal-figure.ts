/** The spine from the side with its outlines, levels and height lines. */
import type { Heights } from '../../shared/contracts/level-result.ts';
import type { Vec3 } from '../../shared/contracts/primitives.ts';
import type { ReportData } from '../report-data.ts';
import type { SagittalPicture } from '../pictures/sagittal.ts';

import { findingsBeside, type LevelMark } from './findings.ts';
import { CONTENT_BOTTOM, GREY, PAGE, paragraph, type Pdf } from './page.ts';

const OUTLINE = { green: '#4ade80', amber: '#fbbf24', red: '#f87171' } as const;
const REFUSED = '#cbd5e1';
const HEIGHT_LINE = '#60a5fa';
const SCALE_BAR_MM = 20;
/** Of the scale bar's label, points: the bar itself may be shorter. */
const LABEL_WIDTH = 40;
const CAPTION_HEIGHT = 24;
const CAPTION =
  'Mid-sagittal CT along the vertebral bodies, anterior on the left. Solid: body as assessed (green, amber, red: see Quality in the table; a letter at the right says the same). ' +
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
    for (const line of picture.outlines.get(segmented.level) ?? []) {
      pdf.moveTo(...to(line[0]!, line[1]!));
      for (let n = 2; n < line.length; n += 2) pdf.lineTo(...to(line[n]!, line[n + 1]!));
    }
    pdf.stroke().undash();
    const heights = data.levels.get(segmented.level)?.heights;
    if (heights != null) drawHeights(pdf, heights, (point) => to(...plane.project(point)));
  }
  drawScaleBar(pdf, x0 + width - 10, top + height - 10, (SCALE_BAR_MM / plane.pixelMm) * scale);
  pdf.restore();
  const marks = data.segmentation!.levels.flatMap(({ level, frame, refusal }) => {
    const [x, y] = frame === null ? [0, Number.NaN] : to(...plane.project(frame.origin));
    return y > top && y < top + height ? [{ level, refused: refusal !== null, x, y }] : [];
  });
  for (const mark of marks) nameLevel(pdf, mark, x0);
  findingsBeside(pdf, data, marks, { x: x0 + width + 12, top, bottom: top + height });
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
  const ground = Math.max(length, LABEL_WIDTH / 1.5) + 6;
  darken(pdf, right + 3 - ground, bottom - 12, ground, 15);
  pdf
    .lineWidth(1.5)
    .strokeColor('#ffffff')
    .moveTo(right - length, bottom)
    .lineTo(right, bottom)
    .stroke();
  pdf.font('narrow').fontSize(7).fillColor('#ffffff');
  pdf.text(`${SCALE_BAR_MM} mm`, right - LABEL_WIDTH, bottom - 10, {
    width: LABEL_WIDTH,
    align: 'right',
    lineBreak: false,
  });
}

/** A level's name on the picture's edge. */
function nameLevel(pdf: Pdf, { level, refused, y }: LevelMark, x0: number): void {
  const label = refused ? `${level} ×` : level;
  pdf.font('narrow-bold').fontSize(8);
  darken(pdf, x0 + 3, y - 5.5, pdf.widthOfString(label) + 5, 11);
  pdf.fillColor('#ffffff').text(label, x0 + 5.5, y - 4.5, { lineBreak: false });
}

/** A dark ground for white letters, which may lie over bright tissue. */
function darken(pdf: Pdf, x: number, y: number, width: number, height: number): void {
  pdf.save().fillOpacity(0.55).rect(x, y, width, height).fill('#000000');
  pdf.restore();
}
