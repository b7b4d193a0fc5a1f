/** Every assessed body in two cuts: its outline, its heights and the region of its density, as they were measured. */
import { greyPng } from '../../pictures/views/spine-views.ts';
import type { Level } from '../../../contracts/levels.ts';
import { levelCuts, type LevelCut } from '../../pictures/level/level-cuts.ts';
import { assessedLevels } from '../../words/remarks.ts';
import type { ReportData } from '../../report-data.ts';
import { gradeText, numberText } from '../../words/wording.ts';

import { CONTENT_WIDTH, GREY, heading, INK, line, PAGE, paragraph, room, type Pdf } from '../kit/page.ts';
import { drawHeights } from './height-lines.ts';

const PER_ROW = 3;
const GAP = { column: 12, row: 7, cuts: 2 } as const;
/** Three lines under each pair of cuts, points. */
const LINE_HEIGHT = 9;
const TEXT_SIZE = 7.2;
const TEXT_HEIGHT = 3 * LINE_HEIGHT + 3;
const COLOUR = { outline: '#4ade80', region: '#fbbf24' } as const;
const CAPTION =
  'Each vertebral body in its own axes: sagittal (anterior on the left) and axial from below (patient’s left on the right); 46 mm high. ' +
  'Green: outline. Blue: anterior, middle and posterior height. Yellow: trabecular region of the density measurement.';

export function levelFigures(pdf: Pdf, data: ReportData): void {
  const { ct, surfaces, segmentation } = data;
  if (ct === null || segmentation === null) return;
  const levels = assessedLevels(data);
  if (levels.length === 0) return;
  heading(pdf, 'Measured regions', 100);
  const width = (CONTENT_WIDTH - (PER_ROW - 1) * GAP.column) / PER_ROW;
  for (let first = 0; first < levels.length; first += PER_ROW) {
    let tallest = 0;
    levels.slice(first, first + PER_ROW).forEach((level, n) => {
      const segmented = segmentation.levels.find((candidate) => candidate.level === level);
      if (segmented?.frame == null) return;
      const { frame } = segmented;
      const surface = surfaces.get(level) ?? null;
      const region = data.regions.get(level) ?? null;
      const cuts = levelCuts({ ct, surface, region, frame });
      const scale = (width - GAP.cuts) / (cuts.sagittal.plane.width + cuts.axial.plane.width);
      const height = scale * cuts.sagittal.plane.height;
      if (n === 0) room(pdf, height + TEXT_HEIGHT + GAP.row);
      const x = PAGE.margin + n * (width + GAP.column);
      const place = { x, y: pdf.y, scale };
      drawCut(pdf, cuts.sagittal, place);
      const heights = data.levels.get(level)?.heights;
      if (heights != null)
        drawHeights(pdf, heights, (point) => onPage(place, ...cuts.sagittal.plane.project(point)));
      drawCut(pdf, cuts.axial, { ...place, x: x + scale * cuts.sagittal.plane.width + GAP.cuts });
      tell(pdf, data, level, x, pdf.y + height + 2, width);
      tallest = Math.max(tallest, height);
    });
    pdf.y += tallest + TEXT_HEIGHT + GAP.row;
  }
  pdf.x = PAGE.margin;
  paragraph(pdf, CAPTION, { size: 6.8, colour: GREY });
}

interface Place {
  readonly x: number;
  readonly y: number;
  /** Points per picture pixel. */
  readonly scale: number;
}

function drawCut(pdf: Pdf, { plane, grey, outline, region }: LevelCut, place: Place): void {
  const { x, y, scale } = place;
  const [width, height] = [plane.width * scale, plane.height * scale];
  pdf.image(Buffer.from(greyPng({ plane, grey })), x, y, { width, height });
  pdf.save().rect(x, y, width, height).clip();
  for (const [lines, colour] of [
    [outline, COLOUR.outline],
    [region, COLOUR.region],
  ] as const) {
    pdf.lineWidth(0.7).strokeColor(colour);
    for (const points of lines) {
      pdf.moveTo(...onPage(place, points[0]!, points[1]!));
      for (let n = 2; n < points.length; n += 2) pdf.lineTo(...onPage(place, points[n]!, points[n + 1]!));
    }
    pdf.stroke();
  }
  pdf.restore();
}

/** A picture's pixel on the page: pixel 0 begins half a pixel before its centre. */
function onPage({ x, y, scale }: Place, column: number, row: number): [number, number] {
  return [x + (column + 0.5) * scale, y + (row + 0.5) * scale];
}

function tell(pdf: Pdf, data: ReportData, level: Level, x: number, y: number, width: number): void {
  const measured = data.levels.get(level);
  const outcome = data.risk?.levels.find((candidate) => candidate.level === level);
  const heights =
    measured?.heights == null
      ? 'heights not measured'
      : `${[measured.heights.anterior, measured.heights.middle, measured.heights.posterior]
          .map(({ value }) => numberText(value, 'mm'))
          .join(' / ')} mm`;
  // A grade has its own line: "read as fractured (measured 2 biconcave)" leaves no room beside it.
  const grade = outcome?.status === 'assessed' ? `Genant: ${gradeText(outcome)}` : 'not evaluated';
  const trabecular = measured?.trabecular;
  const density =
    trabecular == null
      ? 'density not measured'
      : `density ${numberText(trabecular.vbmd.value, 'mg/cm3')} ± ${trabecular.standardDeviation.toFixed(0)} (SD) mg/cm³ in ${trabecular.volume.value.toFixed(1)} cm³`;
  line(pdf, level, { x, y, size: 7.6, font: 'narrow-bold', colour: INK, width: 26 });
  const at = { x: x + 22, width: width - 22, font: 'narrow' } as const;
  line(pdf, grade, { ...at, y, size: fitting(pdf, grade, at.width) });
  line(pdf, heights, { ...at, y: y + LINE_HEIGHT, size: TEXT_SIZE });
  line(pdf, density, { ...at, y: y + 2 * LINE_HEIGHT, size: 6.8, colour: GREY });
}

/** The size at which a text is not cut, points. */
function fitting(pdf: Pdf, text: string, width: number): number {
  const needed = pdf.font('narrow').fontSize(TEXT_SIZE).widthOfString(text);
  // A little less than fills the width: widths of single letters are rounded.
  return TEXT_SIZE * Math.min(1, (0.98 * width) / needed);
}
