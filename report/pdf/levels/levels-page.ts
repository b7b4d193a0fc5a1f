/** Every level in a table, and the profile along the spine. */
import type { LevelOutcome } from '../../../contracts/risk/risk.ts';
import { candidateLines } from '../../words/level-names.ts';
import { IMAGE_DOUBTS } from '../../words/level-light.ts';
import { codePhrase } from '../../words/code-phrases.ts';
import { codesOfAllLevels } from '../../words/remarks.ts';
import { modelledOf } from '../../words/reference-words.ts';
import { primaryStrength, solvedLevels, strengthText } from '../../words/strength-words.ts';
import type { ReportData } from '../../report-data.ts';
import { plain } from '../../words/plain.ts';
import { gradeWords } from '../../words/wording.ts';

import { LEVEL_COLUMNS, levelRow } from './level-rows.ts';
import { CONTENT_WIDTH, GREY, heading, PAGE, paragraph, type Pdf } from '../kit/page.ts';
import { figure } from '../kit/tags.ts';
import { profileChart } from './profile-chart.ts';
import { table, tableRoom } from '../kit/table.ts';

/** A refusal of levels that this version never assesses: told once, not in a row each. */
const OUTSIDE_RANGE = 'LEVEL_NOT_SUPPORTED';
/** Of the profile, points. */
const CHART_HEIGHT = 104;
const HEIGHTS_NOTE =
  'Endplates: sagittal angle between them (positive: posterior height greater) and depth of the superior / inferior depression. Height loss: w wedge, b biconcave, ' +
  'c crush, relative to the reference named in the appendix, with the 95 % interval of the largest loss.';

export function levelsTable(pdf: Pdf, data: ReportData): void {
  const outcomes = data.risk?.levels ?? [];
  const outside = outcomes.filter(
    (outcome) => outcome.status !== 'assessed' && outcome.refusal.code === OUTSIDE_RANGE,
  );
  const shown = outcomes.filter((outcome) => !outside.includes(outcome)).map(({ level }) => level);
  const common = codesOfAllLevels(data);
  const rows = shown.map((level) => levelRow(level, data, common));
  heading(pdf, 'Results by level', tableRoom(pdf, LEVEL_COLUMNS, rows));
  table(pdf, LEVEL_COLUMNS, rows);
  const names = candidateLines(data.segmentation);
  const notes = [
    names.length === 0 ? '' : `${names.join('; ')}.`,
    outside.length === 0
      ? ''
      : `Visible but outside the supported range: ${outside.map(({ level }) => level).join(', ')}.`,
    common.length === 0 ? '' : `Remarks on every level: ${common.map(codePhrase).join(', ')}.`,
    imageDoubts(data),
    strengthNote(data, outcomes),
    data.calibration === null ? '' : `Density: ${data.calibration.statement}.`,
    [...data.levels.values()].every(({ heights }) => heights === null) ? '' : HEIGHTS_NOTE,
    'Quality: G green, A amber (verify), R red.',
  ];
  paragraph(pdf, plain(notes.filter(Boolean).join(' ')), { size: 6.8, colour: GREY });
  if (data.levels.size === 0) return;
  heading(pdf, 'Profile along the spine', CHART_HEIGHT);
  const top = pdf.y;
  figure(
    pdf,
    `Strength and density of ${shown.join(', ')} with 95 % intervals; values in the table above`,
    () => {
      profileChart(pdf, data, shown, {
        x: PAGE.margin,
        y: top,
        width: CONTENT_WIDTH,
        height: CHART_HEIGHT - 14,
      });
    },
  );
  pdf.y = top + CHART_HEIGHT;
  pdf.x = PAGE.margin;
}

/** Why no level is green where nothing was remarked on the level itself. */
function imageDoubts({ calibration }: ReportData): string {
  const codes = (calibration?.flags ?? [])
    .map(({ code }) => code)
    .filter((code) => IMAGE_DOUBTS.includes(code));
  return codes.length === 0
    ? ''
    : `No level is green because of the images: ${codes.map(codePhrase).join(', ')}.`;
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
    ? ' The strength of a fractured vertebral body is not reliable (a wedged body appears stiffer than before the fracture) and is not supported by any benchmark.'
    : '';
  const modelled = outcomes.some(({ level }) => modelledOf(level, data) !== null)
    ? ' Of average: part of the strength that the same body would have with the average density of age and sex, a modelled reference.'
    : '';
  const intervals = solvedLevels(data).some((one) => primaryStrength(one)?.uncertainty.kind === 'interval95')
    ? ' Strength intervals cover calibration, outline, load axis and element size, not the material law.'
    : '';
  return `Strength: ${words}; informational.${modelled}${fractured}${intervals}`;
}
