/** How HU became densities: the line, what in the image it rests on, and what other methods would have said. */
import type { Calibration, LineFit, ReferenceRegion } from '../../../contracts/calibration/calibration.ts';
import type { ReportData } from '../../report-data.ts';

import { phantomGainText } from '../../words/phantom-gain.ts';
import { CONTENT_WIDTH, GREY, heading, LIGHT_COLOUR, PAGE, paragraph, room, type Pdf } from '../kit/page.ts';
import { table, type Cell, type Column } from '../kit/table.ts';
import { figure } from '../kit/tags.ts';

const REGION_COLUMNS: readonly Column[] = [
  { title: 'Region', width: 92 },
  { title: 'Mean ± SD', unit: 'HU', width: 70, align: 'right' },
  { title: 'Volume', unit: 'cm³', width: 44, align: 'right' },
  { title: 'Accepted', width: 48 },
  { title: 'Remark', width: CONTENT_WIDTH - 254 },
];
const OTHER_COLUMNS: readonly Column[] = [
  { title: 'Method', width: 110 },
  { title: 'At 0 HU', unit: 'mg/cm³', width: 52, align: 'right' },
  { title: 'At 150 HU', unit: 'mg/cm³', width: 52, align: 'right' },
  { title: 'Description', width: CONTENT_WIDTH - 214 },
];
/** HU at which methods are compared: water, and trabecular bone of middle age. */
const COMPARED_HU = [0, 150] as const;
const MM3_PER_CM3 = 1000;
/** As high as a sheet of three slices is at the page's width, or a little more, points. */
const MOST_PICTURE_HEIGHT = 235;
/** In the header chunk, which comes first; the height follows. */
const PNG_WIDTH_AT = 16;

export function calibrationSection(pdf: Pdf, data: ReportData): void {
  const { calibration, calibrationPicture } = data;
  if (calibration === null) return;
  const size = calibrationPicture === null ? null : fitted(calibrationPicture);
  heading(pdf, 'Calibration', 60);
  paragraph(pdf, lineText(calibration), { size: 7.4 });
  const gain = phantomGainText(data);
  if (gain !== '') paragraph(pdf, gain, { size: 7.4 });
  if (calibrationPicture !== null && size !== null) {
    room(pdf, size.height + 6);
    const top = pdf.y;
    const regions = [...new Set(calibration.regions.map(({ tissue }) => tissue.replace('-', ' ')))];
    figure(pdf, `CT slices with the outlines of ${regions.join(', ')}`, () => {
      pdf.image(Buffer.from(calibrationPicture), PAGE.margin, top, size);
    });
    pdf.y += size.height + 6;
  }
  if (calibration.regions.length > 0) table(pdf, REGION_COLUMNS, calibration.regions.map(regionRow));
  const { alternatives } = calibration;
  if (alternatives.length === 0) return;
  table(pdf, OTHER_COLUMNS, [
    otherRow({ ...calibration, statement: 'used in this report' }, true),
    ...alternatives.map((other) => otherRow(other, false)),
  ]);
}

/** The sheet over the whole width, unless that makes it too high. */
function fitted(png: Uint8Array): { readonly width: number; readonly height: number } {
  const header = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [header.getUint32(PNG_WIDTH_AT), header.getUint32(PNG_WIDTH_AT + 4)];
  const scale = Math.min(CONTENT_WIDTH / width, MOST_PICTURE_HEIGHT / height);
  return { width: scale * width, height: scale * height };
}

function lineText({
  method,
  slope,
  intercept,
  error,
  fit,
  contrast,
  noiseHu,
  statement,
}: Calibration): string {
  const sign = Number(intercept.toFixed(1)) < 0 ? '−' : '+';
  const line = `Density = ${slope.toFixed(4)} (SE ${error.slopeSe.toFixed(4)}) × HU ${sign} ${Math.abs(intercept).toFixed(1)} (SE ${error.interceptSe.toFixed(1)}) mg/cm³; method ${method}: ${statement}.`;
  const rods = fit === null ? '' : rodsText(fit);
  const noise = noiseHu === null ? '' : ` Noise ${noiseHu.toFixed(0)} HU.`;
  return `${line}${rods} Contrast phase: ${contrast.phase} (${contrast.basis}).${noise} Standard errors: ${error.basis}.`;
}

/** How well the rods lie on the line: the residual of each is stated less read density. */
function rodsText({ r2, points }: LineFit): string {
  const off = points.map(({ name, residualMgCc }) => `${name}: ${signed(residualMgCc)}`).join(', ');
  return ` R² ${r2.toFixed(4)}; residuals of the ${points.length} rods (mg/cm³): ${off}.`;
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

function regionRow({ tissue, name, meanHu, sdHu, volumeMm3, accepted, remark }: ReferenceRegion): Cell[] {
  return [
    { text: [tissue.replace('-', ' '), name].filter(Boolean).join(', ') },
    { text: `${meanHu.toFixed(0)} ± ${sdHu.toFixed(0)}` },
    { text: (volumeMm3 / MM3_PER_CM3).toFixed(1) },
    accepted ? { text: 'yes' } : { text: 'no', colour: LIGHT_COLOUR.amber, bold: true },
    { text: remark ?? '' },
  ];
}

function otherRow(
  { method, slope, intercept, statement }: Calibration['alternatives'][number],
  bold: boolean,
): Cell[] {
  return [
    { text: method, bold },
    ...COMPARED_HU.map((hu): Cell => ({ text: String(Math.round(slope * hu + intercept) + 0), bold })),
    { text: statement, ...(bold ? {} : { colour: GREY }) },
  ];
}
