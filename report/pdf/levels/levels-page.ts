/** Every level in a table, the strain field of one, and the profile along the spine. */
import type { LevelOutcome } from '../../../contracts/risk/risk.ts';
import type { StrainPicture } from '../../pictures/level/strain.ts';
import { fieldColour } from '../../pictures/level/colour-map.ts';
import { candidateLines } from '../../words/level-names.ts';
import { codesOfAllLevels, codeWords } from '../../words/remarks.ts';
import { modelledOf } from '../../words/reference-words.ts';
import { solvedLevels, strengthText } from '../../words/strength-words.ts';
import type { ReportData } from '../../report-data.ts';
import { gradeWords } from '../../words/wording.ts';

import { LEVEL_COLUMNS, levelRow } from './level-rows.ts';
import { CONTENT_WIDTH, GREY, heading, line, PAGE, paragraph, room, type Pdf } from '../kit/page.ts';
import { profileChart } from './profile-chart.ts';
import { table } from '../kit/table.ts';

/** A refusal of levels that this version never assesses: told once, not in a row each. */
const OUTSIDE_RANGE = 'LEVEL_NOT_SUPPORTED';
const FIGURE_HEIGHT = 150;
/** Of the profile where there is no strain to show: one chart. */
const CHART_HEIGHT = 90;
const HEIGHTS_NOTE =
  'Endplates: sagittal angle between them (positive: posterior height greater) and depth of the superior / inferior depression. Height loss: w wedge, b biconcave, ' +
  'c crush, relative to the reference named under Method, with the 95 % interval of the largest loss.';

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
    strengthNote(data, outcomes),
    data.calibration === null ? '' : `Density: ${data.calibration.statement}.`,
    [...data.levels.values()].every(({ heights }) => heights === null) ? '' : HEIGHTS_NOTE,
    'Quality: G green, A amber (verify), R red.',
  ];
  paragraph(pdf, notes.filter(Boolean).join(' '), { size: 6.8, colour: GREY });
  if (data.levels.size === 0) return;
  const height = strain === null ? CHART_HEIGHT : FIGURE_HEIGHT;
  room(pdf, height + 44);
  const pictured = strain === null ? 'Profile' : `Strain in ${data.strainLevel ?? ''} and profile`;
  heading(pdf, `${pictured} along the spine`, height);
  const top = pdf.y;
  const used = strain === null ? 0 : strainFigure(pdf, strain, top) + 26;
  profileChart(pdf, data, shown, {
    x: PAGE.margin + used,
    y: top,
    width: CONTENT_WIDTH - used,
    height: height - 22,
  });
  pdf.y = top + height + 2;
  pdf.x = PAGE.margin;
}

function anyFractured(outcomes: readonly LevelOutcome[]): boolean {
  return outcomes.some((outcome) => outcome.status === 'assessed' && gradeWords(outcome).weight !== 'none');
}

/** What the strengths of the table are, or why there are none. */
function strengthNote(data: ReportData, outcomes: readonly LevelOutcome[]): string {
  const [first] = solvedLevels(data);
  if (first === undefined) return data.levels.size === 0 ? '' : `Strength: ${strengthText(data)}`;
  const { plastic } = first.strength;
  const words =
    plastic === null
      ? '0.0068 × stiffness × height, linear finite elements'
      : `force at ${plastic.readOutPercent} % strain, elastic-plastic finite elements`;
  const fractured = anyFractured(outcomes)
    ? ' The strength of a fractured vertebral body is not reliable (a wedged body appears stiffer than before the fracture) and outside of what any benchmark supports.'
    : '';
  const modelled = outcomes.some(({ level }) => modelledOf(level, data) !== null)
    ? ' Of average: part of the strength that the same body would have with the average density of age and sex, a modelled reference.'
    : '';
  return `Strength: ${words}; informational.${modelled}${fractured} Strength intervals cover calibration, outline, load axis and element size, not the material law.`;
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
