/**
 * Level by level, a strip each: the body from the side with its six points and from below, both with the region of its density; the strain
 * under load; and its load curve. All pictures at one scale.
 */
import { greyPng } from '../../pictures/views/spine-views.ts';
import type { Level } from '../../../contracts/levels.ts';
import { fieldColour } from '../../pictures/level/colour-map.ts';
import { levelCuts, type LevelCut } from '../../pictures/level/level-cuts.ts';
import { highestStrain, LINEAR_STRAIN, strainCut, YIELD_STRAIN } from '../../pictures/level/strain.ts';
import { primaryStrength, solvedLevels } from '../../words/strength-words.ts';
import { assessedLevels } from '../../words/remarks.ts';
import type { ReportData } from '../../report-data.ts';
import { gradeText, intervalText, numberText } from '../../words/wording.ts';

import { CONTENT_WIDTH, GREY, heading, INK, line, PAGE, paragraph, room, type Pdf } from '../kit/page.ts';
import { figure, within } from '../kit/tags.ts';
import { forceCurve, topOfAxis } from './force-curve.ts';
import { drawHeights } from './height-lines.ts';

/** Points per mm, and of the columns from the left, points. */
const SCALE = 1.58;
const COLUMN = { words: 0, sagittal: 112, axial: 204, strain: 310, curve: 402 } as const;
const FIELD_WIDTH = COLUMN.curve - COLUMN.strain - 6;
const GAP = 7;
const BAR_MM = 20;
const COLOUR = { outline: '#4ade80', region: '#fbbf24', yielded: '#0f766e' } as const;
const HEAD = ['', 'From the side', 'From below', 'Elastic strain', 'Force over strain'] as const;
const CAPTION =
  'All pictures at one scale. Each vertebral body in its own axes: from the side (anterior on the left) and from below (patient’s left on the right). ' +
  'Green: outline. Yellow: trabecular region of the density measurement.';
const HEIGHTS_CAPTION = ' Blue: anterior, middle and posterior height between their six points.';

export function levelStrips(pdf: Pdf, data: ReportData): void {
  const { ct, segmentation } = data;
  const levels = assessedLevels(data);
  if (ct === null || segmentation === null || levels.length === 0) return;
  heading(pdf, 'Level by level', 110);
  const highest = highestStrain(data.strains.values());
  const mostN = topOfAxis(solvedLevels(data).map(({ strength }) => strength));
  const solved = data.strains.size > 0;
  head(pdf, solved);
  for (const level of levels) {
    const frame = segmentation.levels.find((candidate) => candidate.level === level)?.frame;
    if (frame == null) continue;
    const cuts = levelCuts({
      ct,
      surface: data.surfaces.get(level) ?? null,
      region: data.regions.get(level) ?? null,
      frame,
    });
    const scale = SCALE * cuts.sagittal.plane.pixelMm;
    const height = scale * cuts.sagittal.plane.height;
    const before = pdf.y;
    room(pdf, height + GAP);
    if (pdf.y < before) head(pdf, solved);
    const top = pdf.y;
    within(pdf, 'Sect', () => {
      tell(pdf, data, level, top);
      figure(pdf, altOf(level, data), () => {
        const x = PAGE.margin + COLUMN.sagittal;
        drawCut(pdf, cuts.sagittal, { x, y: top, scale });
        const heights = data.levels.get(level)?.heights;
        if (heights != null)
          drawHeights(pdf, heights, (point) =>
            onPage({ x, y: top, scale }, ...cuts.sagittal.plane.project(point)),
          );
        drawCut(pdf, cuts.axial, { x: PAGE.margin + COLUMN.axial, y: top, scale });
        const strain = data.strains.get(level);
        if (strain !== undefined) drawField(pdf, strainCut(strain, highest), top, height);
        const strength = data.levels.get(level)?.strength;
        if (strength != null)
          forceCurve(pdf, strength, {
            x: PAGE.margin + COLUMN.curve,
            y: top,
            width: CONTENT_WIDTH - COLUMN.curve,
            height,
            mostN,
          });
      });
    });
    pdf.y = top + height + GAP;
  }
  pdf.x = PAGE.margin;
  if (solved) colourBar(pdf, highest);
  const heights = levels.some((level) => data.levels.get(level)?.heights != null);
  paragraph(pdf, `${CAPTION}${heights ? HEIGHTS_CAPTION : ''}${solved ? strainCaption() : ''}`, {
    size: 6.8,
    colour: GREY,
  });
}

function strainCaption(): string {
  return ` Strain: effective strain of the elastic body in its mid-sagittal cut at ${(100 * LINEAR_STRAIN).toFixed(2)} % shortening; within the green line it exceeds ${(100 * YIELD_STRAIN).toFixed(1)} %, near the yield strain: there the bone yields first. The dot on the curve is the strength.`;
}

function head(pdf: Pdf, solved: boolean): void {
  Object.values(COLUMN).forEach((x, n) => {
    if (HEAD[n] === '' || (n > 2 && !solved)) return;
    line(pdf, HEAD[n]!, {
      x: PAGE.margin + x,
      y: pdf.y,
      size: 6.8,
      font: 'narrow-bold',
      colour: GREY,
      width: 100,
    });
  });
  pdf.y += 10;
}

