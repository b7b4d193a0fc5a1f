/** Every level in a table, the strain field of one, and the profile along the spine. */
import type { LevelOutcome } from '../../../contracts/risk/risk.ts';
import type { StrainPicture } from '../../pictures/level/strain.ts';
import { fieldColour } from '../../pictures/level/colour-map.ts';
import { candidateLines } from '../../words/level-names.ts';
import { codesOfAllLevels, codeWords } from '../../words/remarks.ts';
import type { ReportData } from '../../report-data.ts';
import { gradeWords } from '../../words/wording.ts';

import { LEVEL_COLUMNS, levelRow } from './level-rows.ts';
import { CONTENT_WIDTH, GREY, heading, line, PAGE, paragraph, room, type Pdf } from '../kit/page.ts';
import { profileChart } from './profile-chart.ts';
import { table } from '../kit/table.ts';

/** A refusal of levels that this version never assesses: told once, not in a row each. */
const OUTSIDE_RANGE = 'LEVEL_NOT_SUPPORTED';
const FIGURE_HEIGHT = 150;

export function levelsPage(pdf: Pdf, data: ReportData, strain: StrainPicture | null): void {
  heading(pdf, 'Results by level');
  const outcomes = data.risk?.levels ?? [];
  const outside = outcomes.filter(
    (outcome) => outcome.status !== 'assessed' && outcome.refusal.code === OUTSIDE_RANGE,
  );
  const shown = outcomes.filter((outcome) => !outside.includes(outcome)).map(({ level }) => level);
  const common = codesOfAllLevels(data);
  const rows = shown.map((level) => levelRow(level, data, common));
  table(pdf, LEVEL_COLUMNS, rows);
  const names = candidateLines(data.segmentation);
  const notes = [
    names.length === 0 ? '' : `${names.join('; ')}.`,
    outside.length === 0
      ? ''
      : `Visible but outside the supported range: ${outside.map(({ level }) => level).join(', ')}.`,
    common.length === 0 ? '' : `Remarks on every level: ${common.map(codeWords).join(', ')}.`,
    `Strength: ${strengthWords(data)}; informational.${anyFractured(outcomes) ? ' The strength of a fractured vertebral body is not reliable: a wedged body appears stiffer than before the fracture.' : ''} ${data.calibration === null ? '' : `Density: ${data.calibration.statement}.`}`,
    'Strength intervals cover calibration, outline and load axis, not the material law. Endplates: sagittal angle between them (positive: posterior height greater) and depth of the superior / inferior depression. Height loss: w wedge, b biconcave, ' +
      'c crush, relative to the reference named under Method, with the 95 % interval of the largest loss. Quality: G green, A amber (verify), R red.',
  ];
  paragraph(pdf, notes.filter(Boolean).join(' '), { size: 6.8, colour: GREY });
  if (strain === null || data.strainLevel === null) return;
  room(pdf, FIGURE_HEIGHT + 44);
  heading(pdf, `Strain in ${data.strainLevel} and profile along the spine`, FIGURE_HEIGHT);
  const top = pdf.y;
  const used = strainFigure(pdf, strain, top);
  profileChart(pdf, data, shown, {
    x: PAGE.margin + used + 26,
    y: top,
    width: CONTENT_WIDTH - used - 26,
    height: FIGURE_HEIGHT - 22,
  });
  pdf.y = top + FIGURE_HEIGHT + 2;
  pdf.x = PAGE.margin;
}

function anyFractured(outcomes: readonly LevelOutcome[]): boolean {
  return outcomes.some((outcome) => outcome.status === 'assessed' && gradeWords(outcome).weight !== 'none');
}

function strengthWords({ levels }: ReportData): string {
  const [first] = levels.values();
  const plastic = first?.strength.plastic;
  return plastic == null
    ? '0.0068 × stiffness × height, linear finite elements'
    : `force at ${plastic.readOutPercent} % strain, elastic-plastic finite elements`;
}

/** @returns the points that it took from the left margin */
function strainFigure(pdf: Pdf, { sagittal, coronal, highest }: StrainPicture, top: number): number {
  const tallest = Math.max(sagittal.heightMm, coronal.heightMm);
  const scale = Math.min((FIGURE_HEIGHT - 30) / tallest, 250 / (sagittal.widthMm + coronal.widthMm + 8));
  let x: number = PAGE.margin;
  for (const [title, cut] of [
    ['Sagittal', sagittal],
    ['Coronal', coronal],
  ] as const) {
    const [width, height] = [cut.widthMm * scale, cut.heightMm * scale];
    pdf.image(Buffer.from(cut.png), x, top, { width, height });
    line(pdf, title, { x, y: top + height + 2, size: 6.8, colour: GREY, width });
    x += width + 8 * scale;
  }
  const bar = { y: top + tallest * scale + 15, width: x - PAGE.margin - 8 * scale, height: 6 };
  const steps = 64;
  for (let n = 0; n < steps; n++) {
    const [r, g, b] = fieldColour((n + 0.5) / steps);
    pdf
      .rect(PAGE.margin + (bar.width * n) / steps, bar.y, bar.width / steps + 0.3, bar.height)
      .fill([r, g, b]);
  }
  line(pdf, '0', { x: PAGE.margin, y: bar.y + 8, size: 6.5, colour: GREY, width: 20 });
  const label = `effective strain at the strength read-out, up to ≥ ${(100 * highest).toFixed(1)}\u00a0%`;
  line(pdf, label, {
    x: PAGE.margin + 14,
    y: bar.y + 8,
    size: 6.5,
    colour: GREY,
    width: bar.width - 14,
    align: 'right',
  });
  return bar.width;
}
