/** The result in one box: overall category and why, density, strength, fractures. */
import type { Risk } from '../../../contracts/risk/risk.ts';
import { levelIndex, type Level } from '../../../contracts/levels.ts';
import type { ReportData } from '../../report-data.ts';
import { unsettledText } from '../../words/level-names.ts';
import { strengthText } from '../../words/strength-words.ts';
import { basisText, borrowedText, changeText, othersText, overallText } from '../../words/verdict-words.ts';
import { densityCategoryText, quantityText } from '../../words/wording.ts';

import { percent } from '../risk/absolute-risk.ts';
import { ACCENT, CONTENT_WIDTH, GREY, INK, line, PAGE, TINT, typeset, type Pdf } from '../kit/page.ts';

const PAD = 10;
const LABEL_WIDTH = 78;

export function resultBox(pdf: Pdf, data: ReportData): void {
  const { risk } = data;
  if (risk === null) return;
  const { overall } = risk;
  const rows: [string, string][] = [
    ['Basis', basisText(overall)],
    ['Otherwise', othersText(overall)],
    ['Thresholds', borrowedText(overall)],
    ['Would change it', changeText(overall)],
    ['Fractures', risk.fractures.statement],
    ['Density', densityText(data)],
    ['Strength', strengthText(data)],
    ['10-year risk', probabilityText(risk)],
  ];
  const unsettled = unsettledText(data.segmentation?.numbering);
  if (unsettled !== null) rows.unshift(['Levels', unsettled]);
  const width = CONTENT_WIDTH - 2 * PAD - LABEL_WIDTH;
  const told = rows.flatMap(([label, text]) => (text === '' ? [] : [[label, typeset(text)] as const]));
  const heights = told.map(
    ([, text]) => pdf.font('regular').fontSize(8).heightOfString(text, { width, lineGap: 1.2 }) + 4,
  );
  const height = 40 + heights.reduce((sum, h) => sum + h, 0) + PAD - 4;
  const top = pdf.y;
  pdf.roundedRect(PAGE.margin, top, CONTENT_WIDTH, height, 4).lineWidth(1).fillAndStroke(TINT, ACCENT);
  line(pdf, 'OVERALL FRACTURE RISK', {
    x: PAGE.margin + PAD,
    y: top + 9,
    size: 7.5,
    font: 'bold',
    colour: GREY,
  });
  line(pdf, overallText(risk.overall), {
    x: PAGE.margin + PAD,
    y: top + 19,
    size: 14,
    font: 'bold',
    colour: ACCENT,
  });
  let y = top + 40;
  told.forEach(([label, text], n) => {
    line(pdf, label, { x: PAGE.margin + PAD, y, size: 8, font: 'bold', width: LABEL_WIDTH });
    pdf.font('regular').fontSize(8).fillColor(INK);
    pdf.text(text, PAGE.margin + PAD + LABEL_WIDTH, y, { width, lineGap: 1.2 });
    y += heights[n]!;
  });
  pdf.x = PAGE.margin;
  pdf.y = top + height + 8;
}

function probabilityText({ absolute: { model }, strength }: Risk): string {
  if (model.status === 'not-evaluated') return `Not evaluated: ${model.reason}.`;
  const tell = (hip: boolean): string => {
    const figure = model.figures.find((one) => one.years === 10 && (one.outcome === 'hip') === hip);
    if (figure === undefined) return '';
    const { value, uncertainty } = figure.probability;
    const ends =
      uncertainty.kind === 'none'
        ? 'interval not available'
        : `${percent(uncertainty.low)}–${percent(uncertainty.high)}`;
    return `${hip ? 'hip' : 'major osteoporotic fracture'} ${percent(value)} % (${ends})`;
  };
  const blind =
    strength.zScore !== null
      ? ''
      : (strength.modelled ?? null) === null
        ? ' Density and strength are not included.'
        : ' Strength is included by its modelled z-score.';
  return `${sentence([tell(false), tell(true)].filter(Boolean).join('; '))} ${sentence(model.title)}${blind} See “Fracture probability”.`;
}

/** "T9, T10 and T11", cranial to caudal. */
function listText(levels: readonly Level[]): string {
  const sorted = levels.toSorted((a, b) => levelIndex(a) - levelIndex(b));
  return sorted.length < 2 ? sorted.join('') : `${sorted.slice(0, -1).join(', ')} and ${sorted.at(-1)!}`;
}

function densityText({ risk, calibration }: ReportData): string {
  const { density } = risk!;
  if (density.vbmd === null) return density.statement;
  const measured = `Trabecular density ${quantityText(density.vbmd)}, mean of ${listText(density.levels)}`;
  const adjusted = density.adjusted === null ? '' : `; adjusted ${quantityText(density.adjusted)}`;
  const value = `${measured}${adjusted}: ${densityCategoryText(density)}.`;
  const said =
    calibration === null || density.statement.toLowerCase().includes(calibration.statement.toLowerCase());
  return [value, density.statement, said ? '' : calibration.statement]
    .map(sentence)
    .filter(Boolean)
    .join(' ');
}

function sentence(text: string): string {
  if (text === '') return '';
  return `${text[0]!.toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;
}