function altOf(level: Level, { levels }: ReportData): string {
  const measured = levels.get(level);
  const parts = [
    'CT from the side and from below with outline, heights and measured region',
    ...(measured?.strength == null ? [] : ['elastic strain', 'force over strain']),
  ];
  return `${level}: ${parts.join('; ')}`;
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
    pdf.lineWidth(0.8).strokeColor(colour);
    for (const points of lines) {
      pdf.moveTo(...onPage(place, points[0]!, points[1]!));
      for (let n = 2; n < points.length; n += 2) pdf.lineTo(...onPage(place, points[n]!, points[n + 1]!));
    }
    pdf.stroke();
  }
  scaleBar(pdf, x + width - 4, y + height - 4, '#ffffff');
  pdf.restore();
}

function scaleBar(pdf: Pdf, right: number, bottom: number, colour: string): void {
  const length = BAR_MM * SCALE;
  pdf
    .save()
    .fillOpacity(0.5)
    .rect(right - length - 2, bottom - 9, length + 4, 11)
    .fill('#000000')
    .restore();
  pdf
    .moveTo(right - length, bottom)
    .lineTo(right, bottom)
    .lineWidth(1.1)
    .strokeColor(colour)
    .stroke();
  line(pdf, `${BAR_MM} mm`, {
    x: right - length,
    y: bottom - 8,
    size: 5.6,
    font: 'narrow',
    colour,
    width: length,
    align: 'right',
  });
}

/** The field in the middle of its column, at the scale of the cuts; smaller where it would not fit. */
function drawField(
  pdf: Pdf,
  { png, widthMm, heightMm, yielded }: ReturnType<typeof strainCut>,
  top: number,
  height: number,
): void {
  const scale = Math.min(SCALE, FIELD_WIDTH / widthMm, height / heightMm);
  const [width, tall] = [widthMm * scale, heightMm * scale];
  const [x, y] = [PAGE.margin + COLUMN.strain + (FIELD_WIDTH - width) / 2, top + (height - tall) / 2];
  pdf.image(Buffer.from(png), x, y, { width, height: tall });
  pdf.lineWidth(0.8).strokeColor(COLOUR.yielded);
  for (const points of yielded) {
    pdf.moveTo(x + scale * points[0]!, y + scale * points[1]!);
    for (let n = 2; n < points.length; n += 2) pdf.lineTo(x + scale * points[n]!, y + scale * points[n + 1]!);
  }
  pdf.stroke();
}

/** A picture's pixel on the page: pixel 0 begins half a pixel before its centre. */
function onPage({ x, y, scale }: Place, column: number, row: number): [number, number] {
  return [x + (column + 0.5) * scale, y + (row + 0.5) * scale];
}

function colourBar(pdf: Pdf, highest: number): void {
  room(pdf, 22);
  const [x, y, width, height] = [PAGE.margin + COLUMN.strain, pdf.y, FIELD_WIDTH, 5];
  const told = `${(100 * highest).toFixed(1)} %`;
  figure(pdf, `Colours of strain from 0 to ${told} and more`, () => {
    const steps = 64;
    for (let n = 0; n < steps; n++) {
      const [r, g, b] = fieldColour((n + 0.5) / steps);
      pdf.rect(x + (width * n) / steps, y, width / steps + 0.3, height).fill([r, g, b]);
    }
    line(pdf, '0', { x, y: y + 6, size: 6, colour: GREY, width: 20 });
    line(pdf, `≥ ${told}`, { x: x + width - 40, y: y + 6, size: 6, colour: GREY, width: 40, align: 'right' });
  });
  pdf.y = y + 17;
}

/** Beside the pictures: what they show, in numbers. */
function tell(pdf: Pdf, data: ReportData, level: Level, top: number): void {
  const measured = data.levels.get(level);
  const outcome = data.risk?.levels.find((candidate) => candidate.level === level);
  const heights =
    measured?.heights == null
      ? 'heights not measured'
      : `${[measured.heights.anterior, measured.heights.middle, measured.heights.posterior]
          .map(({ value }) => numberText(value, 'mm'))
          .join(' / ')} mm`;
  const trabecular = measured?.trabecular;
  const strength = measured === undefined ? null : primaryStrength(measured);
  const yielded = measured?.strength?.plastic?.yieldedPercent;
  const lines = [
    outcome?.status === 'assessed' ? `Genant ${gradeText(outcome)}` : 'not evaluated',
    heights,
    ...(trabecular == null
      ? ['density not measured']
      : [
          `${numberText(trabecular.vbmd.value, 'mg/cm3')} mg/cm³ ± ${trabecular.standardDeviation.toFixed(0)} (SD)`,
          `in ${trabecular.volume.value.toFixed(1)} cm³`,
        ]),
    ...(strength === null ? [] : [`${numberText(strength.value, 'N')} N (${intervalText(strength)})`]),
    ...(yielded === undefined ? [] : [`${yielded.toFixed(0)} % yields at that force`]),
  ];
  const x = PAGE.margin + COLUMN.words;
  line(pdf, level, { x, y: top, size: 9.5, font: 'narrow-bold', colour: INK, width: 40 });
  const width = COLUMN.sagittal - 6;
  lines.forEach((told, n) => {
    const size = Math.min(7.2, (7.2 * 0.98 * width) / pdf.font('narrow').fontSize(7.2).widthOfString(told));
    line(pdf, told, { x, y: top + 12 + 9 * n, size, font: 'narrow', width });
  });
}
