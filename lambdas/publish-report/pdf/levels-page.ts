/** Every level in a table, the strain field of one, and the profile along the spine. */
import type { Level } from '../../shared/levels.ts';
import type { StrainPicture } from '../pictures/strain.ts';
import { fieldColour } from '../pictures/colour-map.ts';
import type { ReportData } from '../report-data.ts';
import { gradeText, intervalText, numberText } from '../wording.ts';

import {
  CONTENT_WIDTH,
  GREY,
  heading,
  INK,
  LIGHT_COLOUR,
  line,
  PAGE,
  paragraph,
  room,
  type Pdf,
} from './page.ts';
import { profileChart } from './profile-chart.ts';
import { table, type Cell, type Column } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'Level', width: 32 },
  { title: 'Strength', unit: 'N (95 %)', width: 66, align: 'right' },
  { title: 'Stiffness', unit: 'N/mm', width: 48, align: 'right' },
  { title: 'vBMD', unit: 'mg/cm³ (95 %)', width: 56, align: 'right' },
  { title: 'Heights a / m / p', unit: 'mm', width: 80, align: 'center' },
  { title: 'Loss w / b / c', unit: '%', width: 58, align: 'center' },
  { title: 'Genant', unit: 'grade, shape', width: 56 },
  { title: 'Quality', unit: 'light, remarks', width: CONTENT_WIDTH - 396 },
];
const LIGHT_LETTER = { green: 'G', amber: 'A', red: 'R' } as const;
const MOST_REMARKS = 4;
const FIGURE_HEIGHT = 150;

export function levelsPage(pdf: Pdf, data: ReportData, strain: StrainPicture | null): void {
  heading(pdf, 'Level by level');
  table(
    pdf,
    COLUMNS,
    (data.risk?.levels ?? []).map(({ level }) => rowOf(level, data)),
  );
  paragraph(
    pdf,
    `Strength is 0.0068 × stiffness × height, linear finite elements, informational. ${data.calibration === null ? '' : `Density ${data.calibration.statement}. `}` +
      'Intervals hold the calibration and, for strength, the height; not the outline of the body. Losses: w wedge, b biconcave, ' +
      'c crush, against the reference that the method below names. Quality: G green, A amber (verify), R red.',
    { size: 6.8, colour: GREY },
  );
  if (strain === null || data.strainLevel === null) return;
  room(pdf, FIGURE_HEIGHT + 44);
  heading(pdf, `Strain in ${data.strainLevel}, and the profile along the spine`, FIGURE_HEIGHT);
  const top = pdf.y;
  const used = strainFigure(pdf, strain, top);
  profileChart(pdf, data, {
    x: PAGE.margin + used + 26,
    y: top,
    width: CONTENT_WIDTH - used - 26,
    height: FIGURE_HEIGHT - 22,
  });
  pdf.y = top + FIGURE_HEIGHT + 6;
  pdf.x = PAGE.margin;
}

function rowOf(level: Level, { levels, risk, segmentation }: ReportData): Cell[] {
  const measured = levels.get(level);
  const outcome = risk!.levels.find((candidate) => candidate.level === level)!;
  const segmented = segmentation?.levels.find((candidate) => candidate.level === level);
  if (outcome.status !== 'assessed') {
    const empty = { text: '–', colour: GREY };
    const why = outcome.refusal.code.toLowerCase().replaceAll('_', ' ');
    return [
      { text: level, bold: true, colour: GREY },
      ...Array.from({ length: 6 }, () => empty),
      { text: `${outcome.status}: ${why}`, colour: GREY },
    ];
  }
  const { fracture } = outcome;
  const codes = [...(segmented?.qc.flags ?? []), ...(measured?.flags ?? []), ...outcome.flags].map(
    ({ code }) => code.toLowerCase().replaceAll('_', ' '),
  );
  const remarks = [...new Set(codes)];
  const light = segmented?.qc.light ?? 'amber';
  const shown =
    remarks.slice(0, MOST_REMARKS).join(', ') +
    (remarks.length > MOST_REMARKS ? ` and ${remarks.length - MOST_REMARKS} more` : '');
  const strength = measured?.strength;
  const heights = measured?.heights;
  return [
    { text: level, bold: true },
    strength === undefined
      ? { text: '–' }
      : {
          text: numberText(strength.linearStrength.value, 'N'),
          note: intervalText(strength.linearStrength),
          bold: true,
        },
    { text: strength === undefined ? '–' : numberText(strength.stiffness.value, 'N/mm') },
    measured?.trabecular == null
      ? { text: '–' }
      : {
          text: numberText(measured.trabecular.vbmd.value, 'mg/cm3'),
          note: intervalText(measured.trabecular.vbmd),
        },
    heights == null
      ? { text: '–' }
      : {
          text: [heights.anterior, heights.middle, heights.posterior]
            .map(({ value }) => value.toFixed(1))
            .join(' / '),
        },
    { text: lossText(fracture?.lossPercent) },
    {
      text: gradeText(fracture),
      bold: (fracture?.grade ?? 0) > 0,
      colour: (fracture?.grade ?? 0) > 0 ? LIGHT_COLOUR.red : INK,
    },
    {
      text: `${LIGHT_LETTER[light]}${shown === '' ? '' : `  ${shown}`}`,
      colour: light === 'green' ? INK : LIGHT_COLOUR[light],
    },
  ];
}

function lossText(
  loss: { wedge: number | null; biconcave: number | null; crush: number | null } | undefined,
): string {
  if (loss === undefined) return '–';
  return [loss.wedge, loss.biconcave, loss.crush]
    .map((value) => (value === null ? '–' : String(Math.max(0, Math.round(value)))))
    .join(' / ');
}

/** @returns the points that it took from the left margin */
function strainFigure(pdf: Pdf, { sagittal, coronal, highest }: StrainPicture, top: number): number {
  const tallest = Math.max(sagittal.heightMm, coronal.heightMm);
  const scale = Math.min((FIGURE_HEIGHT - 30) / tallest, 250 / (sagittal.widthMm + coronal.widthMm + 8));
  let x: number = PAGE.margin;
  for (const [title, cut] of [
    ['From the side', sagittal],
    ['From the front', coronal],
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
  const label = `effective strain at the strength read-out, up to ${(100 * highest).toFixed(1)} %`;
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
